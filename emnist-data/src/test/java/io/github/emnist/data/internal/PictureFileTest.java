package io.github.emnist.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"a.png,png", "a.jpg,JPEG", "a.b.JPEG,JPEG", "a.gif,gif", "a.bmp,bmp"})
  void theNameSaysTheFormat(String name, String format) throws IOException {
    Path file = folder.resolve(name);
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_ARGB
        }) {
      BufferedImage picture = new BufferedImage(40, 30, type);
      picture.setRGB(3, 4, 0xFFFFFFFF);

      PictureFile.write(file, picture);

      try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
        assertThat(ImageIO.getImageReaders(in).next().getFormatName()).isEqualTo(format);
      }
      BufferedImage back = ImageIO.read(file.toFile());
      assertThat(back.getWidth()).isEqualTo(40);
      assertThat(back.getRGB(3, 4) & 0xFF).isGreaterThan(200);
      if (type == BufferedImage.TYPE_INT_ARGB && !name.equals("a.png")) {
        assertThat(back.getRGB(30, 20)).isEqualTo(0xFFFFFFFF); // nothing lies on white
      }
    }
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tiff", "a.svg", "png", "a.", "a.png.txt"})
  void otherNamesAreRefused(String name) {
    Path file = folder.resolve(name);

    assertThatThrownBy(
            () -> PictureFile.write(file, new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            file
                + ": unknown picture format, expected a name that ends in .png,"
                + " .jpg, .gif or .bmp");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aRootIsNoPicture() {
    assertThatThrownBy(() -> PictureFile.checkName(folder.getRoot()))
        .isInstanceOf(FileSystemException.class);
  }
}
