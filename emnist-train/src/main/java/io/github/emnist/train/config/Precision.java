package io.github.emnist.train.config;

/** The number format of convolutions and matrix products while training. Weights are float32. */
public enum Precision {
  /** bfloat16 where the processor has instructions for it, else float32. */
  AUTO,

  /** 32-bit floating point. */
  FLOAT32,

  /** bfloat16 for the products, float32 for the weights and their update. */
  BFLOAT16
}
