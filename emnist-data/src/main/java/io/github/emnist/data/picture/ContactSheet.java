package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.PictureFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The images of data sets on one sheet of white paper, in order from the left and the top, white
 * ink on black. Immutable and thread-safe. Needs no display; text needs fontconfig and a font.
 *
 * <pre>{@code
 * ContactSheet.of(dataset.take(100)).columns(10).writeTo(Path.of("first.png"));
 * ContactSheet.of("real", real).beside("synthetic", synthetic).perClass(8).toImage();
 * }</pre>
 */
public final class ContactSheet {
  static final int MAX_SCALE = 32;

  /** Limits a sheet, with one byte per pixel, to what fits into a common heap. */
  private static final long MAX_PIXELS = 200_000_000;

  private final List<Block> blocks;
  private final Settings settings;

  private ContactSheet(List<Block> blocks, Settings settings) {
    this.blocks = List.copyOf(blocks);
    this.settings = settings;
  }

  /** A data set and its heading, which takes no room if empty. */
  record Block(String heading, EmnistDataset dataset) {
    Block {
      Objects.requireNonNull(heading, "heading");
      if (dataset.size() == 0) {
        throw new IllegalArgumentException("the data set is empty");
      }
    }
  }

  /** The sheet's settings; {@code perClass} is 0 for a grid in the data set's order. */
  record Settings(int columns, int scale, Caption caption, int perClass) {}

  /**
   * {@return a sheet of one data set: 20 columns, scale 2, labels below the images}
   *
   * @param dataset at least one image
   * @throws IllegalArgumentException if the data set is empty
   */
  public static ContactSheet of(EmnistDataset dataset) {
    return of("", dataset);
  }

  /**
   * {@return a sheet with a heading}
   *
   * @param heading above the images
   * @param dataset at least one image
   * @throws IllegalArgumentException if the data set is empty
   */
  public static ContactSheet of(String heading, EmnistDataset dataset) {
    return new ContactSheet(
        List.of(new Block(heading, dataset)), new Settings(20, 2, Caption.LABEL, 0));
  }

  /**
   * {@return a sheet with another data set to the right, for comparison}
   *
   * @param heading above its images
   * @param dataset at least one image, with the size and the label map of the first
   * @throws IllegalArgumentException if the data set is empty or has another image size or label
   *     map
   */
  public ContactSheet beside(String heading, EmnistDataset dataset) {
    EmnistDataset first = blocks.get(0).dataset();
    if (dataset.width() != first.width() || dataset.height() != first.height()) {
      throw Messages.illegal(
          "image size (%d x %d) must be %d x %d, as that of the first data set",
          dataset.width(), dataset.height(), first.width(), first.height());
    }
    if (!dataset.labelMap().equals(first.labelMap())) {
      throw Messages.illegal(
          "label map (%s) must be %s, as that of the first data set",
          dataset.labelMap(), first.labelMap());
    }
    List<Block> more = new ArrayList<>(blocks);
    more.add(new Block(heading, dataset));
    return new ContactSheet(more, settings);
  }

  /**
   * {@return a sheet with another number of images in a row} With {@link #perClass}, as many
   * classes are side by side as fit into it, at least one.
   *
   * @param columns images in a row of each data set, at least 1; default 20
   * @throws IllegalArgumentException if {@code columns} is below 1
   */
  public ContactSheet columns(int columns) {
    Checks.positive("columns", columns);
    return with(new Settings(columns, settings.scale, settings.caption, settings.perClass));
  }

  /**
   * {@return a sheet with another scale}
   *
   * @param scale the side of an image's pixel on the sheet, in [1, 32] pixels; default 2
   * @throws IllegalArgumentException if {@code scale} is not in [1, 32]
   */
  public ContactSheet scale(int scale) {
    Checks.between("scale", scale, 1, MAX_SCALE);
    return with(new Settings(settings.columns, scale, settings.caption, settings.perClass));
  }

