package io.github.emnist.data;

import io.github.emnist.data.internal.Sha256;

/** {@link EmnistDataset#contentSha256}. */
final class ContentHash {
  private ContentHash() {}

  static String of(LabelledImages dataset) {
    Sha256 sha = new Sha256();
    byte[] labels = new byte[dataset.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) dataset.label(i);
    }
    sha.update(labels);
    byte[] pixels = new byte[dataset.width() * dataset.height()];
    for (int i = 0; i < labels.length; i++) {
      dataset.copyImage(i, pixels, 0);
      sha.update(pixels);
    }
    return sha.hex();
  }
}
