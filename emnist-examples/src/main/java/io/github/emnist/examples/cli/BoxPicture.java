package io.github.emnist.examples.cli;

import io.github.emnist.data.internal.PictureFile;
import io.github.emnist.data.preprocess.CharacterRegion;
import io.github.emnist.model.ReadCharacter;
import io.github.emnist.model.ReadText;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Shows what was cut out of a picture: a box around each character, blue after a space. */
final class BoxPicture {
  private static final Color USUAL = new Color(220, 40, 30);
  private static final Color AFTER_SPACE = new Color(30, 90, 230);

  /** One pixel of line for so many of the picture's longer side. */
  private static final int SIDE_PER_LINE = 800;

  private BoxPicture() {}

  static void write(Path file, BufferedImage picture, ReadText text) throws IOException {
    PictureFile.write(file, draw(picture, text));
  }

  private static BufferedImage draw(BufferedImage picture, ReadText text) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int line = 1 + Math.max(width, height) / SIDE_PER_LINE;
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawn.createGraphics();
    g.drawImage(picture, 0, 0, Color.WHITE, null);
    g.setStroke(new BasicStroke(line));
    for (ReadCharacter character : text.characters()) {
      CharacterRegion region = character.region();
      g.setColor(region.spaceBefore() ? AFTER_SPACE : USUAL);
      g.drawRect(
          region.x() - line,
          region.y() - line,
          region.width() + 2 * line - 1,
          region.height() + 2 * line - 1);
    }
    g.dispose();
    return drawn;
  }
}
