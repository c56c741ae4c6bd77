package io.github.emnist.model.architecture;

/**
 * The number format of convolutions and matrix products, in training and in inference. Weights are
 * stored in float32 whatever it is.
 */
public enum Precision {
  /**
   * The fastest that can be used.
   *
   * <p>In inference: INT8, else BFLOAT16, else FLOAT32, of those that the engine offers, that this
   * processor computes natively and that this model carries what is needed for.
   *
   * <p>In training: a few steps are measured in BFLOAT16 and in FLOAT32 before the run, unless the
   * processor is known to have no instructions for bfloat16, or the run is deterministic; then it
   * is FLOAT32.
   */
  AUTO,

  /** 32-bit floating point, 24 significant bits. Always available. */
  FLOAT32,

  /**
   * bfloat16 for the products, 8 significant bits. A processor without instructions for it emulates
   * them, which is slower than float32: training does so if asked to, inference refuses.
   */
  BFLOAT16,

  /**
   * 8-bit integers, for inference only: where the processor multiplies and adds them in one
   * instruction, and for a model that carries the measured ranges of its activations.
   */
  INT8
}
