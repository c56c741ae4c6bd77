package io.github.emnist.benchmarks;

import java.util.Map;

/** A benchmark whose outputs a report compares with those of others before it times any. */
public interface Checked {
  /**
   * Computes once, after {@code @Setup}.
   *
   * @param method the benchmark method that will be timed
   * @return numbers by what they are
   * @throws Exception if it fails
   */
  Map<String, double[]> outputs(String method) throws Exception;

  /** {@return what computes, with its version} */
  default String engine() {
    return "";
  }
}
