package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
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
   * Returns a sheet of one data set: 20 columns, twice the images' size, labels below the images.
   *
   * @param dataset at least one image
   * @return the sheet
   * @throws IllegalArgumentException if the data set is empty
   */
  public static ContactSheet of(EmnistDataset dataset) {
    return of("", dataset);
  }

  /**
   * Creates a sheet with a heading.
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
      throw Messages.illegal("scale (%d) must be in [1, %d]", scale, MAX_SCALE);
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
      throw Messages.illegal("%s (%d) must be positive", name, value);
    }
  }

  /** What a {@link ContactSheet} writes below an image. */
  public enum Caption {
    /** Nothing. A sheet without any text needs no font. */
    NONE,

    /** The class name; once a row where rows are classes. */
    LABEL,

    /** The class name and the position in the data set, for example {@code A 4711}. */
    LABEL_AND_INDEX
  }

  /**
   * Measures a sheet before anything is drawn, so that one that is too large costs nothing. Images
   * touch but for a line between them; only a caption wider than its image moves them apart. A grid
   * has the images in the data set's order. With {@code perClass} each row is a class, whose name
   * stands before it; the rows run down, and go on in another column of classes, a group, where the
   * sheet is to be wide enough for that.
   */
  private static final class Layout {
    private static final int MARGIN = 12;
    private static final int LINE = 1;
    private static final int NAME_GAP = 8;

    /** Between data sets, and between groups. */
    private static final int GAP = 20;

    private static final int LONGEST_TEXT = 160; // pixels; words beyond that are cut off
    private static final int LONGEST_HEADING = 240; // where the images below it are narrower

    private final List<Block> blocks;
    private final Settings settings;
    private final boolean grid;
    private final LabelMap labelMap;
    private final int tileWidth;
    private final int tileHeight;

    /** Null where nothing is written below the images, before a row, or above a data set. */
    private final Lettering captions;

    private final Lettering names;
    private final Lettering headings;

    /** Images in a row of a data set. */
    private final int across;

    /** The labels that have a row, and the first images of each class by block and label. */
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
        across = settings.perClass;
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

    /** Pixels; a long, since this is asked before it is known that they are few enough. */
    long width() {
      return 2L * MARGIN + groups * (groupWidth() + GAP) - GAP;
    }

    private long groupWidth() {
      return nameWidth + blocks.size() * (blockWidth() + GAP) - GAP;
    }

    /** The images of a row with a line on either side, or a heading where that is wider. */
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

    /** Where a row of images begins. */
    private long top(int row) {
      int pitchY = tileHeight + LINE + (captions == null ? 0 : captions.height() + 4);
      return MARGIN + LINE + (headings == null ? 0 : headings.height() + 6) + (long) row * pitchY;
    }

    /** From one image's left edge to the next one's. */
    private int pitchX() {
      return cellWidth + LINE;
    }

    /** Draws everything; to be called only for a size that is known to fit. */
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

    /** The images of a data set in a row. */
    private int[] images(int block, int row) {
      if (!grid) {
        return row < labels.size() ? members[block][labels.get(row)] : new int[0];
      }
      int size = blocks.get(block).dataset.size();
      int from = Math.min(row * across, size);
      return IntStream.range(from, Math.min(from + across, size)).toArray();
    }

    /** Draws an image and its caption into a cell. */
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
   * Draws on white paper. Images go straight into the raster, each pixel a square of its own value;
   * only text asks AWT for graphics, and so for fonts.
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

    /** An image and the line around it, which neighbours share. */
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
