package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.RealFolder;
import io.github.emnist.data.io.EmnistReader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealImagesPreprocessedTest {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();

  private static EmnistDataset images;

  @BeforeAll
  static void read() throws IOException {
    images = EmnistReader.open(RealFolder.named("EMNIST_DATA")).test();
  }

  @Test
  void drawnImagesKeepTheirClass() {
    double sum = 0;
    int same = 0;
    for (int i = 0; i < images.size(); i++) {
      GrayImage image = images.image(i);
      GrayImage processed = PREPROCESSOR.process(image);
      sum += CharacterPreprocessorTest.difference(processed, image);
      same += processed.equals(image) ? 1 : 0;
    }
    assertThat(sum / images.size()).isLessThan(0.1);
    assertThat((double) same / images.size()).isGreaterThan(0.995);
  }

  /** Like a screenshot: larger, dark on light, off-centre. */
  @Test
  void enlargedPicturesGiveSimilarImages() {
    double sum = 0;
    int count = 50;
    for (int i = 0; i < count; i++) {
      GrayImage image = images.image(i);
      sum += CharacterPreprocessorTest.difference(PREPROCESSOR.process(enlarged(image)), image);
    }
    assertThat(sum / count).isLessThan(15);
  }

  private static BufferedImage enlarged(GrayImage image) {
    BufferedImage picture = new BufferedImage(400, 300, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image.toBufferedImage(), 30, 20, 224, 224, null);
    graphics.dispose();
    int[] levels = picture.getRaster().getSamples(0, 0, 400, 300, 0, (int[]) null);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = 240 - levels[i] * 200 / 255;
    }
    picture.getRaster().setSamples(0, 0, 400, 300, 0, levels);
    return picture;
  }
}
