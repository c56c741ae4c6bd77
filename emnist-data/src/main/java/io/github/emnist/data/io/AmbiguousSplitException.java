package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Several splits in one place, and none was named. */
public final class AmbiguousSplitException extends IOException {
  private static final long serialVersionUID = 1;

  /** The splits that are there. */
  private final EnumSet<EmnistSplit> splits;

  AmbiguousSplitException(String location, Set<EmnistSplit> splits) {
    super(
        "%s: found the splits %s, expected one; name the split to read"
            .formatted(location, EmnistReader.ids(splits)));
    this.splits = EnumSet.copyOf(splits);
  }

  /**
   * The splits that are there, to choose from.
   *
   * @return two or more, unmodifiable, in the order of {@link EmnistSplit}
   */
  public Set<EmnistSplit> splits() {
    return Collections.unmodifiableSet(splits);
  }
}
