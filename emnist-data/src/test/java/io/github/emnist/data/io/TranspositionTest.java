package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranspositionTest {
  @ParameterizedTest
  @CsvSource({"28, 28", "4, 4", "4, 8", "8, 4", "5, 3", "1, 7", "28, 27", "26, 28", "64, 32"})
  void agreesWithAwtsTranspose(int width, int height) {
    byte[] stored = new byte[3 + width * height + 2];
    new Random(7).nextBytes(stored);
    byte[] upright = new byte[width * height];

    Transposition.transpose(stored, 3, width, height, upright);

    BufferedImage sideways = new BufferedImage(height, width, BufferedImage.TYPE_BYTE_GRAY);
    sideways.getRaster().setDataElements(0, 0, height, width, range(stored, 3, width * height));
    AffineTransform swap = new AffineTransform(0, 1, 1, 0, 0, 0);
    BufferedImage expected = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    new AffineTransformOp(swap, AffineTransformOp.TYPE_NEAREST_NEIGHBOR).filter(sideways, expected);
    assertThat(upright)
        .isEqualTo(((DataBufferByte) expected.getRaster().getDataBuffer()).getData());
  }

  private static byte[] range(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }
}
