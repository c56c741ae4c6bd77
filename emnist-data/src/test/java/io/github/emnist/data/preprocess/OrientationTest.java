package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** What a picture of two rows, ABC and DEF, looks like once it is turned as each number says. */
  @ParameterizedTest
  @CsvSource({
    "1, ABC/DEF",
    "2, CBA/FED",
    "3, FED/CBA",
    "4, DEF/ABC",
    "5, AD/BE/CF",
    "6, DA/EB/FC",
    "7, FC/EB/DA",
    "8, CF/BE/AD"
  })
  void eightOrientations(int orientation, String upright) {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB}) {
      BufferedImage stored = new BufferedImage(3, 2, type);
      for (int i = 0; i < 6; i++) {
        stored.getRaster().setSample(i % 3, i / 3, 0, 'A' + i);
      }
      assertThat(letters(Orientation.upright(stored, orientation))).isEqualTo(upright);
    }
  }

  private static String letters(BufferedImage picture) {
    StringBuilder letters = new StringBuilder();
    for (int y = 0; y < picture.getHeight(); y++) {
      letters.append(y > 0 ? "/" : "");
      for (int x = 0; x < picture.getWidth(); x++) {
        letters.append((char) picture.getRaster().getSample(x, y, 0));
      }
    }
    return letters.toString();
  }

  @Test
  void uprightPictureIsNotCopied() {
    BufferedImage stored = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    assertThat(Orientation.upright(stored, 1)).isSameAs(stored);
  }

  @Test
  void partOfAPictureIsTurnedAlone() {
    BufferedImage whole = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
    whole.getRaster().setSample(2, 1, 0, 'x');
    BufferedImage turned = Orientation.upright(whole.getSubimage(2, 1, 2, 3), 6);
    assertThat(turned.getWidth()).isEqualTo(3);
    assertThat(turned.getRaster().getSample(2, 0, 0)).isEqualTo('x');
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void photographsAreReadUpright(String format) throws IOException {
    BufferedImage picture = Drawing.BLACK_ON_WHITE.side(60).draw();
    byte[] encoded = Exif.encode(picture, format);
    GrayImage whole = Luma.of(PictureReader.standard().read(encoded));
    BufferedImage turned = PictureReader.standard().read(Exif.insert(encoded, Exif.orientation(6)));
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 60; x++) {
        assertThat(Luma.of(turned).pixel(59 - y, x)).isEqualTo(whole.pixel(x, y));
      }
    }
  }

  /** In a class loader that knows nothing but the JDK and this module. */
  @Test
  void withoutTheLibraryPicturesAreTakenAsStored() throws Exception {
    URL classes = PictureReader.class.getProtectionDomain().getCodeSource().getLocation();
    BufferedImage picture = new BufferedImage(6, 4, BufferedImage.TYPE_INT_RGB);
    byte[] turned = Exif.insert(Exif.encode(picture, "jpg"), Exif.orientation(6));
    assertThat(PictureReader.standard().read(turned).getWidth()).isEqualTo(4);
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, platform)) {
      Class<?> type = alone.loadClass(PictureReader.class.getName());
      Object reader = type.getMethod("standard").invoke(null);
      Object read = type.getMethod("read", byte[].class).invoke(reader, (Object) turned);
      assertThat(((BufferedImage) read).getWidth()).isEqualTo(6);
    }
  }

  @Test
  void otherFormatsHaveNone() throws IOException {
    ByteArrayOutputStream bmp = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "bmp", bmp);
    assertThat(ExifBlock.find(bmp.toByteArray(), PictureHeader.Format.BMP)).isEmpty();
  }
}