  /**
   * {@return a sheet with other captions below the images}
   *
   * @param caption default {@link Caption#LABEL}
   */
  public ContactSheet captions(Caption caption) {
    Objects.requireNonNull(caption, "caption");
    return with(new Settings(settings.columns, settings.scale, caption, settings.perClass));
  }

  /**
   * {@return a sheet with a row for each class, with its name and its first images of each data
   * set} For other images than the first, {@link EmnistDataset#shuffle} the data set. Classes
   * without images are left out.
   *
   * @param count images of each class and data set, at least 1
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public ContactSheet perClass(int count) {
    Checks.positive("count", count);
    return with(new Settings(settings.columns, settings.scale, settings.caption, count));
  }

  /**
   * {@return the drawn sheet, of type {@link BufferedImage#TYPE_BYTE_GRAY}}
   *
   * @throws IllegalArgumentException if the sheet would have more than 200 million pixels
   * @throws IllegalStateException if it has text and Java finds no fonts; the message says what to
   *     install
   */
  public BufferedImage toImage() {
    Layout layout = new Layout(blocks, settings);
    if (layout.width() * layout.height() > MAX_PIXELS) {
      throw Messages.illegal(
          "sheet (%d x %d pixels) must have at most %d pixels; take fewer images or a smaller"
              + " scale",
          layout.width(), layout.height(), MAX_PIXELS);
    }
    Painter painter = new Painter((int) layout.width(), (int) layout.height(), settings.scale);
    layout.draw(painter);
    return painter.end();
  }

  /**
   * Writes the sheet as a picture.
   *
   * @param file replaced if it exists; its suffix {@code .png}, {@code .jpg}, {@code .gif} or
   *     {@code .bmp} gives the format; its folder must exist
   * @throws IOException if the suffix is unknown or the file cannot be written
   * @throws IllegalArgumentException as {@link #toImage}
   * @throws IllegalStateException as {@link #toImage}
   */
  public void writeTo(Path file) throws IOException {
    PictureFile.write(file, toImage());
  }

  private ContactSheet with(Settings changed) {
    return new ContactSheet(blocks, changed);
  }

  /** The text below an image of a {@link ContactSheet}. */
  public enum Caption {
    /** Nothing. A sheet without any text needs no font. */
    NONE,

    /** The class name; once per row if rows are classes. */
    LABEL,

    /** The class name and the position in the data set, for example {@code A 4711}. */
    LABEL_AND_INDEX
  }

  /**
   * Measures a sheet before drawing, so that one that is too large costs nothing. Images are
   * separated by a line, or further apart if a caption is wider than its image. A grid has the
   * images in the data set's order. With {@code perClass} each row is a class, preceded by its
   * name; the rows run down and continue in further columns of classes (groups) if the sheet is
   * wide enough.
   */
  private static final class Layout {
    private static final int MARGIN = 12;
    private static final int LINE = 1;
    private static final int NAME_GAP = 8;

    /** Between data sets, and between groups. */
    private static final int GAP = 20;

    private static final int LONGEST_TEXT = 160; // pixels; longer words are shortened
    private static final int LONGEST_HEADING = 240; // above narrower images

    private final List<Block> blocks;
    private final Settings settings;
    private final boolean grid;
    private final LabelMap labelMap;
    private final int tileWidth;
    private final int tileHeight;

    /** Null if there is no text below the images, before a row, or above a data set. */
    private final Lettering captions;

    private final Lettering names;
    private final Lettering headings;

    /** Images in a row of a data set. */
    private final int across;

    /** The labels with a row, and the first images of each class by block and label. */
    private final List<Integer> labels = new ArrayList<>();

    private final int[][][] members;
    private final int rows;
    private final int groups;
    private final int cellWidth;
    private final int nameWidth;

