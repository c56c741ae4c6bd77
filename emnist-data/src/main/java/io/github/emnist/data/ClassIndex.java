package io.github.emnist.data;

import java.util.Arrays;

/** The positions of each class' images, found in one pass. */
final class ClassIndex {
  private final int[][] members;

  ClassIndex(EmnistDataset dataset) {
    int[] counts = dataset.classCounts();
    members = new int[counts.length][];
    Arrays.setAll(members, label -> new int[counts[label]]);
    int[] filled = new int[counts.length];
    for (int i = 0; i < dataset.size(); i++) {
      int label = dataset.label(i);
      members[label][filled[label]++] = i;
    }
  }

  /** The number of classes, with images or without. */
  int classes() {
    return members.length;
  }

  /** Positions in the data set, in its order. */
  int[] members(int label) {
    return members[label];
  }
}
