package io.github.emnist.data;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * {@link EmnistDataset#deduplicate}: a hash table of the images seen so far. A hash only says where
 * to look; equal are images whose pixels are.
 */
final class DuplicateSearch {
  private final EmnistDataset dataset;
  private final PixelChunks chunks;
  private final ImageColumns columns;
  private final long[] hashes;

  /** For a part of the hash, the index + 1 of the image kept last that has it, or 0. */
  private final int[] table;

  /** For an image kept, the index + 1 of the one before it in the same place of the table. */
  private final int[] before;

  DuplicateSearch(EmnistDataset dataset) {
    this(dataset, dataset.columns().chunks()::hash);
  }

  /** With a hash of positions, so that tests can make unequal images collide. */
  DuplicateSearch(EmnistDataset dataset, IntToLongFunction hash) {
    this.dataset = dataset;
    this.columns = dataset.columns();
    this.chunks = columns.chunks();
    this.hashes =
        IntStream.range(0, columns.size())
            .parallel()
            .mapToLong(i -> hash.applyAsLong(columns.position(i)))
            .toArray();
    this.table = new int[1 << Math.min(30, 33 - Integer.numberOfLeadingZeros(columns.size()))];
    this.before = new int[columns.size()];
  }

  Deduplication run() {
    int[] kept = new int[columns.size()];
    int count = 0;
    int conflicts = 0;
    for (int i = 0; i < columns.size(); i++) {
      int first = firstLike(i);
      if (first == i) {
        kept[count++] = i;
      } else if (columns.label(first) != columns.label(i)) {
        conflicts++;
      }
    }
    return new Deduplication(
        dataset.subset(Arrays.copyOf(kept, count)), columns.size() - count, conflicts);
  }

  /** The earliest image with the same pixels, which may be the image itself. */
  private int firstLike(int index) {
    int position = columns.position(index);
    int place = (int) (hashes[index] >>> 32) & table.length - 1;
    for (int earlier = table[place] - 1; earlier >= 0; earlier = before[earlier] - 1) {
      int other = columns.position(earlier);
      if (other == position || hashes[earlier] == hashes[index] && chunks.equal(other, position)) {
        return earlier;
      }
    }
    before[index] = table[place];
    table[place] = index + 1;
    return index;
  }
}
