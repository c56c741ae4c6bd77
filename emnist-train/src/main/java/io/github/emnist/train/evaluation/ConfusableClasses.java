package io.github.emnist.train.evaluation;

import io.github.emnist.data.LabelMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Groups of classes that cannot be told apart by their shape alone, so that an answer within the
 * right group may count as right. Immutable.
 *
 * @param groups each of two labels or more; no label twice
 */
public record ConfusableClasses(List<List<String>> groups) {
  /**
   * EMNIST's. A class of the merged splits stands for both cases of its letter: O is o too. Where a
   * split keeps them apart, the small letter is in the group as well.
   */
  private static final List<List<String>> EMNIST =
      List.of(
          List.of("0", "O", "o"),
          List.of("1", "I", "L", "i", "l"),
          List.of("F", "f"),
          List.of("9", "g", "q"),
          List.of("2", "Z", "z"),
          List.of("5", "S", "s"));

  /**
   * Creates groups.
   *
   * @throws IllegalArgumentException if a group has fewer than two labels, or a label is there
   *     twice
   */
  public ConfusableClasses {
    groups = groups.stream().map(List::copyOf).toList();
    Set<String> seen = new HashSet<>();
    for (List<String> group : groups) {
      if (group.size() < 2) {
        throw new IllegalArgumentException(
            "group %s must have two labels or more".formatted(group));
      }
      for (String label : group) {
        if (!seen.add(label)) {
          throw new IllegalArgumentException(
              "label \"%s\" must be in one group only, once".formatted(label));
        }
      }
    }
  }

  /**
   * The groups of EMNIST's characters that exist in a label map: 0/O, 1/I/L, F/f, 9/g/q, 2/Z, 5/S.
   *
   * @param labelMap the classes
   * @return possibly no groups
   */
  public static ConfusableClasses of(LabelMap labelMap) {
    List<List<String>> groups = new ArrayList<>();
    for (List<String> group : EMNIST) {
      List<String> there = group.stream().filter(l -> labelMap.indexOf(l).isPresent()).toList();
      if (there.size() > 1) {
        groups.add(there);
      }
    }
    return new ConfusableClasses(groups);
  }

  /** For each 0-based label the first label of its group, itself where it is in none. */
  int[] merged(LabelMap labelMap) {
    int[] merged = new int[labelMap.size()];
    for (int c = 0; c < merged.length; c++) {
      merged[c] = c;
    }
    for (List<String> group : groups) {
      for (String label : group) {
        merged[index(labelMap, label)] = index(labelMap, group.get(0));
      }
    }
    return merged;
  }

  private static int index(LabelMap labelMap, String label) {
    return labelMap
        .indexOf(label)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "label \"%s\" is not one of the classes %s".formatted(label, labelMap)));
  }
}
