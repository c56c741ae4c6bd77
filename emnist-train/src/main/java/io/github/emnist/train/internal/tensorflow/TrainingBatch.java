package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.Messages;

/**
 * What a step learns from: images, and for each its label, or two labels and the first one's share
 * where images were mixed. It holds on to the arrays, so that a caller can fill the same ones
 * again; they must not change while a step reads them.
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

  /** Images as they are, uint8 {@code [labels.length, height, width, 1]}, upright. */
  public static TrainingBatch of(byte[] images, byte[] labels) {
    return new TrainingBatch(images, labels, new byte[0], new float[0]);
  }

  /**
   * Images that are mixtures of two: labels of the own images and of the partners, and the share of
   * the own, in [0, 1].
   */
  public static TrainingBatch mixed(byte[] images, byte[] labels, byte[] partners, float[] shares) {
    if (labels.length != partners.length || labels.length != shares.length) {
      throw new IllegalArgumentException(
          Messages.format(
              "labels (%d), partners (%d) and shares (%d) must be as many",
              labels.length, partners.length, shares.length));
    }
    return new TrainingBatch(images, labels, partners, shares);
  }

  /** How many images. */
  public int size() {
    return labels.length;
  }

  /** The pixels, not a copy. */
  public byte[] images() {
    return images;
  }

  /** The own labels, not a copy. */
  public byte[] labels() {
    return labels;
  }

  /** The partners' labels, not a copy; empty where nothing is mixed. */
  public byte[] partners() {
    return partners;
  }

  /** The own labels' shares, not a copy; empty where nothing is mixed. */
  public float[] shares() {
    return shares;
  }

  /** Whether the images are mixtures. */
  public boolean isMixed() {
    return partners.length > 0;
  }
}
