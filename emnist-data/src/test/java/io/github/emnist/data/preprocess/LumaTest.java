package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LumaTest {
  /** BT.601's weights, rounded: 76.2, 149.7, 29.1; 0.299 * 10 + 0.587 * 20 + 0.114 * 30 = 18.2. */
  @ParameterizedTest
  @CsvSource({
    "0xFF0000, 76",
    "0x00FF00, 150",
    "0x0000FF, 29",
    "0xFFFFFF, 255",
    "0x000000, 0",
    "0x0A141E, 18"
  })
  void weightsOfTheColours(String rgb, int luma) {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(1, 0, Integer.decode(rgb));
    assertThat(Luma.of(image).pixel(1, 0)).isEqualTo(luma);
  }

  @Test
  void greySamplesAreTheLuma() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    GrayImage ramp = GrayImage.of(16, 16, pixels);
    assertThat(Luma.of(ramp.toBufferedImage())).isEqualTo(ramp);
  }

  @Test
  void partOfAPicture() {
    BufferedImage image =
        GrayImage.of(3, 3, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}).toBufferedImage();
    assertThat(Luma.of(image.getSubimage(1, 1, 2, 2)))
        .isEqualTo(GrayImage.of(2, 2, new byte[] {5, 6, 8, 9}));
  }

  @Test
  void sixteenBitGrey() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0xFFFF);
    image.getRaster().setSample(1, 0, 0, 0x7F12);
    assertThat(Luma.of(image)).isEqualTo(GrayImage.of(2, 1, new byte[] {(byte) 0xFF, 0x7F}));
  }

  /** Twelve bits kept in sixteen, as scanners and medical pictures have them. */
  @Test
  void twelveBitGrey() {
    ColorSpace gray = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    ComponentColorModel colours =
        new ComponentColorModel(
            gray, new int[] {12}, false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(2, 1);
    raster.setSample(0, 0, 0, 0xFFF);
    raster.setSample(1, 0, 0, 0x7F1);
    assertThat(Luma.of(new BufferedImage(colours, raster, false, null)))
        .isEqualTo(GrayImage.of(2, 1, new byte[] {(byte) 0xFF, 0x7F}));
  }

  @ParameterizedTest
  @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
  void greyWithAlpha(int type) {
    ComponentColorModel model =
        new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, type);
    WritableRaster raster = model.createCompatibleWritableRaster(4, 1);
    int unit = type == DataBuffer.TYPE_BYTE ? 1 : 257;
    raster.setPixel(0, 0, new int[] {60 * unit, 255 * unit});
    raster.setPixel(1, 0, new int[] {60 * unit, 0});
    raster.setPixel(2, 0, new int[] {0, 0});
    raster.setPixel(3, 0, new int[] {200 * unit, 0});
    // Mostly transparent, and what shows is dark: a white background.
    assertThat(Luma.of(new BufferedImage(model, raster, false, null)))
        .isEqualTo(GrayImage.of(4, 1, new byte[] {60, -1, -1, -1}));
  }

  @Test
  void lightStrokesShowOnBlack() {
    assertThat(Luma.of(argb(0xFFE0E0E0, 0x80FFFFFF, 0, 0x00FFFFFF)))
        .isEqualTo(GrayImage.of(4, 1, new byte[] {(byte) 0xE0, (byte) 0x80, 0, 0}));
  }

  @Test
  void darkStrokesShowOnWhite() {
    assertThat(Luma.of(argb(0xFF202020, 0x80000000, 0, 0x00FFFFFF)))
        .isEqualTo(GrayImage.of(4, 1, new byte[] {0x20, 0x7F, -1, -1}));
  }

  @Test
  void opaquePaperContinuesBehindTransparentParts() {
    assertThat(Luma.of(argb(0xFFD0D0D0, 0xFFD0D0D0, 0xFF000000, 0x00000000)))
        .isEqualTo(GrayImage.of(4, 1, new byte[] {(byte) 0xD0, (byte) 0xD0, 0, (byte) 0xD0}));
  }

  @Test
  void nothingButTransparencyIsUniform() {
    assertThat(Luma.of(argb(0, 0x00123456, 0x00FFFFFF, 0)))
        .isEqualTo(GrayImage.of(4, 1, new byte[] {-1, -1, -1, -1}));
  }

  private static BufferedImage argb(int... pixels) {
    BufferedImage image = new BufferedImage(pixels.length, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, pixels.length, 1, pixels, 0, pixels.length);
    return image;
  }
}
