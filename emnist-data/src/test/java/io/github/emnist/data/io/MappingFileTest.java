package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFileTest {
  private static final String DIGITS =
      "0 48\n1 49\n2 50\n3 51\n4 52\n5 53\n6 54\n7 55\n8 56\n9 57\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeGoodImages() throws IOException {
    IdxFixture.writeTrain(folder);
    file = folder.resolve("emnist-digits-mapping.txt");
  }

  @ParameterizedTest
  @EnumSource
  void theOfficialFormOfEachSplitIsAccepted(EmnistSplit split) throws IOException {
    Files.write(folder.resolve("emnist-" + split.id() + "-train-labels-idx1-ubyte"), new byte[8]);
    StringBuilder rows = new StringBuilder();
    LabelMap map = split.labelMap();
    for (int i = 0; i < map.size(); i++) {
      int code = map.codePoint(i).orElseThrow();
      rows.append(
          split == EmnistSplit.LETTERS
              ? (i + 1) + " " + code + " " + (code + 32) + "\r\n"
              : i + " " + code + "\r\n");
    }
    Files.writeString(folder.resolve("emnist-" + split.id() + "-mapping.txt"), rows);

    assertThat(EmnistReader.open(folder, split).split()).isEqualTo(split);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void linesEndEitherWayAndTheLastNeedNot(String lineEnd) throws IOException {
    String rows = DIGITS.replace("\n", lineEnd);
    Files.writeString(file, rows);
    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(2);

    Files.writeString(file, rows.strip());
    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(2);

    Files.writeString(file, rows + lineEnd);
    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\r\n  "})
  void empty(String text) throws IOException {
    assertMalformed(text, 0, expected(1, "the end of the file", "0 48"));
  }

  @Test
  void tooFewRows() throws IOException {
    assertMalformed("0 48\n1 49\n2 50\n", 14, expected(4, "the end of the file", "3 51"));
  }

  @Test
  void tooManyRows() throws IOException {
    assertMalformed(DIGITS + "10 65\n", 50, expected(11, "10 65", "the end of the file"));
  }

  @Test
  void tooLong() throws IOException {
    assertMalformed(
        DIGITS + " ".repeat(1 << 16),
        65_536,
        "found more bytes, expected a mapping of at most 65536");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "0x31", "1.0", "12345678901234567890", "\u0661"})
  void notANumber(String token) throws IOException {
    String shown = token.equals("\u0661") ? "??" : token; // two bytes in UTF-8

    assertMalformed("0 48\n" + token + " 49\n", 5, expected(2, cut(shown + " 49"), "1 49"));
    assertMalformed("0 48\n1 " + token + "\n", 5, expected(2, cut("1 " + shown), "1 49"));
  }

  @Test
  void longTokensAreCut() throws IOException {
    assertMalformed("0 " + "9".repeat(1_000), 0, expected(1, "0 999999999999999999...", "0 48"));
  }

  @Test
  void gapInTheLabels() throws IOException {
    assertMalformed(DIGITS.replace("2 50\n", ""), 10, expected(3, "3 51", "2 50"));
  }

  @Test
  void repeatedLabel() throws IOException {
    assertMalformed(DIGITS.replace("2 50", "1 50"), 10, expected(3, "1 50", "2 50"));
  }

  @Test
  void repeatedCharacter() throws IOException {
    assertMalformed(DIGITS.replace("2 50", "2 49"), 10, expected(3, "2 49", "2 50"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 127, 55_296, 1_114_112, 999_999_999})
  void codeOfNoCharacter(int code) throws IOException {
    assertMalformed(DIGITS.replace("2 50", "2 " + code), 10, expected(3, "2 " + code, "2 50"));
  }

  @Test
  void wrongNumberOfColumns() throws IOException {
    assertMalformed("0 48\n1\n", 5, expected(2, "1", "1 49"));
    assertMalformed("0 48 48\n", 0, expected(1, "0 48 48", "0 48"));
    assertMalformed("0 48\n\n1 49\n", 5, expected(2, "", "1 49"));
  }

  @Test
  void lettersHaveTheLowerCaseInAThirdColumn() throws IOException {
    Path letters = Files.createDirectory(folder.resolve("letters"));
    Files.createFile(letters.resolve("emnist-letters-train-labels-idx1-ubyte"));
    Path mapping = letters.resolve("emnist-letters-mapping.txt");

    assertMalformed(
        letters,
        mapping,
        "1 65\n",
        0,
        expected(1, "1 65", "1 65 97").replace("10 rows of digits", "26 rows of letters"));
    assertMalformed(
        letters,
        mapping,
        "0 65 97\n",
        0,
        expected(1, "0 65 97", "1 65 97").replace("10 rows of digits", "26 rows of letters"));
    assertMalformed(
        letters,
        mapping,
        "1 65 97\n2 98 66\n",
        8,
        expected(2, "2 98 66", "2 66 98").replace("10 rows of digits", "26 rows of letters"));
    assertMalformed(
        letters,
        mapping,
        "1 65 97\n2 66 99\n",
        8,
        expected(2, "2 66 99", "2 66 98").replace("10 rows of digits", "26 rows of letters"));
  }

  private static String expected(int row, String found, String expected) {
    return "found row %s: \"%s\", expected \"%s\" (10 rows of digits: label and code of the character)"
        .formatted(row, found, expected);
  }

  private static String cut(String row) {
    return row.length() <= 20 ? row : row.substring(0, 20) + "...";
  }

  private void assertMalformed(String text, long offset, String what) throws IOException {
    assertMalformed(folder, file, text, offset, what);
  }

  private static void assertMalformed(Path folder, Path file, String text, long offset, String what)
      throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
    MalformedDataException exception =
        catchThrowableOfType(MalformedDataException.class, () -> EmnistReader.open(folder));
    assertThat(exception).hasMessage(file + ", byte " + offset + ": " + what);
    assertThat(exception.offset()).isEqualTo(offset);
  }
}
