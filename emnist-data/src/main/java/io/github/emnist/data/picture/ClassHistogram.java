package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.PictureFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How many images each class has, as a picture: a bar a class, its name before it and its count
 * behind it. Immutable, and so thread-safe. Needs no display, but fontconfig and a font.
 *
 * <pre>{@code
 * ClassHistogram.of(dataset).writeTo(Path.of("classes.png"));
 * }</pre>
 */
public final class ClassHistogram {
  private static final int MARGIN = 12;
  private static final int GAP = 8;
  private static final int LONGEST_BAR = 600;
  private static final int LONGEST_LABEL = 160;
  private static final Color BAR = new Color(0x4C78A8);

  private final LabelMap labelMap;
  private final int[] counts;

  private ClassHistogram(LabelMap labelMap, int[] counts) {
    this.labelMap = labelMap;
    this.counts = counts;
  }

  /**
   * Counts the images of each class.
   *
   * @param dataset of any size
   * @return the histogram, classes without an image included
   */
  public static ClassHistogram of(EmnistDataset dataset) {
    return new ClassHistogram(dataset.labelMap(), dataset.classCounts());
  }

  /**
   * Draws the histogram.
   *
   * @return of type {@link BufferedImage#TYPE_INT_RGB}
   * @throws IllegalStateException if Java finds no fonts; the message says what to install
   */
  public BufferedImage toImage() {
    Lettering names = Lettering.rowLabel();
    Lettering numbers = Lettering.caption();
    int nameWidth =
        Math.min(
            labelMap.labels().stream().mapToInt(names::width).max().orElseThrow(), LONGEST_LABEL);
    int most = Arrays.stream(counts).max().orElseThrow();
    int left = MARGIN + nameWidth + GAP;
    int width = left + LONGEST_BAR + GAP + numbers.width(number(most)) + MARGIN;
    int pitch = names.height() + 2;
    BufferedImage image =
        new BufferedImage(width, 2 * MARGIN + counts.length * pitch, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, width, image.getHeight());
      for (int label = 0; label < counts.length; label++) {
        int top = MARGIN + label * pitch;
        int bar = barLength(counts[label], most);
        g.setColor(Color.BLACK);
        names.draw(g, labelMap.label(label), MARGIN, nameWidth, top, Lettering.RIGHT);
        int numberTop = top + (names.height() - numbers.height()) / 2;
        numbers.draw(g, number(counts[label]), left + bar + GAP, width, numberTop, Lettering.LEFT);
        g.setColor(BAR);
        g.fillRect(left, top + 2, bar, pitch - 4);
      }
    } finally {
      g.dispose();
    }
    return image;
  }

  /** A class with an image has a bar that can be seen. */
  private static int barLength(int count, int most) {
    return count == 0 ? 0 : Math.max(1, (int) Math.round((double) LONGEST_BAR * count / most));
  }

  private static String number(int count) {
    return Messages.format("%,d", count);
  }

  /**
   * Draws the histogram into a picture file.
   *
   * @param file whose name ends in {@code .png}, {@code .jpg}, {@code .gif} or {@code .bmp}, which
   *     says the format; its folder must be there; a file of this name is replaced, once the new
   *     one is whole
   * @throws IOException if the name says no format, or the file cannot be written
   * @throws IllegalStateException as {@link #toImage}
   */
  public void writeTo(Path file) throws IOException {
    PictureFile.write(file, toImage());
  }
}
