package io.github.emnist.data.io;

/** Is told what a {@link CsvReader} passed over. */
@FunctionalInterface
public interface CsvListener {
  /**
   * The first line was a header, not an image.
   *
   * @param source what is being read, usually a file
   * @param header the line, without its end
   */
  void headerSkipped(String source, String header);
}
