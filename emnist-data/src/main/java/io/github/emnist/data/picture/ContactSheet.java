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
   * Where everything on a sheet lies, in whole pixels from its top left corner.
   *
   * @param width of the sheet
   * @param height of the sheet
   * @param tiles the images
   * @param lines the texts
   */
  record SheetPlan(int width, int height, List<Tile> tiles, List<Line> lines) {

    /**
     * One image.
     *
     * @param dataset that it is of
     * @param index in the data set
     * @param x its left edge
     * @param y its top edge
     */
    record Tile(EmnistDataset dataset, int index, int x, int y) {}

    /**
     * One text, already cut to the room that it has.
     *
     * @param text what it says
     * @param lettering its font
     * @param x its left edge
     * @param y its top edge
     */
    record Line(String text, Lettering lettering, int x, int y) {
      static Line centred(String text, Lettering lettering, int left, int room, int y) {
        String fitted = lettering.fitted(text, room);
        return new Line(fitted, lettering, left + (room - lettering.width(fitted)) / 2, y);
      }

      static Line endingAt(String text, Lettering lettering, int left, int room, int y) {
        String fitted = lettering.fitted(text, room);
        return new Line(fitted, lettering, left + room - lettering.width(fitted), y);
      }
    }
  }

  /**
   * Measures a sheet before anything is drawn, so that one that is too large costs nothing. Images
   * touch but for a line between them; only a caption wider than its image moves them apart.
   */
  abstract static class SheetLayout {
    static final int MARGIN = 12;
    static final int LINE = 1;

    /** Between data sets, and between columns of classes. */
    static final int GAP = 20;

    private static final int LONGEST_CAPTION = 160; // pixels; words beyond that are cut off
    private static final int LONGEST_HEADING = 240; // where the images below it are narrower

    final List<Block> blocks;
    final Settings settings;
    final LabelMap labelMap;
    final int tileWidth;
    final int tileHeight;

    /** Null where nothing is written below the images. */
    private final Lettering captions;

    /** Null where no data set has a heading. */
    private final Lettering headings;

    private final int cellWidth;

    SheetLayout(List<Block> blocks, Settings settings, Lettering captions) {
      EmnistDataset first = blocks.get(0).dataset();
      this.blocks = blocks;
      this.settings = settings;
      this.labelMap = first.labelMap();
      this.tileWidth = first.width() * settings.scale();
      this.tileHeight = first.height() * settings.scale();
      this.captions = captions;
      boolean headed = blocks.stream().anyMatch(block -> !block.heading().isEmpty());
      this.headings = headed ? Lettering.heading() : null;
      this.cellWidth = captions == null ? tileWidth : Math.max(tileWidth, widestCaption());
    }

    static SheetLayout of(List<Block> blocks, Settings settings) {
      return settings.perClass() == 0
          ? new GridLayout(blocks, settings)
          : new ClassLayout(blocks, settings);
    }

    /** Pixels; a long, since this is asked before it is known that they are few enough. */
    abstract long width();

    abstract long height();

    /** Places everything; to be called only for a size that is known to fit. */
    abstract SheetPlan plan();

    /** Returns what stands below an image. */
    abstract String caption(EmnistDataset dataset, int index);

    /** Returns the widest that {@link #caption} can be, by the class and the largest position. */
    abstract String longestCaption(String label, int lastIndex);

    private int widestCaption() {
      int last = blocks.stream().mapToInt(block -> block.dataset().size() - 1).max().orElseThrow();
      int widest =
          labelMap.labels().stream()
              .mapToInt(label -> captions.width(longestCaption(label, last)))
              .max()
              .orElseThrow();
      return Math.min(widest, LONGEST_CAPTION) + 4;
    }

    /** From one image's left edge to the next one's. */
    final int pitchX() {
      return cellWidth + LINE;
    }

    /** From one image's top edge to the next one's. */
    final int pitchY() {
      return tileHeight + LINE + (captions == null ? 0 : captions.height() + 4);
    }

    /**
     * Returns what a data set takes from left to right: the images of a row with a line on either
     * side, or its heading where that is wider.
     */
    final long blockWidth(int images) {
      int heading =
          blocks.stream()
              .mapToInt(block -> headings == null ? 0 : headings.width(block.heading()))
              .max()
              .orElseThrow();
      return Math.max((long) images * pitchX() + LINE, Math.min(heading, LONGEST_HEADING));
    }

    /** Returns where the first row of images begins. */
    final int top() {
      return MARGIN + LINE + (headings == null ? 0 : headings.height() + 6);
    }

    final void addHeading(List<SheetPlan.Line> lines, Block block, int left, int images) {
      if (!block.heading().isEmpty()) {
        lines.add(
            SheetPlan.Line.centred(
                block.heading(), headings, left, (int) blockWidth(images), MARGIN));
      }
    }

    /** Adds an image and its caption to a cell. */
    final void addTile(
        List<SheetPlan.Tile> tiles,
        List<SheetPlan.Line> lines,
        EmnistDataset dataset,
        int index,
        int left,
        int top) {
      tiles.add(new SheetPlan.Tile(dataset, index, left + LINE + (cellWidth - tileWidth) / 2, top));
      if (captions != null) {
        String caption = caption(dataset, index);
        lines.add(
            SheetPlan.Line.centred(
                caption, captions, left + LINE, cellWidth, top + tileHeight + 1));
      }
    }

    /** Images in the data set's order, each data set's beside the other's. */
    private static final class GridLayout extends SheetLayout {
      private final int columns;
      private final int rows;

      GridLayout(List<Block> blocks, Settings settings) {
        super(blocks, settings, settings.caption() == Caption.NONE ? null : Lettering.caption());
        int largest = blocks.stream().mapToInt(block -> block.dataset().size()).max().orElseThrow();
        columns = Math.min(settings.columns(), largest);
        rows = (largest - 1) / columns + 1;
      }

      @Override
      long width() {
        return 2L * MARGIN + (blocks.size() - 1L) * GAP + blocks.size() * blockWidth(columns);
      }

      @Override
      long height() {
        return top() + (long) rows * pitchY() + MARGIN;
      }

      @Override
      String caption(EmnistDataset dataset, int index) {
        return longestCaption(labelMap.label(dataset.label(index)), index);
      }

      @Override
      String longestCaption(String label, int lastIndex) {
        return settings.caption() == Caption.LABEL ? label : label + " " + lastIndex;
      }

      @Override
      SheetPlan plan() {
        List<SheetPlan.Tile> tiles = new ArrayList<>();
        List<SheetPlan.Line> lines = new ArrayList<>();
        int left = MARGIN;
        for (Block block : blocks) {
          addHeading(lines, block, left, columns);
          for (int i = 0; i < block.dataset().size(); i++) {
            int x = left + i % columns * pitchX();
            addTile(tiles, lines, block.dataset(), i, x, top() + i / columns * pitchY());
          }
          left += (int) blockWidth(columns) + GAP;
        }
        return new SheetPlan((int) width(), (int) height(), tiles, lines);
      }
    }
  }

  /**
   * Draws a planned sheet. Images go straight into the raster, each pixel a square of its own
   * value; only text asks AWT for graphics, and so for fonts.
   */
  static final class SheetPainter {
    private static final byte PAPER = (byte) 255;
    private static final byte RULE = (byte) 128;

    private final byte[] canvas;
    private final int stride;

    private SheetPainter(byte[] canvas, int stride) {
      this.canvas = canvas;
      this.stride = stride;
    }

    static BufferedImage paint(SheetPlan plan, int scale) {
      BufferedImage image =
          new BufferedImage(plan.width(), plan.height(), BufferedImage.TYPE_BYTE_GRAY);
      byte[] canvas = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
      Arrays.fill(canvas, PAPER);
      SheetPainter painter = new SheetPainter(canvas, plan.width());
      for (SheetPlan.Tile tile : plan.tiles()) {
        painter.paint(tile, scale);
      }
      if (!plan.lines().isEmpty()) {
        Graphics2D g = image.createGraphics();
        try {
          g.setColor(Color.BLACK);
          for (SheetPlan.Line line : plan.lines()) {
            line.lettering().draw(g, line.text(), line.x(), line.y());
          }
        } finally {
          g.dispose();
        }
      }
      return image;
    }

    /** An image and the line around it, which neighbours share. */
    private void paint(SheetPlan.Tile tile, int scale) {
      EmnistDataset dataset = tile.dataset();
      int width = dataset.width() * scale;
      int height = dataset.height() * scale;
      for (int y = tile.y() - 1; y <= tile.y() + height; y++) {
        int row = y * stride + tile.x() - 1;
        Arrays.fill(canvas, row, row + width + 2, RULE);
      }
      byte[] pixels = new byte[dataset.width() * dataset.height()];
      dataset.copyImage(tile.index(), pixels, 0);
      for (int i = 0; i < pixels.length; i++) {
        int left = tile.x() + i % dataset.width() * scale;
        int top = tile.y() + i / dataset.width() * scale;
        for (int y = top; y < top + scale; y++) {
          Arrays.fill(canvas, y * stride + left, y * stride + left + scale, pixels[i]);
        }
      }
    }
  }
}
