package io.github.emnist.model.tensorflow;

/** In what convolutions and matrix products are computed. Weights stay float32. */
public enum Precision {
  /** 24 significant bits. */
  FLOAT32,
  /** 8 significant bits, on processors that compute in it. */
  BFLOAT16;

  /**
   * What this processor should use when asked for this: TensorFlow does not check and would emulate
   * bfloat16, at half the speed of float32.
   */
  public Precision effective() {
    return this == BFLOAT16 && !CpuFeatures.ofThisMachine().hasBfloat16() ? FLOAT32 : this;
  }
}
