package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.io.CsvParser.CsvLayout;
import io.github.emnist.data.io.CsvParser.CsvRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFastRowTest {
  /** A label and 2x3 pixels. */
  private static final int COLUMNS = 7;

  private static final CsvLayout LAYOUT =
      CsvLayout.of(LabelMap.of(IntStream.range(0, 256).mapToObj(Integer::toString).toList()), 2, 3);

  private final byte[] cells = new byte[COLUMNS];

  @Test
  void readsEveryNumberInEveryColumn() {
    for (int column = 0; column < COLUMNS; column++) {
      for (int value = 0; value < 256; value++) {
        int[] expected = {7, 42, 0, 255, 1, 10, 199};
        expected[column] = value;
        String line = join(expected);

        assertThat(parse("9," + line + "\n", 2)).as(line).isEqualTo(2 + line.length() + 1);
        assertThat(unsigned(cells)).isEqualTo(expected);
      }
    }
  }

  @Test
  void takesRunsOfZeros() {
    assertThat(parse("0,0,0,0,0,0,0\n", 0)).isEqualTo(14);
    assertThat(unsigned(cells)).containsOnly(0);
    assertThat(parse("5,0,0,0,0,0,0\r\n", 0)).isEqualTo(15);
    assertThat(unsigned(cells)).containsExactly(5, 0, 0, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,2,3,4,5,6\n7,8,9\n", // short
        "0,0,0,0,0,0,0,0\n", // long, all zero
        "1,2,3,4,5,6,7,8\n", // long
        "1,2,3,4,5,6,256\n",
        "1,2,3,4,5,256,7\n",
        "999,2,3,4,5,6,7\n",
        "1000,2,3,4,5,6,7\n",
        "1,2,3,4,5,6,0007\n",
        "1,2,3,4,5,6,\n",
        ",2,3,4,5,6,7\n",
        "1,2,,4,5,6,7\n",
        "1;2,3,4,5,6,7\n",
        "1,2,3,4,5,6,7 \n",
        "1,2,3,4,5,6,7\rx",
        "1,2,3,4,5,6,:\n",
        "1,2,3,4,5,6,/\n",
        "1,2,3,4,5,p,7\n",
        "1,2,3,4,\u0010,6,7\n",
        "1,2,3,4,\u00B5,6,7\n",
        "1,2,3,4,5\u0000,6,7\n",
        "\"1\",2,3,4,5,6,7\n",
        "\n"
      })
  void leavesOtherLinesAlone(String line) {
    assertThat(parse(line, 0)).isEqualTo(CsvRow.OTHER);
  }

  /** Every line that the fast path accepts gives the same result cell by cell. */
  @Test
  void fastPathAgreesWithCellByCell() throws MalformedDataException {
    CounterRandom random = new CounterRandom(1, 2, 3);
    String spoilers = "0123456789,,,,,,,\r\" .-:ap\u0000\u00FF";
    int taken = 0;
    for (int round = 0; round < 200_000; round++) {
      int[] numbers = IntStream.range(0, COLUMNS).map(i -> number(random)).toArray();
      byte[] line = (join(numbers) + "\n").getBytes(StandardCharsets.ISO_8859_1);
      for (int spoilt = random.nextInt(3); spoilt > 0; spoilt--) {
        int at = random.nextInt(line.length - 1);
        line[at] = (byte) spoilers.charAt(random.nextInt(spoilers.length()));
      }
      byte[] bytes = Arrays.copyOf(line, line.length + 64);
      int next = CsvRow.parseFast(bytes, 0, cells);
      if (next != CsvRow.OTHER) {
        byte[] slowly = new byte[COLUMNS];
        int end = next - (bytes[next - 2] == '\r' ? 2 : 1);
        String text = new String(line, StandardCharsets.ISO_8859_1);
        CsvRow.Problems problems =
            (column, position, found, expected) ->
                new MalformedDataException(text, position, found, expected);
        new CsvRow(LAYOUT, bytes, problems).parse(0, end, slowly);
        assertThat(cells).isEqualTo(slowly);
        taken++;
      }
    }
    assertThat(taken).isBetween(80_000, 150_000);
  }

  private static int number(CounterRandom random) {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(256);
  }

  private int parse(String text, int from) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return CsvRow.parseFast(Arrays.copyOf(bytes, bytes.length + 64), from, cells);
  }

  private static String join(int[] numbers) {
    return String.join(",", Arrays.stream(numbers).mapToObj(Integer::toString).toList());
  }

  private static int[] unsigned(byte[] bytes) {
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
  }
}
