package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.preprocess.Ink.Point;
import io.github.emnist.data.preprocess.Ink.Stroke;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InkTest {
  private static final Ink SEVEN =
      Ink.builder().stroke(10, 10, 60, 10, 25, 90).stroke(20, 50, 55, 50).build();

  @Test
  void factoriesAgree() throws MalformedDataException {
    Stroke first = Stroke.of(List.of(new Point(10, 10), new Point(60, 10), new Point(25, 90)));
    assertThat(Ink.of(List.of(first, Stroke.of(20, 50, 55, 50))))
        .isEqualTo(SEVEN)
        .hasSameHashCodeAs(SEVEN);
    Ink dragged =
        Ink.builder()
            .moveTo(10, 10)
            .lineTo(60, 10)
            .lineTo(25, 90)
            .moveTo(20, 50)
            .lineTo(55, 50)
            .build();
    assertThat(dragged).isEqualTo(SEVEN);
    assertThat(Ink.fromJson(SEVEN.toJson())).isEqualTo(SEVEN);
    assertThat(SEVEN.strokes().get(0).points()).isEqualTo(first.points());
    assertThat(SEVEN).hasToString("Ink[2 strokes, 5 points]");
  }

  @Test
  void copiesItsArguments() {
    double[] coordinates = {1, 2, 3, 4};
    Stroke stroke = Stroke.of(coordinates);
    coordinates[0] = 9;
    assertThat(stroke.x(0)).isEqualTo(1);
    Ink.Builder builder = Ink.builder().moveTo(1, 2);
    Ink before = builder.build();
    builder.moveTo(5, 6);
    assertThat(before.strokes()).hasSize(1);
    assertThat(builder.build().strokes()).hasSize(2);
  }

  @Test
  void refusesInvalidCoordinates() {
    assertThatThrownBy(() -> new Point(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x (NaN) must be a number from -1000000000 to 1000000000");
    assertThatThrownBy(() -> Stroke.of(1, 2, 3, Double.NEGATIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y of point 1 (-Infinity) must be a number from -1000000000 to 1000000000");
    assertThatThrownBy(() -> Ink.builder().moveTo(1, 2e9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y (2.0E9) must be a number from -1000000000 to 1000000000");
    assertThatThrownBy(() -> Stroke.of(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coordinates (3) must be an even number: x and y of each point in turn");
    assertThatThrownBy(() -> Stroke.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a stroke must have at least one point");
    assertThatThrownBy(() -> Ink.builder().lineTo(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no stroke is under way; start one with moveTo");
    List<Stroke> many = List.of(Stroke.of(new double[2 * Ink.MAX_POINTS]), Stroke.of(0, 0));
    assertThatThrownBy(() -> Ink.of(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("points (262145) must be at most 262144");
  }

  @Test
  void writesWholeNumbersWithoutAFraction() {
    assertThat(Ink.builder().stroke(10, -0.5, 1e9, 3.25).stroke(0, -7).build().toJson())
        .isEqualTo("{\"strokes\":[[[10,-0.5],[1000000000,3.25]],[[0,-7]]]}");
    assertThat(Ink.of(List.of()).toJson()).isEqualTo("{\"strokes\":[]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"strokes\": [[[10, 10], [60, 10], [25, 90]], [[20, 50], [55, 50]]]}",
        "{\"width\": 99, \"strokes\": [[[10, 10, 0], [60.0, 10, 8], [2.5e1, 90, 16]],"
            + " [[20, 50, 99], [55, 50, 120]]], \"more\": {\"strokes\": [1]}}",
        "{\"strokes\": [{\"points\": [{\"x\": 10, \"y\": 10, \"t\": 1}, {\"t\": 2, \"y\": 10,"
            + " \"x\": 60}, {\"x\": 25, \"y\": 90}]}, {\"points\": [[20, 50], [55, 50]]}]}",
        "[{\"penColor\": \"black\", \"points\": [{\"time\": 1.5e12, \"x\": 10, \"y\": 10,"
            + " \"pressure\": 0.5}, {\"x\": 60, \"y\": 10}, {\"x\": 25, \"y\": 90}]},"
            + " {\"points\": [{\"x\": 20, \"y\": 50}, {\"x\": 55, \"y\": 50}]}]",
        "\uFEFF {\"strokes\":[[[10,10],[60,10],[25,90]],[[20,50],[55,50]]]}\n",
      })
  void readsTheFormsThatProgramsWrite(String json) throws MalformedDataException {
    assertThat(Ink.fromJson(json)).isEqualTo(SEVEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | byte 0: found nothing, expected {\"strokes\": [[[x, y], ...], ...]}",
        "7 | byte 0: found the number 7, expected {\"strokes\": [[[x, y], ...], ...]}",
        "{\"ink\": []} | byte 10: found an object without \"strokes\", expected {\"strokes\": [[[x,"
            + " y], ...], ...]}",
        "{\"strokes\": 7} | byte 12: found the number 7 at /strokes, expected a list of strokes",
        "{\"strokes\": [7]} | byte 13: found the number 7 at /strokes/0, expected a stroke: a list"
            + " of points, or an object with \"points\"",
        "{\"strokes\": [[]]} | byte 14: found a stroke without points at /strokes/0, expected at"
            + " least one",
        "{\"strokes\": [{\"x\": []}]} | byte 21: found a stroke without \"points\" at /strokes/0,"
            + " expected {\"points\": [[x, y], ...]}",
        "{\"strokes\": [[1, 2]]} | byte 14: found the number 1 at /strokes/0/0, expected a point:"
            + " [x, y] or {\"x\": ..., \"y\": ...}",
        "{\"strokes\": [[[1, 2], [3, \"4\"]]]} | byte 26: found a text at /strokes/0/1/1, expected"
            + " a number",
        "{\"strokes\": [[[1, 2], [3, null]]]} | byte 26: found null at /strokes/0/1/1, expected a"
            + " number",
        "{\"strokes\": [[[1]]]} | byte 16: found one number at /strokes/0/0, expected a point: [x,"
            + " y] or [x, y, t]",
        "{\"strokes\": [[[1, 2, 3, 4]]]} | byte 24: found a fourth number at /strokes/0/0/3,"
            + " expected a point: [x, y] or [x, y, t]",
        "{\"strokes\": [[{\"x\": 1}]]} | byte 21: found a point without \"y\" at /strokes/0/0,"
            + " expected a point: [x, y] or {\"x\": ..., \"y\": ...}",
        "{\"strokes\": [[[1, 2e9]]]} | byte 18: found the number 2e9 at /strokes/0/0/1, expected"
            + " from -1000000000 to 1000000000",
        "{\"strokes\": [[[1e999, 2]]]} | byte 15: found the number 1e999 at /strokes/0/0/0,"
            + " expected from -1000000000 to 1000000000",
        "{\"strokes\": []} [] | byte 16: found a list, expected the end of the document",
        "[[[1, 2], [3, 4]]] | byte 1: found a list at /0, expected a stroke as an object with"
            + " \"points\", or {\"strokes\": [[[x, y], ...], ...]}",
      })
  void saysWhatIsWrongAndWhere(String json, String message) {
    assertThatThrownBy(() -> Ink.fromJson(json))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("ink, " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"strokes\": [[[1, 2], [NaN, 4]]]}",
        "{\"strokes\": [[[1, 2], [3, 4]",
        "{\"strokes\": [[[1, 2],]]}",
        "{\"strokes\": [[[1, 2]]], \"strokes\": []}",
        "{\"strokes\": [[{\"x\": 1, \"x\": 2, \"y\": 3}]]}",
        "{'strokes': []}",
        "ink",
      })
  void refusesInvalidJson(String json) {
    assertThatThrownBy(() -> Ink.fromJson(json))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageMatching(
            "ink, byte \\d+: found (no valid JSON|the end of the data)( at /[a-z0-9/]+)?,"
                + " expected ink as JSON");
  }

  @Test
  void hostileJsonIsBounded() {
    String deep = "{\"a\": " + "[".repeat(100_000);
    assertThatThrownBy(() -> Ink.fromJson(deep)).isInstanceOf(MalformedDataException.class);
    String many = "{\"strokes\": [[" + "[1,2],".repeat(Ink.MAX_POINTS) + "[3,4]]]}";
    assertThatThrownBy(() -> Ink.fromJson(many))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageEndingWith(
            "found another point at /strokes/0/262144, expected at most 262144 points");
    String large = " ".repeat((1 << 25) + 1);
    assertThatThrownBy(() -> Ink.fromJson(large))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("ink, byte 33554432: found more bytes, expected ink of at most 33554432 bytes");
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("seven.json");
    Files.writeString(file, SEVEN.toJson());
    assertThat(Ink.read(file)).isEqualTo(SEVEN);
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> Ink.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(file + ", byte 1: found an object without \"strokes\"");
    assertThatThrownBy(() -> Ink.read(folder.resolve("none.json")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("file not found");
    assertThatThrownBy(() -> Ink.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("found a folder, expected ink as JSON");
  }

  @Test
  void noStrokesAreBlank() throws MalformedDataException {
    assertThat(CharacterPreprocessor.isBlank(Ink.fromJson("{\"strokes\": []}").toImage())).isTrue();
    assertThat(CharacterPreprocessor.isBlank(SEVEN.toImage())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void isDrawnAsJava2DDrawsIt(double penWidth) {
    Ink curve = spiral(60);
    for (Ink ink : List.of(SEVEN, curve)) {
      byte[] expected = drawnLarge(ink, penWidth);
      byte[] drawn = ink.toImage(penWidth).toBytes();
      int worst =
          IntStream.range(0, drawn.length)
              .map(i -> Math.abs((drawn[i] & 0xFF) - (expected[i] & 0xFF)))
              .max()
              .orElseThrow();
      double mean =
          IntStream.range(0, drawn.length)
              .map(i -> Math.abs((drawn[i] & 0xFF) - (expected[i] & 0xFF)))
              .average()
              .orElseThrow();
      assertThat(worst).isLessThan(30);
      assertThat(mean).isLessThan(2.5);
    }
  }

  /** By Java2D, at 20 times the scale. */
  private static byte[] drawnLarge(Ink ink, double penWidth) {
    double pen = 700 * 0.135 * penWidth;
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (Stroke stroke : ink.strokes()) {
      for (Point point : stroke.points()) {
        left = Math.min(left, point.x());
        right = Math.max(right, point.x());
        top = Math.min(top, point.y());
        bottom = Math.max(bottom, point.y());
      }
    }
    double scale = (700 - pen) / Math.max(right - left, bottom - top);
    BufferedImage picture = new BufferedImage(800, 800, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (Stroke stroke : ink.strokes()) {
      Path2D path = new Path2D.Double();
      for (int i = 0; i < stroke.size(); i++) {
        double x = 50 + pen / 2 + (stroke.x(i) - left) * scale;
        double y = 50 + pen / 2 + (stroke.y(i) - top) * scale;
        if (i == 0) {
          path.moveTo(x, y);
        } else {
          path.lineTo(x, y);
        }
      }
      g.draw(path);
    }
    g.dispose();
    byte[] target = new byte[28 * 28];
    byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
    new EmnistConversion().convert(pixels, 800, 800, 35, target, 0);
    return target;
  }

  private static Ink spiral(int points) {
    Ink.Builder builder = Ink.builder().moveTo(0, 0);
    for (int i = 1; i < points; i++) {
      double angle = 12.0 * i / points;
      builder.lineTo(4 * angle * Math.cos(angle), 3 * angle * Math.sin(angle));
    }
    return builder.build();
  }

  @Test
  void placeAndSizeDoNotCount() {
    Ink far =
        Ink.builder().stroke(1010, 510, 1060, 510, 1025, 590).stroke(1020, 550, 1055, 550).build();
    assertThat(far.toImage()).isEqualTo(SEVEN.toImage());
    Ink small =
        Ink.builder()
            .stroke(.625, .625, 3.75, .625, 1.5625, 5.625)
            .stroke(1.25, 3.125, 3.4375, 3.125)
            .build();
    assertThat(small.toImage()).isEqualTo(SEVEN.toImage());
    Ink vast = Ink.builder().stroke(-1e9, -1e9, 1e9, 1e9).build();
    assertThat(vast.toImage()).isEqualTo(Ink.builder().stroke(0, 0, 1, 1).build().toImage());
  }

  @Test
  void repeatedPointsChangeNothing() {
    Ink repeated =
        Ink.builder()
            .stroke(10, 10, 10, 10, 60, 10, 60, 10, 60, 10, 25, 90)
            .stroke(20, 50, 55, 50, 55, 50)
            .build();
    assertThat(repeated.toImage()).isEqualTo(SEVEN.toImage());
  }

  @Test
  void widerPenGivesMoreInk() {
    double before = 0;
    for (double pen : new double[] {0.25, 1.0 / 3, 0.6, 1, 1.5, 2, 4}) {
      double area = area(SEVEN.toImage(pen));
      assertThat(area).isGreaterThan(before * 1.05);
      before = area;
    }
    for (double pen : new double[] {0.2, 4.1, 0, -1, Double.NaN}) {
      assertThatThrownBy(() -> SEVEN.toImage(pen))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("penWidth (" + pen + ") must be between 0.25 and 4.0 times EMNIST's");
    }
  }

  @Test
  void aStraightLineIsAsLongAndWideAsEmnists() {
    GrayImage one = Ink.builder().stroke(7, 0, 7, 100).build().toImage();
    int length = (int) IntStream.range(0, 28).filter(y -> one.pixel(14, y) >= 128).count();
    int width = (int) IntStream.range(0, 28).filter(x -> one.pixel(x, 14) >= 128).count();
    assertThat(length).isBetween(20, 22);
    assertThat(width).isBetween(2, 4);
    GrayImage dash = Ink.builder().stroke(0, 7, 100, 7).build().toImage();
    assertThat(area(dash)).isBetween(area(one) * 0.99, area(one) * 1.01);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 4})
  void aDotIsADisc(double pen) {
    for (double[] dot :
        new double[][] {{5, 5}, {5, 5, 5, 5}, {0, 0, 1e-300, 0}, {0, 0, 1e-10, 0}}) {
      GrayImage image = Ink.builder().stroke(dot).build().toImage(pen);
      assertThat(image.pixel(14, 14)).isGreaterThanOrEqualTo(254);
      assertThat(area(image)).isBetween(300.0, 380.0);
    }
  }

  @Test
  void theDotOfAnIStays() {
    GrayImage image = Ink.builder().stroke(5, 30, 5, 100).stroke(5, 0).build().toImage();
    assertThat(image.pixel(14, 5)).isGreaterThan(150);
    assertThat(IntStream.range(4, 14).map(y -> image.pixel(14, y)).min().orElseThrow())
        .isLessThan(60);
  }

  @Test
  void drawsTheMaximumOfPoints() {
    assertThat(area(spiral(Ink.MAX_POINTS).toImage()))
        .isBetween(area(spiral(2000).toImage()) * 0.98, area(spiral(2000).toImage()) * 1.02);
  }

  @Test
  void drawsAStrokeWithinADot() {
    Ink ink = Ink.builder().stroke(0, 0, 0.001, 0.001).stroke(0, 0, 0, 100).build();
    assertThat(area(ink.toImage()))
        .isEqualTo(area(Ink.builder().stroke(0, 0, 0, 100).build().toImage()));
  }

  private static double area(GrayImage image) {
    byte[] pixels = image.toBytes();
    return IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xFF).sum() / 255.0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"00005B00", "005B0000", "5B000000", "FFFE00005B", "0000FFFE"})
  void refusesBytesThatAreNotText(String hex, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("bad.json"), HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> Ink.read(file))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("bad.json, byte ")
        .hasMessageContaining("expected ink as JSON");
  }
}
