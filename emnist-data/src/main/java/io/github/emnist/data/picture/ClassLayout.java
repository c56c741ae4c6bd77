package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.picture.ContactSheet.Block;
import io.github.emnist.data.picture.ContactSheet.Caption;
import io.github.emnist.data.picture.ContactSheet.Settings;
import io.github.emnist.data.picture.ContactSheet.SheetLayout;
import io.github.emnist.data.picture.ContactSheet.SheetPlan;
import io.github.emnist.data.picture.ContactSheet.SheetPlan.Line;
import io.github.emnist.data.picture.ContactSheet.SheetPlan.Tile;
import java.util.ArrayList;
import java.util.List;

/**
 * A class a row: its name, then its first images from each data set. The rows run down, and go on
 * in another column of classes where the sheet is to be wide enough for that.
 */
final class ClassLayout extends SheetLayout {
  private static final int LONGEST_LABEL = 160; // pixels
  private static final int LABEL_GAP = 8;

  /** Null where no names are wanted. */
  private final Lettering names;

  private final int nameWidth;

  /** The positions of the first images of each class, by block and label. */
  private final int[][][] members;

  /** The labels that have a row. */
  private final List<Integer> labels = new ArrayList<>();

  private final int groups;
  private final int rows;

  ClassLayout(List<Block> blocks, Settings settings) {
    super(
        blocks,
        settings,
        settings.caption() == Caption.LABEL_AND_INDEX ? Lettering.caption() : null);
    names = settings.caption() == Caption.NONE ? null : Lettering.rowLabel();
    members = new int[blocks.size()][][];
    for (int b = 0; b < members.length; b++) {
      members[b] = firstOfEachClass(blocks.get(b).dataset(), settings.perClass());
    }
    for (int label = 0; label < labelMap.size(); label++) {
      for (int[][] block : members) {
        if (block[label].length > 0) {
          labels.add(label);
          break;
        }
      }
    }
    nameWidth = names == null ? 0 : widestName() + LABEL_GAP;
    groups = Math.min(Math.max(1, settings.columns() / settings.perClass()), labels.size());
    rows = (labels.size() - 1) / groups + 1;
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

  private int widestName() {
    int widest =
        labels.stream().mapToInt(label -> names.width(labelMap.label(label))).max().orElseThrow();
    return Math.min(widest, LONGEST_LABEL);
  }

  @Override
  long width() {
    return 2L * MARGIN + groups * (groupWidth() + GAP) - GAP;
  }

  private long groupWidth() {
    return nameWidth + blocks.size() * (blockWidth(settings.perClass()) + GAP) - GAP;
  }

  @Override
  long height() {
    return top() + (long) rows * pitchY() + MARGIN;
  }

  /** The class stands at the row's beginning. */
  @Override
  String caption(EmnistDataset dataset, int index) {
    return Integer.toString(index);
  }

  @Override
  String longestCaption(String label, int lastIndex) {
    return Integer.toString(lastIndex);
  }

  @Override
  SheetPlan plan() {
    List<Tile> tiles = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int left = MARGIN + group * (int) (groupWidth() + GAP);
      int end = Math.min((group + 1) * rows, labels.size());
      addNames(lines, labels.subList(Math.min(group * rows, end), end), left);
      left += nameWidth;
      for (int b = 0; b < members.length; b++) {
        Block block = blocks.get(b);
        addHeading(lines, block, left, settings.perClass());
        for (int place = group * rows; place < end; place++) {
          int[] row = members[b][labels.get(place)];
          int y = top() + (place - group * rows) * pitchY();
          for (int i = 0; i < row.length; i++) {
            addTile(tiles, lines, block.dataset(), row[i], left + i * pitchX(), y);
          }
        }
        left += (int) blockWidth(settings.perClass()) + GAP;
      }
    }
    return new SheetPlan((int) width(), (int) height(), tiles, lines);
  }

  private void addNames(List<Line> lines, List<Integer> group, int left) {
    if (names == null) {
      return;
    }
    for (int row = 0; row < group.size(); row++) {
      int y = top() + row * pitchY() + (tileHeight - names.height()) / 2;
      String name = labelMap.label(group.get(row));
      lines.add(Line.endingAt(name, names, left, nameWidth - LABEL_GAP, y));
    }
  }
}
