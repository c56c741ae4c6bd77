package io.github.emnist.model.tensorflow;

/** In what convolutions and matrix products are computed. Weights stay float32. */
public enum Precision {
  /** 24 significant bits. */
  FLOAT32,
  /**
   * 8 significant bits. TensorFlow does not check that the processor computes in them and would
   * emulate them, at half the speed of float32, so whoever asks for this must know that {@link
   * CpuFeatures#hasBfloat16}.
   */
  BFLOAT16,
  /**
   * 8-bit integers, for inference only. Needs to know how far the activations reach, and runs fast
   * only where {@link CpuFeatures#hasInt8}.
   */
  INT8
}
