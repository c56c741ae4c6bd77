package io.github.emnist.benchmarks;

import java.util.Map;

/** A benchmark whose outputs a report compares with those of others before it times any. */
public interface Checked {
  /**
   * Computes the outputs once, after {@code @Setup}.
   *
   * @param method the benchmark method that will be timed
   * @return numbers by name
   * @throws Exception if it fails
   */
  Map<String, double[]> outputs(String method) throws Exception;

  /** {@return the library that computes, with its version; empty if not stated} */
  default String engine() {
    return "";
  }
}
