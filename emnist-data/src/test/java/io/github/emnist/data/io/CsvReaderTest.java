package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  private static final LabelMap CAT_DOG = LabelMap.of(List.of("cat", "dog"));
  private static final String COUNTED =
      IntStream.range(0, 785).mapToObj(Integer::toString).collect(Collectors.joining(","));

  @TempDir Path folder;

  private final List<String> headers = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void readsWhatTheWriterWrote(EmnistSplit split) throws IOException {
    EmnistDataset data = SyntheticEmnist.of(split).withImagesPerClass(3, 1).train();

    for (String name : List.of("any name.csv", "any name.csv.gz")) {
      EmnistWriter.writeCsv(data, folder.resolve(name));
      EmnistDataset back = CsvReader.of(split).read(folder.resolve(name));

      assertThat(back.contentSha256()).isEqualTo(data.contentSha256());
      assertThat(back.split()).contains(split);
      assertThat(back.labelMap()).isEqualTo(split.labelMap());
    }
  }

  @Test
  void turnsImagesUpright() throws IOException {
    EmnistDataset data = read("1,1,4,2,5,3,6\n0,9,9,9,9,9,9\n");

    assertThat(data.size()).isEqualTo(2);
    assertThat(data.image(0).toBytes()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(data.label(0)).isEqualTo(1);
    assertThat(data.label(1)).isZero();
    assertThat(data.split()).isEmpty();
  }

  @Test
  void leavesUprightPixelsAsTheyAre() throws IOException {
    EmnistDataset data =
        CsvReader.of(CAT_DOG, 3, 2).withUprightPixels().read(stream("1,1,2,3,4,5,6"), "s");

    assertThat(data.image(0).toBytes()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,0,100,9,255,0,1\n1,1,2,3,4,5,6\n",
        "0,0,100,9,255,0,1\n1,1,2,3,4,5,6", // no final LF
        "0,0,100,9,255,0,1\r\n1,1,2,3,4,5,6\r\n",
        "0,0,100,9,255,0,1\r\n1,1,2,3,4,5,6\r", // a final CR
        "\u00EF\u00BB\u00BF0,0,100,9,255,0,1\n1,1,2,3,4,5,6\n",
        "0,0,100,9,255,0,1\n1,1,2,3,4,5,6\n\n\r\n\n",
        "\"0\",0,\"100\",9,\"255\",0,1\n1,\"1\",2,3,4,5,\"6\"\n",
        "0, 0,\t100 , 9,  255, \"0\" ,1 \n1,1,2,3,4,5,6\n",
        "00,0000,0100,009,0000000255,0,1\n1,1,2,3,4,5,06\n"
      })
  void allowsForms(String text) throws IOException {
    EmnistDataset data = read(text);

    assertThat(data.size()).isEqualTo(2);
    assertThat(data.image(0).pixel(0, 0)).isZero();
    assertThat(data.image(0).pixel(0, 1)).isEqualTo(100);
    assertThat(data.image(0).pixel(1, 0)).isEqualTo(9);
    assertThat(data.image(0).pixel(1, 1)).isEqualTo(255);
    assertThat(data.image(0).pixel(2, 1)).isEqualTo(1);
    assertThat(data.image(1).toBytes()).containsExactly(1, 3, 5, 2, 4, 6);
    assertThat(headers).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "label,pixel0,pixel1,pixel2,pixel3,pixel4,pixel5",
        "label,1x1,1x2,2x1,2x2,3x1,3x2",
        "\"label\",\"a\",\"b\",\"c\",\"d\",\"e\",\"f_\"",
        "label,0,1,2,3,4,5",
        "class,1,2,3,4,5,6",
        "\"label\",\"0\",\"1\",\"2\",\"3\",\"4\",\"5\"",
        "\u6A19,\u50CF1,\u50CF2,\u50CF3,\u50CF4,\u50CF5,\u50CF6"
      })
  void skipsAHeader(String header) throws IOException {
    for (String end : List.of("\n", "\r\n")) {
      headers.clear();
      byte[] bytes = (header + end + "1,1,2,3,4,5,6" + end).getBytes(StandardCharsets.UTF_8);
      EmnistDataset data = reader().read(new ByteArrayInputStream(bytes), "some stream");

      assertThat(data.size()).isEqualTo(1);
      assertThat(headers).containsExactly("some stream: " + header);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pixel1,pixel2,pixel3,pixel4,pixel5,pixel6,class       | 1,2,3,4,5,6,@
          "1","2","3","4","5","6","Label"                       | 1,2,3,4,5,6,@
          0,1,2,3,4,5,label                                     | 1,2,3,4,5,6,@
          p1,p2,CLASS,p3,p4,p5,p6                               | 1,2,@,3,4,5,6
          p1, label ,p2,p3,p4,p5,p6                             | 1,@,2,3,4,5,6
          Class,p1,p2,p3,p4,p5,p6                               | @,1,2,3,4,5,6
          """)
  void takesTheLabelFromTheColumnThatTheHeaderNames(String header, String row) throws IOException {
    for (String end : List.of("\n", "\r\n")) {
      EmnistDataset data =
          read(header + end + row.replace("@", "1") + end + row.replace("@", "\"0\"") + end);

      assertThat(data.size()).isEqualTo(2);
      for (int i = 0; i < 2; i++) {
        assertThat(data.label(i)).isEqualTo(1 - i);
        assertThat(data.image(i).toBytes()).containsExactly(1, 3, 5, 2, 4, 6);
      }
    }
  }

  @Test
  void theLabelsMayStandLastInManyBlocks() throws IOException {
    StringBuilder first = new StringBuilder();
    StringBuilder last = new StringBuilder("a,b,c,d,e,f,class\n");
    for (int i = 0; i < 120_000; i++) {
      String pixels = "%d,0,0,0,0,%d".formatted(i % 256, i % 251);
      first.append(i % 2).append(',').append(pixels).append('\n');
      last.append(pixels).append(',').append(i % 2).append('\n');
    }
    String hash = read(first.toString()).contentSha256();

    assertThat(reader().read(stream(last.toString()), "s").contentSha256()).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pixel1,pixel2,pixel3,pixel4,pixel5,pixel6,target | byte 0: found "pixel1", one of \
          the pixels, in line 1, column 1, expected the label's column here, or elsewhere \
          under the name label or class
          1x1,1x2,2x1,2x2,3x1,3x2,y | byte 0: found "1x1", one of the pixels, in line 1, \
          column 1, expected the label's column here, or elsewhere under the name label or \
          class
          label,a,b,c,d,e,class | byte 0: found "class" in line 1, column 7, expected a \
          pixel's column: "label" in column 1 is the label's
          ,label,a,b,c,d,e,f | byte 0: found 8 columns in line 1, expected 7 (the label, then \
          6 pixels); leave out a column that counts the rows (pandas: index=False)
          0,1,2,3,4,5,6,7 | byte 0: found 8 columns in line 1, expected 7 (the label, then 6 \
          pixels); leave out a column that counts the rows (pandas: index=False)
          1;2;3;4;5;6;7 | byte 0: found 1 column in line 1, expected 7 (the label, then 6 \
          pixels); separate them by commas, not by semicolons
          label;a;b;c;d;e;f | byte 0: found 1 column in line 1, expected 7 (the label, then 6 \
          pixels); separate them by commas, not by semicolons
          1 2 3 4 5 6 7 | byte 0: found 1 column in line 1, expected 7 (the label, then 6 \
          pixels); separate them by commas, not by spaces
          1,0.25,0,0,0,0,0 | byte 2: found "0.25" in line 1, column 2, expected a pixel from 0 \
          to 255, a whole number; multiply pixels in [0, 1] by 255, and round before writing
          1,0,0,0,0,0,"1e2" | byte 12: found ""1e2"" in line 1, column 7, expected a pixel \
          from 0 to 255, a whole number; multiply pixels in [0, 1] by 255, and round before \
          writing
          1.0,0,0,0,0,0,0 | byte 0: found "1.0" in line 1, column 1, expected a label from 0 \
          to 1 (the label map), a whole number
          1,256,0,0,0,0,0 | byte 2: found "256" in line 1, column 2, expected a pixel from 0 \
          to 255
          """)
  void namesTheLikelyCause(String text, String message) {
    assertThatThrownBy(() -> read(text + "\n"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("some stream, " + message);
  }

  @Test
  void tabsAreNoCommas() {
    assertThatThrownBy(() -> read("1\t2\t3\t4\t5\t6\t7\n"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageEndingWith("; separate them by commas, not by tabs");
  }

  @Test
  void namesTheColumnWhereItStandsInTheFile() {
    assertThatThrownBy(() -> read("a,b,c,d,e,f,class\n1,2,3,4,5,6,2\n"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("\"2\" in line 2, column 7", "expected a label from 0 to 1");
    assertThatThrownBy(() -> read("a,b,c,d,e,f,class\n256,2,3,4,5,6,1\n"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("\"256\" in line 2, column 1", "expected a pixel from 0 to 255");
  }

  @Test
  void logsHeadersWithoutAListener() throws IOException {
    List<String> logged = new ArrayList<>();
    Logger logger = Logger.getLogger("io.github.emnist.data.io");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      CsvReader.of(CAT_DOG, 2, 1).read(stream("label,first {0} pixel,second\n1,2,3"), "s.csv");
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }

    assertThat(logged).containsExactly("INFO s.csv: skipped a header, \"label,first {0} pixe...\"");
  }

  /** What pandas writes for a file that it read without a header. */
  @Test
  void skipsAHeaderOfColumnNumbers() throws IOException {
    String image = "5" + ",17".repeat(784);
    EmnistDataset data =
        CsvReader.of(EmnistSplit.MNIST)
            .withListener((source, header) -> headers.add(header))
            .read(stream(COUNTED + "\n" + image + "\n"), "s");

    assertThat(data.size()).isEqualTo(1);
    assertThat(data.label(0)).isEqualTo(5);
    assertThat(headers).containsExactly(COUNTED);
  }

  @Test
  void countingValuesMayBeAnImage() throws IOException {
    EmnistDataset data = read("0,1,2,3,4,5,6\n");

    assertThat(data.size()).isEqualTo(1);
    assertThat(headers).isEmpty();
  }

  @Test
  void manyBlocksComeInOrder() throws IOException {
    // Some 2 MB, so that several blocks are cut, of lines of very different lengths.
    StringBuilder text = new StringBuilder("\u00EF\u00BB\u00BF");
    EmnistDataset.Builder expected = EmnistDataset.builder(CAT_DOG, 3, 2);
    for (int i = 0; i < 120_000; i++) {
      int value = i % 7 == 0 ? 0 : i % 256;
      text.append(i % 2).append((',' + Integer.toString(value)).repeat(6)).append('\n');
      byte b = (byte) value;
      expected.add(new byte[] {b, b, b, b, b, b}, 0, i % 2);
    }
    String hash = expected.build().contentSha256();
    Path file = Files.writeString(folder.resolve("a.csv"), text, StandardCharsets.ISO_8859_1);
    assertThat(Files.size(file)).isGreaterThan(1 << 21);

    assertThat(reader().read(file).contentSha256()).isEqualTo(hash);
    try (InputStream in = new TricklingStream(Files.newInputStream(file))) {
      assertThat(reader().read(in, "trickle").contentSha256()).isEqualTo(hash);
    }
  }

  /** Blocks end at any byte of a line: lines of all lengths move the cut. */
  @Test
  void cutsBlocksAnywhere() throws IOException {
    for (int shift = 0; shift < 30; shift++) {
      String padded = " ".repeat(shift) + "1,1,2,3,4,5,6\r\n";
      String text = padded + "0,255,255,255,255,255,255\r\n".repeat(20_000);
      EmnistDataset data = reader().read(stream(text), "s");

      assertThat(data.size()).isEqualTo(20_001);
      assertThat(data.classCounts()).containsExactly(20_000, 1);
    }
  }

  @Test
  void leavesTheStreamOpen() throws IOException {
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream("1,1,2,3,4,5,6".getBytes(StandardCharsets.US_ASCII)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    reader().read(in, "s");

    assertThat(closed[0]).isFalse();
  }

  @Test
  void onePixelAndAllLabels() throws IOException {
    LabelMap labels = LabelMap.of(IntStream.range(0, 256).mapToObj(i -> "c" + i).toList());
    String text =
        IntStream.range(0, 256)
            .mapToObj(i -> i + "," + (255 - i) + "\n")
            .collect(Collectors.joining());
    EmnistDataset data = CsvReader.of(labels, 1, 1).read(stream(text), "s");

    for (int i = 0; i < 256; i++) {
      assertThat(data.label(i)).isEqualTo(i);
      assertThat(data.image(i).pixel(0, 0)).isEqualTo(255 - i);
    }
  }

  @Test
  void printsItself() {
    assertThat(CsvReader.of(EmnistSplit.DIGITS)).hasToString("CsvReader[10 classes, 28x28 pixels]");
  }

  @Test
  void refusesSettings() {
    assertThatThrownBy(() -> CsvReader.of(CAT_DOG, 1025, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image size (1025 x 1) must be between 1 x 1 and 1024 x 1024");
    assertThatThrownBy(() -> CsvReader.of(CAT_DOG, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image size (1 x 0) must be between 1 x 1 and 1024 x 1024");
  }

  private EmnistDataset read(String latin1) throws IOException {
    return reader().read(stream(latin1), "some stream");
  }

  private CsvReader reader() {
    return CsvReader.of(CAT_DOG, 3, 2)
        .withListener((source, header) -> headers.add(source + ": " + header));
  }

  private static InputStream stream(String latin1) {
    return new ByteArrayInputStream(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns a thousand bytes at a time, like a network. */
  private static final class TricklingStream extends FilterInputStream {
    TricklingStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1000));
    }
  }
}
