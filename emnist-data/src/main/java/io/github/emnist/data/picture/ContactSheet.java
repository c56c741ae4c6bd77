package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The images of a data set on one sheet, in order from the left and the top, white ink on black as
 * they are, on white paper. Immutable, and so thread-safe. Needs no display; text needs fontconfig
 * and a font.
 *
 * <pre>{@code
 * ContactSheet.of(dataset.take(100)).columns(10).writeTo(Path.of("first.png"));
 * ContactSheet.of("real", real).beside("synthetic", synthetic).perClass(8).toImage();
 * }</pre>
 */
public final class ContactSheet {
  static final int MAX_SCALE = 32;

  /** A sheet of one byte a pixel stays well inside a common heap. */
  private static final long MAX_PIXELS = 200_000_000;

  private final List<Block> blocks;
  private final Settings settings;

  private ContactSheet(List<Block> blocks, Settings settings) {
    this.blocks = List.copyOf(blocks);
    this.settings = settings;
  }

  /** A data set and what stands above it; an empty heading takes no room. */
  record Block(String heading, EmnistDataset dataset) {
    Block {
      Objects.requireNonNull(heading, "heading");
      if (dataset.size() == 0) {
        throw new IllegalArgumentException("the data set is empty");
      }
    }
  }

  /** What a sheet looks like; {@code perClass} is 0 for a grid in the data set's order. */
  record Settings(int columns, int scale, Caption caption, int perClass) {}

  /**
   * A sheet of one data set: 20 columns, twice the images' size, labels below the images.
   *
   * @param dataset at least one image
   * @return the sheet
   * @throws IllegalArgumentException if the data set is empty
   */
  public static ContactSheet of(EmnistDataset dataset) {
    return of("", dataset);
  }

  /**
   * The same with a heading.
   *
   * @param heading stands above the images
   * @param dataset at least one image
   * @return the sheet
   * @throws IllegalArgumentException if the data set is empty
   */
  public static ContactSheet of(String heading, EmnistDataset dataset) {
    return new ContactSheet(
        List.of(new Block(heading, dataset)), new Settings(20, 2, Caption.LABEL, 0));
  }

  /**
   * Adds another data set to the right, to be compared with those before it.
   *
   * @param heading stands above its images
   * @param dataset at least one image, of the size and the label map of the first
   * @return a new sheet
   * @throws IllegalArgumentException if the data set is empty or has another image size or label
   *     map
   */
  public ContactSheet beside(String heading, EmnistDataset dataset) {
    EmnistDataset first = blocks.get(0).dataset();
    if (dataset.width() != first.width() || dataset.height() != first.height()) {
      throw new IllegalArgumentException(
          Messages.format(
              "image size (%d x %d) must be %d x %d, as that of the first data set",
              dataset.width(), dataset.height(), first.width(), first.height()));
    }
    if (!dataset.labelMap().equals(first.labelMap())) {
      throw new IllegalArgumentException(
          "label map (%s) must be %s, as that of the first data set"
              .formatted(dataset.labelMap(), first.labelMap()));
    }
    List<Block> more = new ArrayList<>(blocks);
    more.add(new Block(heading, dataset));
    return new ContactSheet(more, settings);
  }

  /**
   * Sets how many images stand in a row. With {@link #perClass} as many classes stand beside each
   * other as fit into it, at least one.
   *
   * @param columns images in a row of each data set, at least 1; default 20
   * @return a new sheet
   * @throws IllegalArgumentException if {@code columns} is below 1
   */
  public ContactSheet columns(int columns) {
    atLeastOne("columns", columns);
    return with(new Settings(columns, settings.scale, settings.caption, settings.perClass));
  }

  /**
   * Sets how large the images are drawn.
   *
   * @param scale pixels of the sheet for each side of an image's pixel, in [1, 32]; default 2
   * @return a new sheet
   * @throws IllegalArgumentException if {@code scale} is not in [1, 32]
   */
  public ContactSheet scale(int scale) {
    if (scale < 1 || scale > MAX_SCALE) {
      throw new IllegalArgumentException(
          Messages.format("scale (%d) must be in [1, %d]", scale, MAX_SCALE));
    }
    return with(new Settings(settings.columns, scale, settings.caption, settings.perClass));
  }

  /**
   * Sets what is written below the images.
   *
   * @param caption default {@link Caption#LABEL}
   * @return a new sheet
   */
  public ContactSheet captions(Caption caption) {
    Objects.requireNonNull(caption, "caption");
    return with(new Settings(settings.columns, settings.scale, caption, settings.perClass));
  }

  /**
   * Gives each class a row with its name, and in it the first images of that class from each data
   * set. {@link EmnistDataset#shuffle} the data set for others than the first. Classes without an
   * image are left out.
   *
   * @param count images of each class and data set, at least 1
   * @return a new sheet
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public ContactSheet perClass(int count) {
    atLeastOne("count", count);
    return with(new Settings(settings.columns, settings.scale, settings.caption, count));
  }

  /**
   * Draws the sheet.
   *
   * @return of type {@link BufferedImage#TYPE_BYTE_GRAY}
   * @throws IllegalArgumentException if the sheet would have more than 200 million pixels
   * @throws IllegalStateException if it has text and Java finds no fonts; the message says what to
   *     install
   */
  public BufferedImage toImage() {
    SheetLayout size = SheetLayout.of(blocks, settings);
    if (size.width() * size.height() > MAX_PIXELS) {
      throw new IllegalArgumentException(
          Messages.format(
              "sheet (%d x %d pixels) must have at most %d pixels; take fewer images or a smaller"
                  + " scale",
              size.width(), size.height(), MAX_PIXELS));
    }
    return SheetPainter.paint(size.plan(), settings.scale);
  }

  /**
   * Draws the sheet into a picture file.
   *
   * @param file whose name ends in {@code .png}, {@code .jpg}, {@code .gif} or {@code .bmp}, which
   *     says the format; its folder must be there; a file of this name is replaced, once the new
   *     one is whole
   * @throws IOException if the name says no format, or the file cannot be written
   * @throws IllegalArgumentException as {@link #toImage}
   * @throws IllegalStateException as {@link #toImage}
   */
  public void writeTo(Path file) throws IOException {
    PictureFile.write(file, toImage());
  }

  private ContactSheet with(Settings changed) {
    return new ContactSheet(blocks, changed);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(Messages.format("%s (%d) must be positive", name, value));
    }
  }
}
