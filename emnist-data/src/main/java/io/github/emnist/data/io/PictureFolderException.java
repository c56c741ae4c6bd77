package io.github.emnist.data.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A folder of pictures with some that cannot be read. The message names the first of them. */
public final class PictureFolderException extends IOException {
  private static final long serialVersionUID = 1;

  private static final int NAMED = 20;

  /** All of them; gone after serialization, unlike the message. */
  private final transient List<PictureProblem> problems;

  PictureFolderException(Path folder, List<PictureProblem> problems) {
    super(message(folder, problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(Path folder, List<PictureProblem> problems) {
    StringBuilder message =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s: found %d problem%s (PictureFolder.skipping reads the rest)",
                folder,
                problems.size(),
                problems.size() == 1 ? "" : "s"));
    problems.stream().limit(NAMED).forEach(problem -> message.append("\n  ").append(problem));
    if (problems.size() > NAMED) {
      message.append(String.format(Locale.ROOT, "\n  and %d more", problems.size() - NAMED));
    }
    return message.toString();
  }

  /**
   * What cannot be read.
   *
   * @return at least one, in the order of the pictures; empty after serialization
   */
  public List<PictureProblem> problems() {
    return problems == null ? List.of() : problems;
  }
}
