package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.PictureReader.Orientation;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** A picture of two rows, ABC and DEF, after turning it by each orientation. */
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

  /** Against a transform of the JDK's, in sides that are no multiple of the blocks turned. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void allTypesOfPictures(int type) {
    int width = 131;
    int height = 70;
    BufferedImage stored = new BufferedImage(width, height, type);
    Random random = new Random(5);
    for (int i = 0; i < width * height; i++) {
      stored.setRGB(i % width, i / width, random.nextInt());
    }
    for (int orientation = 1; orientation <= 8; orientation++) {
      // Where a pixel's centre (x, y) goes: columns of a matrix, and an offset.
      AffineTransform transform =
          switch (orientation) {
            case 1 -> new AffineTransform();
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            default -> new AffineTransform(0, -1, 1, 0, 0, width);
          };
      BufferedImage upright = Orientation.upright(stored, orientation);
      assertThat(upright.getWidth()).isEqualTo(orientation < 5 ? width : height);
      assertThat(upright.getHeight()).isEqualTo(orientation < 5 ? height : width);
      assertThat(upright.getColorModel()).isEqualTo(stored.getColorModel());
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          Point2D to = transform.transform(new Point2D.Double(x + 0.5, y + 0.5), null);
          int[] pixel =
              upright.getRaster().getPixel((int) to.getX(), (int) to.getY(), (int[]) null);
          if (!Arrays.equals(pixel, stored.getRaster().getPixel(x, y, (int[]) null))) {
            throw new AssertionError(orientation + ": (" + x + ", " + y + ") went elsewhere");
          }
        }
      }
    }
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

  @Test
  void otherFormatsHaveNone() throws IOException {
    ByteArrayOutputStream bmp = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "bmp", bmp);
    assertThat(Orientation.of(bmp.toByteArray(), PictureHeader.Format.BMP)).isEqualTo(1);
  }
}
