package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LumaRowsTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void equalsGetRgb(int type) {
    BufferedImage whole = new BufferedImage(9, 7, type);
    Random random = new Random(type);
    for (int i = 0; i < 63; i++) {
      whole.setRGB(i % 9, i / 9, random.nextInt());
    }
    for (BufferedImage image : new BufferedImage[] {whole, whole.getSubimage(2, 1, 5, 4)}) {
      int width = image.getWidth();
      int[] row = new int[width];
      Luma.Rows rows = Luma.Rows.of(image);
      for (int y = 0; y < image.getHeight(); y++) {
        rows.read(y, row);
        for (int x = 0; x < width; x++) {
          boolean opaque = !image.getColorModel().hasAlpha();
          int expected = image.getRGB(x, y);
          assertThat(opaque ? row[x] | 0xFF000000 : row[x]).isEqualTo(expected);
        }
      }
    }
  }
}
