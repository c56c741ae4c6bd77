package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.RealFolder;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.preprocess.Step.Draft;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SeveralCharactersTest {
  private static final CharacterPreprocessor EMNIST = CharacterPreprocessor.emnist();

  /** Black strokes of 8 pixels on white. */
  private static BufferedImage draw(int width, int height, Consumer<Graphics2D> drawing) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(8, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    drawing.accept(g);
    g.dispose();
    return picture;
  }

  private static boolean several(int width, int height, Consumer<Graphics2D> drawing) {
    return EMNIST.analyse(draw(width, height, drawing)).severalCharacters();
  }

  private static void ring(Graphics2D g, double x, double y) {
    g.draw(new Ellipse2D.Double(x, y, 50, 70));
  }

  private static void line(Graphics2D g, double x1, double y1, double x2, double y2) {
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Test
  void charactersBesideAndBelowEachOtherAreSeveral() {
    assertThat(several(300, 150, g -> rings(g, 3, 80, 0))).isTrue();
    assertThat(several(300, 150, g -> rings(g, 2, 80, 0))).isTrue();
    assertThat(several(150, 400, g -> rings(g, 3, 0, 100))).isTrue();
    assertThat(several(1500, 150, g -> rings(g, 15, 80, 0))).isTrue();
  }

  private static void rings(Graphics2D g, int count, int right, int down) {
    for (int i = 0; i < count; i++) {
      ring(g, 40 + right * i, 40 + down * i);
    }
  }

  @Test
  void theStrokesOfOneCharacterAreNot() {
    assertThat(several(200, 200, g -> ring(g, 60, 60))).isFalse();
    // A K and an H whose strokes stand apart, an i, an = and a dash.
    assertThat(
            several(
                200,
                200,
                g -> {
                  line(g, 60, 40, 60, 150);
                  line(g, 120, 40, 76, 95);
                  line(g, 76, 95, 125, 150);
                }))
        .isFalse();
    assertThat(
            several(
                200,
                200,
                g -> {
                  line(g, 60, 40, 60, 150);
                  line(g, 76, 95, 112, 95);
                  line(g, 126, 40, 126, 150);
                }))
        .isFalse();
    assertThat(
            several(
                200,
                200,
                g -> {
                  line(g, 100, 80, 100, 150);
                  line(g, 100, 50, 100, 51);
                }))
        .isFalse();
    assertThat(
            several(
                200,
                200,
                g -> {
                  line(g, 50, 80, 150, 80);
                  line(g, 50, 120, 150, 120);
                }))
        .isFalse();
    assertThat(several(300, 200, g -> line(g, 50, 100, 250, 100))).isFalse();
  }

  @Test
  void theImageIsWhatProcessGives() {
    BufferedImage picture = draw(300, 150, g -> rings(g, 3, 80, 0));
    assertThat(EMNIST.analyse(picture).image()).isEqualTo(EMNIST.process(picture));
    BufferedImage blank = draw(300, 150, g -> {});
    assertThat(EMNIST.analyse(blank).severalCharacters()).isFalse();
    assertThat(CharacterPreprocessor.isBlank(EMNIST.analyse(blank).image())).isTrue();
  }

  /** No ink, all ink, one pixel, noise, and pictures above the maximum size. */
  @Test
  void anyInkGivesAnImage() {
    assertThat(SeveralCharacters.in(Components.of(new byte[1], 1, 1, Draft.CLEAR))).isFalse();
    byte[] full = new byte[300 * 40];
    Arrays.fill(full, (byte) 255);
    assertThat(SeveralCharacters.in(Components.of(full, 300, 40, Draft.CLEAR))).isFalse();
    Random random = new Random(4);
    for (int i = 0; i < 50; i++) {
      int width = 1 + random.nextInt(600);
      int height = 1 + random.nextInt(60);
      byte[] noise = new byte[width * height];
      random.nextBytes(noise);
      SeveralCharacters.in(Components.of(noise, width, height, Draft.CLEAR));
    }
  }

  @Test
  void drawnCharactersAreSeldomSeveralAndThreeOfThemNearlyAlways() {
    assertShares(SyntheticEmnist.balanced().withImagesPerClass(10, 1).train(), 470, 0.01);
  }

  @Test
  void realImagesHaveTheLayout() throws IOException {
    EmnistDataset pool = EmnistReader.open(RealFolder.named("EMNIST_DATA")).train();
    assertShares(pool.stratifiedSplit(0.05, 42).validation().shuffle(3), 5000, 0.005);
  }

  private static void assertShares(EmnistDataset images, int count, double most) {
    int wrong = 0;
    int found = 0;
    for (int i = 0; i < count; i++) {
      wrong += in(3, images.image(i)) ? 1 : 0;
      int next = (i + 1) % count;
      found += in(3, images.image(i), images.image(next), images.image((i + 2) % count)) ? 1 : 0;
    }
    assertThat((double) wrong / count).isLessThan(most);
    assertThat((double) found / count).isGreaterThan(0.95);
  }

  /** Images beside each other, enlarged. */
  private static boolean in(int factor, GrayImage... images) {
    int width = 28 * factor * images.length;
    byte[] ink = new byte[width * 28 * factor];
    for (int y = 0; y < 28 * factor; y++) {
      for (int x = 0; x < width; x++) {
        int image = x / (28 * factor);
        ink[y * width + x] = (byte) images[image].pixel(x / factor % 28, y / factor);
      }
    }
    return SeveralCharacters.in(Components.of(ink, width, 28 * factor, Draft.CLEAR));
  }
}
