package io.github.emnist.data.preprocess;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.PixelBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text composed of a data set's images, with known places of the characters. All randomness comes
 * from the seed.
 */
final class ComposedText {
  /** The least ink, of 255, that counts for a character's box. */
  private static final int EDGE = 112;

  private static final String LOW = "acemnorsuvwxz";
  private static final String DESCENDING = "gpqyj";

  /** A character as it was written. */
  record Written(int image, String label, PixelBox box, int row, boolean spaceBefore) {}

  /**
   * How it is written.
   *
   * @param letter height of a capital in pixels
   * @param leastGap between letters, in letter heights
   * @param mostGap between letters, in letter heights
   * @param jitter of the letters' heights: 0.15 for 0.85 to 1.15
   * @param slant the rows by which a line falls in each column
   */
  record Style(int letter, double leastGap, double mostGap, double jitter, double slant) {
    static final Style PLAIN = new Style(60, 0.1, 0.4, 0.15, 0);

    Style withSlant(double slant) {
      return new Style(letter, leastGap, mostGap, jitter, slant);
    }

    Style withLetter(int letter) {
      return new Style(letter, leastGap, mostGap, jitter, slant);
    }
  }

  private final Style style;
  private final CounterRandom random;
  private final List<Written> characters = new ArrayList<>();
  private final int width;
  private final int height;
  private final byte[] ink;

  private ComposedText(int rows, int words, Style style, long seed) {
    this.style = style;
    this.random = new CounterRandom(seed, 0, 0);
    width = (int) ((words * (6 * 1.6 + 1.5) + 2) * style.letter());
    height = (int) ((1.7 * rows + 1.5) * style.letter() + Math.abs(style.slant()) * width);
    ink = new byte[width * height];
  }

  /**
   * Writes random words.
   *
   * @param rows how many
   * @param words in each row, of 2 to 6 characters
   */
  static ComposedText write(EmnistDataset images, int rows, int words, Style style, long seed) {
    ComposedText text = new ComposedText(rows, words, style, seed);
    for (int row = 0; row < rows; row++) {
      text.writeRow(images, row, words);
    }
    return text;
  }

  /** White on black. */
  GrayImage lightOnDark() {
    return GrayImage.of(width, height, ink);
  }

  /** Black on white. */
  GrayImage darkOnLight() {
    byte[] paper = new byte[ink.length];
    for (int i = 0; i < ink.length; i++) {
      paper[i] = (byte) ~ink[i];
    }
    return GrayImage.of(width, height, paper);
  }

  List<Written> characters() {
    return characters;
  }

  /** With a space between words and a line break between rows. */
  String text() {
    return characters.stream()
        .map(
            written -> {
              boolean breaks = written.row() > 0 && isFirst(written);
              return (breaks ? "\n" : written.spaceBefore() ? " " : "") + written.label();
            })
        .collect(Collectors.joining());
  }

  private boolean isFirst(Written written) {
    return characters.stream().filter(w -> w.row() == written.row()).findFirst().get() == written;
  }

  private void writeRow(EmnistDataset images, int row, int words) {
    double base = (1.7 * row + 1.6) * style.letter() + Math.max(0, -style.slant() * width);
    int x = style.letter();
    for (int word = 0; word < words; word++) {
      int length = 2 + random.nextInt(5);
      for (int i = 0; i < length; i++) {
        boolean space = word > 0 && i == 0;
        double gap =
            space
                ? random.nextDouble(0.9, 1.3)
                : random.nextDouble(style.leastGap(), style.mostGap());
        int left = x + (word + i == 0 ? 0 : (int) (style.letter() * gap));
        int image = random.nextInt(images.size());
        String label = images.labelMap().label(images.label(image));
        PixelBox box = draw(images.image(image), label, left, (int) (base + style.slant() * left));
        characters.add(new Written(image, label, box, row, space));
        x = box.right();
      }
    }
  }

  /** Draws a character with its ink's left side at x, and its foot, or what it has, at base. */
  private PixelBox draw(GrayImage image, String label, int x, int base) {
    PixelBox from = bounds(image);
    boolean low = LOW.contains(label);
    boolean descends = DESCENDING.contains(label);
    double part = low ? 0.65 : descends ? 0.95 : 1;
    double letter = style.letter() * part * (1 + style.jitter() * (2 * random.nextDouble() - 1));
    double scale = letter / Math.max(from.height(), from.width() / 1.4);
    GrayImage scaled = scale(image, (int) Math.round(28 * scale));
    PixelBox box = bounds(scaled);
    int left = x - box.left();
    int top = base + (descends ? (int) (0.3 * letter) : 0) - box.bottom();
    for (int y = 0; y < scaled.height(); y++) {
      for (int column = 0; column < scaled.width(); column++) {
        int pixel = (y + top) * width + column + left;
        if (y + top >= 0 && y + top < height && column + left >= 0 && column + left < width) {
          ink[pixel] = (byte) Math.max(ink[pixel] & 0xFF, scaled.pixel(column, y));
        }
      }
    }
    return new PixelBox(box.left() + left, box.top() + top, box.right() + left, box.bottom() + top);
  }

  private static GrayImage scale(GrayImage image, int side) {
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = scaled.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.drawImage(image.toBufferedImage(), 0, 0, side, side, null);
    g.dispose();
    byte[] pixels = (byte[]) scaled.getRaster().getDataElements(0, 0, side, side, null);
    return GrayImage.of(side, side, pixels);
  }

  private static PixelBox bounds(GrayImage image) {
    PixelBox box = null;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (image.pixel(x, y) >= EDGE) {
          PixelBox pixel = new PixelBox(x, y, x + 1, y + 1);
          box = box == null ? pixel : box.with(pixel);
        }
      }
    }
    return box;
  }
}
