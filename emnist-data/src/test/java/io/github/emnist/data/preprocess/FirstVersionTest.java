package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Models on users' disks name it. */
class FirstVersionTest {
  private static final int SCALE = 9;

  /** Taken down when {@code emnist/1} was the only version. */
  private static final String SHA_256 =
      "24f8ce514fa1d0714deb039bc866f1cbbd234e486a8352746879563d770a60c1";

  @Test
  void givesTheImagesThatItAlwaysGave() throws NoSuchAlgorithmException {
    CharacterPreprocessor first = CharacterPreprocessor.fromId("emnist/1");
    EmnistDataset drawn = SyntheticEmnist.balanced().withImagesPerClass(2, 1).train();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < drawn.size(); i++) {
      GrayImage image = drawn.image(i);
      digest.update(first.process(image).toBytes());
      digest.update(first.process(disguised(image, i)).toBytes());
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(SHA_256);
  }

  /** Larger, on grey paper, dark for every other one, in a corner, with grain and specks. */
  private static GrayImage disguised(GrayImage image, int index) {
    int width = 28 * SCALE + 40;
    int height = 28 * SCALE + 3 * (index % 30);
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width / SCALE;
      int y = i / width / SCALE;
      int ink = x < 28 && y < 28 ? image.pixel(x, y) : 0;
      int grain = i * 7919 % 13;
      int level = 20 + grain + (i % 9973 == 5 ? 200 : 200 * ink / 255);
      pixels[i] = (byte) (index % 2 == 0 ? level : 255 - level);
    }
    return GrayImage.of(width, height, pixels);
  }
}
