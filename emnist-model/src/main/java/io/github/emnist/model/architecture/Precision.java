package io.github.emnist.model.architecture;

/**
 * The number format of convolutions and matrix products, in training and in inference. Weights are
 * always stored in float32.
 */
public enum Precision {
  /**
   * A fast format for the network and the machine.
   *
   * <p>In inference: INT8 if engine, processor and model support it for all convolutions, which it
   * does not in residual blocks; else BFLOAT16 on x86 processors with instructions for it whose
   * caches' sizes are known, since it is faster there; else FLOAT32.
   *
   * <p>In training: BFLOAT16 or FLOAT32, chosen by measuring a few steps; FLOAT32 if the processor
   * is known to have no instructions for bfloat16, or the run is deterministic.
   */
  AUTO,

  /** 32-bit floating point, 24 significant bits. Always available. */
  FLOAT32,

  /**
   * bfloat16 for the products, 8 significant bits. Without instructions for it, training emulates
   * it, slower than float32, and inference throws an exception.
   */
  BFLOAT16,

  /**
   * 8-bit integers, for inference only. Needs a processor that multiplies and adds them in one
   * instruction, and a model with the ranges of its activations.
   */
  INT8
}