    Layout(List<Block> blocks, Settings settings) {
      this.blocks = blocks;
      this.settings = settings;
      grid = settings.perClass == 0;
      EmnistDataset first = blocks.get(0).dataset;
      labelMap = first.labelMap();
      tileWidth = first.width() * settings.scale;
      tileHeight = first.height() * settings.scale;
      boolean headed = blocks.stream().anyMatch(block -> !block.heading.isEmpty());
      headings = headed ? Lettering.heading() : null;
      boolean written = settings.caption != Caption.NONE;
      boolean below = grid ? written : settings.caption == Caption.LABEL_AND_INDEX;
      captions = below ? Lettering.caption() : null;
      names = written && !grid ? Lettering.rowLabel() : null;
      int largest = blocks.stream().mapToInt(block -> block.dataset.size()).max().orElseThrow();
      if (grid) {
        members = null;
        across = Math.min(settings.columns, largest);
        rows = (largest - 1) / across + 1;
        groups = 1;
      } else {
        members = new int[blocks.size()][][];
        for (int b = 0; b < members.length; b++) {
          members[b] = firstOfEachClass(blocks.get(b).dataset, settings.perClass);
        }
        IntStream.range(0, labelMap.size())
            .filter(label -> Arrays.stream(members).anyMatch(block -> block[label].length > 0))
            .forEach(labels::add);
        across =
            Arrays.stream(members)
                .flatMap(Arrays::stream)
                .mapToInt(images -> images.length)
                .max()
                .orElse(1);
        groups = Math.min(Math.max(1, settings.columns / across), labels.size());
        rows = (labels.size() - 1) / groups + 1;
      }
      cellWidth =
          captions == null
              ? tileWidth
              : Math.max(
                  tileWidth,
                  widest(
                          captions,
                          IntStream.range(0, labelMap.size())
                              .mapToObj(label -> caption(label, largest - 1))
                              .toList())
                      + 4);
      nameWidth =
          names == null
              ? 0
              : widest(names, labels.stream().map(labelMap::label).toList()) + NAME_GAP;
    }

    private static int[][] firstOfEachClass(EmnistDataset dataset, int wanted) {
      int[] found = dataset.classCounts();
      int[][] first = new int[found.length][];
      for (int label = 0; label < found.length; label++) {
        first[label] = new int[Math.min(wanted, found[label])];
        found[label] = 0;
      }
      for (int i = 0; i < dataset.size(); i++) {
        int label = dataset.label(i);
        if (found[label] < first[label].length) {
          first[label][found[label]++] = i;
        }
      }
      return first;
    }

    private static int widest(Lettering lettering, List<String> texts) {
      int widest = texts.stream().mapToInt(lettering::width).max().orElseThrow();
      return Math.min(widest, LONGEST_TEXT);
    }

    private String caption(int label, int index) {
      if (!grid) {
        return Integer.toString(index);
      }
      String name = labelMap.label(label);
      return settings.caption == Caption.LABEL ? name : name + " " + index;
    }

    /** Returns the width in pixels; a long, since it is checked only later. */
    long width() {
      return 2L * MARGIN + groups * (groupWidth() + GAP) - GAP;
    }

    private long groupWidth() {
      return nameWidth + blocks.size() * (blockWidth() + GAP) - GAP;
    }

    /** Returns the width of a row of images with lines, or of a wider heading. */
    private long blockWidth() {
      int heading =
          headings == null
              ? 0
              : blocks.stream().mapToInt(b -> headings.width(b.heading)).max().orElseThrow();
      return Math.max((long) across * pitchX() + LINE, Math.min(heading, LONGEST_HEADING));
    }

    long height() {
      return top(rows) + MARGIN;
    }

    /** Returns the top of a row of images. */
    private long top(int row) {
      int pitchY = tileHeight + LINE + (captions == null ? 0 : captions.height() + 4);
      return MARGIN + LINE + (headings == null ? 0 : headings.height() + 6) + (long) row * pitchY;
    }

