package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.picture.ContactSheet.Block;
import io.github.emnist.data.picture.ContactSheet.Settings;
import io.github.emnist.data.picture.SheetPlan.Line;
import io.github.emnist.data.picture.SheetPlan.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures a sheet before anything is drawn, so that one that is too large costs nothing. Images
 * touch but for a line between them; only a caption wider than its image moves them apart.
 */
abstract class SheetLayout {
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

  /** What stands below an image. */
  abstract String caption(EmnistDataset dataset, int index);

  /** The widest that {@link #caption} can be, by the class and the largest position. */
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
   * What a data set takes from left to right: the images of a row with a line on either side, or
   * its heading where that is wider.
   */
  final long blockWidth(int images) {
    int heading =
        blocks.stream()
            .mapToInt(block -> headings == null ? 0 : headings.width(block.heading()))
            .max()
            .orElseThrow();
    return Math.max((long) images * pitchX() + LINE, Math.min(heading, LONGEST_HEADING));
  }

  /** Where the first row of images begins. */
  final int top() {
    return MARGIN + LINE + (headings == null ? 0 : headings.height() + 6);
  }

  final void addHeading(List<Line> lines, Block block, int left, int images) {
    if (!block.heading().isEmpty()) {
      lines.add(Line.centred(block.heading(), headings, left, (int) blockWidth(images), MARGIN));
    }
  }

  /** Adds an image and its caption to a cell. */
  final void addTile(
      List<Tile> tiles, List<Line> lines, EmnistDataset dataset, int index, int left, int top) {
    tiles.add(new Tile(dataset, index, left + LINE + (cellWidth - tileWidth) / 2, top));
    if (captions != null) {
      String caption = caption(dataset, index);
      lines.add(Line.centred(caption, captions, left + LINE, cellWidth, top + tileHeight + 1));
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
      List<Tile> tiles = new ArrayList<>();
      List<Line> lines = new ArrayList<>();
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
