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
 * A bar chart of the number of images of each class, with names and counts. Immutable and
 * thread-safe. Needs no display, but fontconfig and a font.
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
   * {@return the histogram of a data set, including classes without images}
   *
   * @param dataset of any size
   */
  public static ClassHistogram of(EmnistDataset dataset) {
    return new ClassHistogram(dataset.labelMap(), dataset.classCounts());
  }

  /**
   * {@return the drawn histogram, of type {@link BufferedImage#TYPE_INT_RGB}}
   *
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

  /** Gives every class with an image a visible bar. */
  private static int barLength(int count, int most) {
    return count == 0 ? 0 : Math.max(1, (int) Math.round((double) LONGEST_BAR * count / most));
  }

  private static String number(int count) {
    return Messages.format("%,d", count);
  }

  /**
   * Writes the histogram as a picture.
   *
   * @param file replaced if it exists; its suffix {@code .png}, {@code .jpg}, {@code .gif} or
   *     {@code .bmp} gives the format; its folder must exist
   * @throws IOException if the suffix is unknown or the file cannot be written
   * @throws IllegalStateException as {@link #toImage}
   */
  public void writeTo(Path file) throws IOException {
    PictureFile.write(file, toImage());
  }
}
