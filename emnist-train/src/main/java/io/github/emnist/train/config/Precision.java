package io.github.emnist.train.config;

/** The number format of convolutions and matrix products while training. Weights are float32. */
public enum Precision {
  /**
   * Whichever is faster: a few steps are measured in both before the run, unless the processor is
   * known to have no instructions for bfloat16, or the run is deterministic; then it is float32.
   */
  AUTO,

  /** 32-bit floating point. */
  FLOAT32,

  /**
   * bfloat16 for the products, float32 for the weights and their update. A processor without
   * instructions for it emulates them, which is slower than float32.
   */
  BFLOAT16
}
