package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.Messages;

/**
 * The images of a step, each with a label or, if mixed, two labels and the share of the first. The
 * arrays are not copied, so that a caller can reuse them; they must not change during a step.
 */
public final class TrainingBatch {
  private final byte[] images;
  private final byte[] labels;
  private final byte[] partners;
  private final float[] shares;

  private TrainingBatch(byte[] images, byte[] labels, byte[] partners, float[] shares) {
    this.images = images;
    this.labels = labels;
    this.partners = partners;
    this.shares = shares;
  }

  /** Creates a batch of images, uint8 {@code [labels.length, height, width, 1]}, upright. */
  public static TrainingBatch of(byte[] images, byte[] labels) {
    return new TrainingBatch(images, labels, new byte[0], new float[0]);
  }

  /**
   * Creates a batch of mixed images, with the labels of the images and of their partners, and the
   * share of the former, in [0, 1].
   */
  public static TrainingBatch mixed(byte[] images, byte[] labels, byte[] partners, float[] shares) {
    if (labels.length != partners.length || labels.length != shares.length) {
      throw Messages.illegal(
          "labels (%d), partners (%d) and shares (%d) must be equally many",
          labels.length, partners.length, shares.length);
    }
    return new TrainingBatch(images, labels, partners, shares);
  }

  /** Returns the number of images. */
  public int size() {
    return labels.length;
  }

  /** Returns the pixels, not a copy. */
  public byte[] images() {
    return images;
  }

  /** Returns the labels, not a copy. */
  public byte[] labels() {
    return labels;
  }

  /** Returns the partners' labels, not a copy; empty if nothing is mixed. */
  public byte[] partners() {
    return partners;
  }

  /** Returns the shares of the labels, not a copy; empty if nothing is mixed. */
  public float[] shares() {
    return shares;
  }

  /** Returns whether the images are mixed. */
  public boolean isMixed() {
    return partners.length > 0;
  }
}