    /** Returns the distance between the left edges of neighbouring images. */
    private int pitchX() {
      return cellWidth + LINE;
    }

    /** Draws the sheet, whose size has been checked. */
    void draw(Painter painter) {
      for (int group = 0; group < groups; group++) {
        int left = MARGIN + group * (int) (groupWidth() + GAP);
        if (names != null) {
          for (int row = 0; row < rows && group * rows + row < labels.size(); row++) {
            String name = labelMap.label(labels.get(group * rows + row));
            int y = (int) top(row) + (tileHeight - names.height()) / 2;
            names.draw(painter.graphics(), name, left, nameWidth - NAME_GAP, y, Lettering.RIGHT);
          }
        }
        left += nameWidth;
        for (int b = 0; b < blocks.size(); b++) {
          Block block = blocks.get(b);
          if (!block.heading.isEmpty()) {
            int room = (int) blockWidth();
            headings.draw(painter.graphics(), block.heading, left, room, MARGIN, Lettering.CENTRE);
          }
          for (int row = 0; row < rows; row++) {
            int[] images = images(b, group * rows + row);
            for (int i = 0; i < images.length; i++) {
              tile(painter, block.dataset, images[i], left + i * pitchX(), (int) top(row));
            }
          }
          left += (int) blockWidth() + GAP;
        }
      }
    }

    /** Returns the images of a data set in a row. */
    private int[] images(int block, int row) {
      if (!grid) {
        return row < labels.size() ? members[block][labels.get(row)] : new int[0];
      }
      int size = blocks.get(block).dataset.size();
      int from = Math.min(row * across, size);
      return IntStream.range(from, Math.min(from + across, size)).toArray();
    }

    private void tile(Painter painter, EmnistDataset dataset, int index, int left, int top) {
      painter.image(dataset, index, left + LINE + (cellWidth - tileWidth) / 2, top);
      if (captions != null) {
        String caption = caption(dataset.label(index), index);
        int below = top + tileHeight + 1;
        captions.draw(painter.graphics(), caption, left + LINE, cellWidth, below, Lettering.CENTRE);
      }
    }
  }

  /**
   * Draws on white paper. Images are written into the raster, each pixel as a square of its value;
   * only text needs AWT's graphics, and so fonts.
   */
  private static final class Painter {
    private static final byte PAPER = (byte) 255;
    private static final byte RULE = (byte) 128;

    private final BufferedImage sheet;
    private final byte[] canvas;
    private final int scale;
    private Graphics2D graphics;

    Painter(int width, int height, int scale) {
      sheet = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      canvas = ((DataBufferByte) sheet.getRaster().getDataBuffer()).getData();
      Arrays.fill(canvas, PAPER);
      this.scale = scale;
    }

    Graphics2D graphics() {
      if (graphics == null) {
        graphics = sheet.createGraphics();
        graphics.setColor(Color.BLACK);
      }
      return graphics;
    }

    BufferedImage end() {
      if (graphics != null) {
        graphics.dispose();
      }
      return sheet;
    }

    /** Draws an image and the line around it, which neighbours share. */
    void image(EmnistDataset dataset, int index, int left, int top) {
      int width = dataset.width() * scale;
      int height = dataset.height() * scale;
      for (int y = top - 1; y <= top + height; y++) {
        int row = y * sheet.getWidth() + left - 1;
        Arrays.fill(canvas, row, row + width + 2, RULE);
      }
      byte[] pixels = new byte[dataset.width() * dataset.height()];
      dataset.copyImage(index, pixels, 0);
      for (int i = 0; i < pixels.length; i++) {
        int x = left + i % dataset.width() * scale;
        int y = top + i / dataset.width() * scale;
        for (int row = y; row < y + scale; row++) {
          int from = row * sheet.getWidth() + x;
          Arrays.fill(canvas, from, from + scale, pixels[i]);
        }
      }
    }
  }
}
