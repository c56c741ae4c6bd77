package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedCsvTest {
  private static final LabelMap CAT_DOG = LabelMap.of(List.of("cat", "dog"));
  private static final String GOOD = "1,1,2,3,4\n";
  private static final String PIXEL = ", expected a pixel from 0 to 255";
  private static final String WIDTH = ", expected 5 (the label, then 4 pixels)";

  private static final String FLOAT =
      ", a whole number; multiply pixels in [0, 1] by 255, and round before writing";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          256    | "256"
          1000   | "1000"
          -1     | "-1"
          +1     | "+1"
          1.0    | "1.0"
          0.5    | "0.5"
          1e2    | "1e2"
          0x10   | "0x10"
          1 2    | "1 2"
          nan    | "nan"
          "1     | ""1"
          "1"2"  | ""1"2""
          "+"    | ""+""
          ''     | nothing
          99999999999999999999 | "99999999999999999999"
          123456789012345678901 | "12345678901234567890..."
          """,
      quoteCharacter = '\'')
  void noPixel(String cell, String found) {
    assertMalformed(
        GOOD + "0,5," + cell + ",7,8\n" + GOOD,
        "s.csv, byte 14: found "
            + found
            + " in line 2, column 3"
            + PIXEL
            + (cell.matches("[0-9]+[.e][0-9]") ? FLOAT : ""));
  }

  @Test
  void emptyAndUnprintableCells() {
    assertMalformed(
        GOOD + "0,,2,3,4\n", "s.csv, byte 12: found nothing in line 2, column 2" + PIXEL);
    assertMalformed("0,1,2,3,\n", "s.csv, byte 8: found nothing in line 1, column 5" + PIXEL);
    assertMalformed(
        "0,1\u0000,2,3,4\n", "s.csv, byte 2: found \"1\\x00\" in line 1, column 2" + PIXEL);
    assertMalformed(
        "0,1,2,3,\u00FF\u007F\n",
        "s.csv, byte 8: found \"\\xFF\\x7F\" in line 1, column 5" + PIXEL);
    assertMalformed("0,1,2,3, \n", "s.csv, byte 8: found \" \" in line 1, column 5" + PIXEL);
    assertMalformed("0,1,2,3,\"\"\n", "s.csv, byte 8: found \"\"\"\" in line 1, column 5" + PIXEL);
  }

  @Test
  void labelOutOfRange() throws IOException {
    assertMalformed(
        GOOD + "2,1,2,3,4\n",
        "s.csv, byte 10: found \"2\" in line 2, column 1, expected a label from 0 to 1"
            + " (the label map)");
    assertMalformed(
        GOOD + "dog,1,2,3,4\n",
        "s.csv, byte 10: found \"dog\" in line 2, column 1, expected a label from 0 to 1"
            + " (the label map)");
    assertThatThrownBy(
            () -> CsvReader.of(EmnistSplit.LETTERS).read(stream("0" + ",0".repeat(784)), "s.csv"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "s.csv, byte 0: found \"0\" in line 1, column 1, expected a label from 1 to 26"
                + " (letters)");
  }

  @Test
  void wrongWidth() {
    assertMalformed(GOOD + "1,1,2,3\n", "s.csv, byte 10: found 4 columns in line 2" + WIDTH);
    assertMalformed(
        GOOD + "1,1,2,3,4,5\n" + GOOD,
        "s.csv, byte 10: found 6 columns in line 2"
            + WIDTH
            + "; leave out a column that counts the rows (pandas: index=False)");
    assertMalformed(GOOD + "1\n", "s.csv, byte 10: found 1 column in line 2" + WIDTH);
    assertMalformed(
        "1;1;2;3;4\n",
        "s.csv, byte 0: found 1 column in line 1"
            + WIDTH
            + "; separate them by commas, not by semicolons");
    assertMalformed(
        "1\t1\t2\t3\t4",
        "s.csv, byte 0: found 1 column in line 1"
            + WIDTH
            + "; separate them by commas, not by tabs");
    assertMalformed("0,0,0,0,0,0,0,0,0\n", "s.csv, byte 0: found 9 columns in line 1" + WIDTH);
  }

  @Test
  void headerOfAnotherWidth() {
    assertMalformed("label,a,b,c\n" + GOOD, "s.csv, byte 0: found 4 columns in line 1" + WIDTH);
  }

  @Test
  void headerAnywhereElse() {
    assertMalformed(
        GOOD + "label,a,b,c,d\n" + GOOD,
        "s.csv, byte 10: found \"label\" in line 2, column 1, expected a label from 0 to 1"
            + " (the label map)");
    assertMalformed(
        "label,a,b,c,d\nlabel,a,b,c,d\n" + GOOD,
        "s.csv, byte 14: found \"label\" in line 2, column 1, expected a label from 0 to 1"
            + " (the label map)");
  }

  @Test
  void incompleteHeaderIsNoHeader() {
    assertMalformed(
        "label,0,0,9,9\n" + GOOD,
        "s.csv, byte 0: found \"label\" in line 1, column 1, expected a label from 0 to 1"
            + " (the label map)");
  }

  @Test
  void emptyLines() {
    String expected = ", expected an image, or the end of the file";
    assertMalformed(GOOD + "\n" + GOOD, "s.csv, byte 10: found nothing in line 2" + expected);
    assertMalformed("\r\n" + GOOD, "s.csv, byte 0: found nothing in line 1" + expected);
    // The image comes blocks later.
    assertMalformed(
        GOOD + GOOD + "\n".repeat(3_000_000) + "\r" + GOOD,
        "s.csv, byte 20: found nothing in line 3" + expected);
    assertMalformed(
        GOOD + GOOD + "\n".repeat(3_000_000) + "junk",
        "s.csv, byte 20: found nothing in line 3" + expected);
  }

  @Test
  void noImages() {
    String expected = ": found the end of the file, expected at least one image";
    assertMalformed("", "s.csv, byte 0" + expected);
    assertMalformed("\n\n", "s.csv, byte 2" + expected);
    assertMalformed("\u00EF\u00BB\u00BF", "s.csv, byte 3" + expected);
    assertMalformed("label,a,b,c,d", "s.csv, byte 13" + expected);
  }

  @Test
  void otherEncodings() {
    assertMalformed(
        "\u00FF\u00FE1\0,\0",
        "s.csv, byte 0: found 0xFFFE (the start of UTF-16) in line 1, expected ASCII or UTF-8"
            + " text");
    assertMalformed(
        "\u00FE\u00FF\0001\0,",
        "s.csv, byte 0: found 0xFEFF (the start of UTF-16) in line 1, expected ASCII or UTF-8"
            + " text");
  }

  /** Endless lines need no more memory than a block. */
  @Test
  void endlessLine() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return '7';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) '7');
            return length;
          }
        };
    assertThatThrownBy(() -> CsvReader.of(EmnistSplit.MNIST).read(endless, "s.csv"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("s.csv, byte 0: found more bytes in line 1, expected a line of at most 262144");
    assertMalformed(
        GOOD + "0".repeat(1 << 19),
        "s.csv, byte 10: found more bytes in line 2, expected a line of at most 262144");
    assertMalformed(
        GOOD + "\0".repeat(1 << 19),
        "s.csv, byte 10: found more bytes in line 2, expected a line of at most 262144");
  }

  /** Reports the first error in the file's order. */
  @Test
  void theFirstErrorCounts() {
    String lines = GOOD.repeat(100_000);
    for (int round = 0; round < 20; round++) {
      assertMalformed(
          lines + "1,1,2,3,400\n" + lines + "1,1,2\n" + lines + "x",
          "s.csv, byte 1000008: found \"400\" in line 100001, column 5" + PIXEL);
    }
  }

  @Test
  void linesAreCountedWithTheHeader() {
    assertMalformed(
        "label,a,b,c,d\n" + GOOD.repeat(100_000) + "1,1,2,3\n",
        "s.csv, byte 1000014: found 4 columns in line 100002" + WIDTH);
  }

  @Test
  void limits() throws IOException {
    ReadLimits images = ReadLimits.defaults().withMaxImages(50_000);
    ReadLimits pixels = ReadLimits.defaults().withMaxPixels(11);
    CsvReader reader = CsvReader.of(CAT_DOG, 2, 2).withListener((source, header) -> {});

    assertThat(reader.withLimits(images).read(stream(GOOD.repeat(50_000)), "s.csv").size())
        .isEqualTo(50_000);
    assertThatThrownBy(
            () ->
                reader
                    .withLimits(images)
                    .read(stream("label,a,b,c,d\n" + GOOD.repeat(60_000)), "s.csv"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "s.csv, byte 500014: found image 50001, expected at most 50000 images"
                + " (ReadLimits.maxImages)");
    assertThatThrownBy(() -> reader.withLimits(pixels).read(stream(GOOD.repeat(3)), "s.csv"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "s.csv, byte 20: found image 3, expected at most 2 images of 2x2, 11 pixels"
                + " (ReadLimits.maxPixels)");
  }

  @Test
  void streamThatFails() {
    InputStream failing =
        new SequenceInputStream(
            stream(GOOD.repeat(100_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the line is dead");
              }
            });

    assertThatThrownBy(() -> CsvReader.of(CAT_DOG, 2, 2).read(failing, "s.csv"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("the line is dead");
  }

  @Test
  void failureOfTheListenerEndsTheDownload() {
    CsvReader reader =
        CsvReader.of(CAT_DOG, 2, 2)
            .withListener(
                (source, header) -> {
                  throw new IllegalStateException("no headers, please");
                });

    assertThatThrownBy(() -> reader.read(stream("label,a,b,c,d\n" + GOOD.repeat(100_000)), "s.csv"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no headers, please");
  }

  @Test
  void noFile() {
    Path missing = folder.resolve("missing.csv");

    assertThatThrownBy(() -> CsvReader.of(EmnistSplit.MNIST).read(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": file not found");
    assertThatThrownBy(() -> CsvReader.of(EmnistSplit.MNIST).read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": found a folder, expected a CSV file");
  }

  @Test
  void damagedGzip() throws IOException {
    byte[] whole = IdxFixture.gzip(GOOD.repeat(1000).getBytes(StandardCharsets.US_ASCII));
    Path file = folder.resolve("a.csv.gz");
    CsvReader reader = CsvReader.of(CAT_DOG, 2, 2);

    Files.write(file, Arrays.copyOf(whole, whole.length - 3));
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            file
                + ", byte 10000: found the end of the gzip data, expected more of it, then its"
                + " checksum");
    Files.write(file, IdxFixture.concat(whole, (byte) 'x'));
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "%s, byte %d: found trailing bytes (1 of the compressed file), expected the end of the"
                + " file or another gzip header",
            file, whole.length);
    byte[] spoilt = whole.clone();
    spoilt[spoilt.length - 5] ^= 1;
    Files.write(file, spoilt);
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            file
                + ", byte 10000: found gzip data that is damaged, expected data that match its"
                + " checksum");
    Files.writeString(file, GOOD);
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(file + ", byte 0: found 0x312C31, expected 0x1F8B08 (a gzip header)");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(file + ", byte 0: found the end of the file, expected a gzip header");
  }

  private static void assertMalformed(String latin1, String message) {
    assertThatThrownBy(
            () ->
                CsvReader.of(CAT_DOG, 2, 2)
                    .withListener((source, header) -> {})
                    .read(stream(latin1), "s.csv"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(message);
  }

  private static InputStream stream(String latin1) {
    return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }
}
