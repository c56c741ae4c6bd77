package io.github.emnist.examples.cli;

import io.github.emnist.data.internal.PictureFile;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.model.ReadText;
import io.github.emnist.model.ReadText.ReadCharacter;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Draws the result of reading: a box around each character with its label above, and a legend below
 * the picture. Characters with a probability below 0.9 are orange.
 */
final class BoxPicture {
  private static final Color SURE = new Color(0x1F, 0x5F, 0xBF);
  private static final Color UNSURE = new Color(0xC8, 0x5A, 0x00);
  private static final double CONFIDENT = 0.9;

  private static final int SIDE_PER_LINE = 800; // of the picture's longer side, per pixel of line

  private BoxPicture() {}

  static void write(Path file, BufferedImage picture, ReadText text) throws IOException {
    PictureFile.write(file, draw(picture, text));
  }

  private static BufferedImage draw(BufferedImage picture, ReadText text) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int line = 1 + Math.max(width, height) / SIDE_PER_LINE;
    float legendSize = Math.max(11, Math.min(24, width / 40f));
    int letterSize = letterSize(text);
    int above = letterSize + 2 * line;
    int below = Math.round(legendSize * 2);
    BufferedImage drawn =
        new BufferedImage(width, above + height + below, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = drawn.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, drawn.getHeight());
    g.drawImage(picture, 0, above, Color.WHITE, null);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setStroke(new BasicStroke(line));
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, letterSize));
    for (ReadCharacter character : text.characters()) {
      CharacterRegion region = character.region();
      g.setColor(character.probability() < CONFIDENT ? UNSURE : SURE);
      int top = above + region.y() - line;
      g.drawRect(
          region.x() - line, top, region.width() + 2 * line - 1, region.height() + 2 * line - 1);
      g.drawString(character.label(), region.x(), top - 2 * line);
    }
    g.setFont(g.getFont().deriveFont(Font.PLAIN, legendSize));
    float base = above + height + legendSize * 1.4f;
    g.setColor(SURE);
    String sure = "read with probability 0.9 or more";
    g.drawString(sure, legendSize / 2, base);
    g.setColor(UNSURE);
    g.drawString("less sure", legendSize * 1.5f + g.getFontMetrics().stringWidth(sure), base);
    g.dispose();
    return drawn;
  }

  /** Returns half the median height of the characters, so that rows do not overlap. */
  private static int letterSize(ReadText text) {
    int[] heights =
        text.characters().stream().mapToInt(c -> c.region().height()).sorted().toArray();
    return heights.length == 0 ? 12 : Math.max(11, Math.min(48, heights[heights.length / 2] / 2));
  }
}
