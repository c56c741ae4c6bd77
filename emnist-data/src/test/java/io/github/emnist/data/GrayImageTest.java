package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GrayImageTest {
  private static final byte[] PIXELS = {0, 1, 2, (byte) 200, (byte) 254, (byte) 255};

  private final GrayImage image = GrayImage.of(3, 2, PIXELS);

  @Test
  void pixelsAreUnsignedAndRowMajor() {
    assertThat(image.width()).isEqualTo(3);
    assertThat(image.height()).isEqualTo(2);
    assertThat(image.pixel(2, 0)).isEqualTo(2);
    assertThat(image.pixel(0, 1)).isEqualTo(200);
    assertThat(image.pixel(2, 1)).isEqualTo(255);
  }

  @Test
  void sharesNoArrayWithItsCaller() {
    byte[] given = PIXELS.clone();
    GrayImage copied = GrayImage.of(3, 2, given);
    given[0] = 99;
    copied.toBytes()[1] = 99;

    assertThat(copied).isEqualTo(image);
    assertThat(copied.toBytes()).containsExactly(PIXELS);
  }

  @Test
  void isMadeFromARangeOfAnArray() {
    byte[] wider = {9, 9, 0, 1, 2, (byte) 200, (byte) 254, (byte) 255, 9};

    assertThat(GrayImage.of(3, 2, wider, 2)).isEqualTo(image);
  }

  @Test
  void copiesItsPixelsToAnOffset() {
    byte[] target = new byte[8];
    image.copyTo(target, 1);

    assertThat(target).containsExactly(0, 0, 1, 2, (byte) 200, (byte) 254, (byte) 255, 0);
    assertThatThrownBy(() -> image.copyTo(target, 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void awtSeesTheSameGreyLevelsAfterAPng() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image.toBufferedImage(), "png", png);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));

    assertThat(read.getWidth()).isEqualTo(3);
    assertThat(read.getHeight()).isEqualTo(2);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        assertThat(read.getRaster().getSample(x, y, 0)).isEqualTo(image.pixel(x, y));
      }
    }
  }

  @Test
  void awtImageIsACopy() {
    image.toBufferedImage().getRaster().setSample(0, 0, 0, 77);

    assertThat(image.pixel(0, 0)).isZero();
  }

  @Test
  void isEqualBySizeAndPixels() {
    assertThat(image)
        .isEqualTo(GrayImage.of(3, 2, PIXELS))
        .hasSameHashCodeAs(GrayImage.of(3, 2, PIXELS))
        .isNotEqualTo(GrayImage.of(2, 3, PIXELS))
        .isNotEqualTo(GrayImage.of(3, 2, new byte[6]))
        .hasToString("GrayImage[3x2]");
  }

  @Test
  void refusesSizesWithoutPixels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrayImage.of(0, 2, new byte[0]))
        .withMessage("image size (0 x 2) must be at least 1 x 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrayImage.of(2, -1, new byte[9], 0))
        .withMessage("image size (2 x -1) must be at least 1 x 1");
  }

  @Test
  void refusesPixelsOfAnotherSize() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrayImage.of(3, 3, PIXELS))
        .withMessage("pixels (6) must be width x height = 3 x 3");
    // 2^32 pixels: the product overflows an int to 0.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GrayImage.of(1 << 16, 1 << 16, new byte[0]))
        .withMessage("pixels (0) must be width x height = 65536 x 65536");
    assertThatThrownBy(() -> GrayImage.of(3, 2, PIXELS, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> GrayImage.of(1 << 16, 1 << 16, PIXELS, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void hasNoPixelOutside() {
    assertThatThrownBy(() -> image.pixel(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> image.pixel(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> image.pixel(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
