package io.github.emnist.model;

/** In what numbers a classifier computes convolutions and matrix products. */
public enum InferencePrecision {
  /**
   * The fastest that this processor computes natively and this model carries what is needed for:
   * INT8, else BFLOAT16, else FLOAT32.
   */
  AUTO,
  /** 24 significant bits, as in training. Can always be asked for. */
  FLOAT32,
  /** 8 significant bits. Only where the processor computes in them; emulated, it would be slow. */
  BFLOAT16,
  /**
   * 8-bit integers. Only where the processor multiplies and adds them in one instruction, and for a
   * model that carries the measured ranges of its activations.
   */
  INT8
}
