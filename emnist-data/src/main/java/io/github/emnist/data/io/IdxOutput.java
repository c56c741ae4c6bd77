package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes the two IDX files of a partition, images transposed as EMNIST stores them. */
final class IdxOutput {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private IdxOutput() {}

  static void writeImages(EmnistDataset dataset, OutputStream out) throws IOException {
    int width = dataset.width();
    int height = dataset.height();
    int imageBytes = width * height;
    // The upright image's columns are the file's rows.
    write(out, IMAGES_MAGIC, dataset.size(), width, height);
    byte[] upright = new byte[imageBytes];
    byte[] stored = new byte[imageBytes];
    byte[] block = new byte[Math.max(1, BLOCK_BYTES / imageBytes) * imageBytes];
    int filled = 0;
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, upright, 0);
      Transposition.transpose(upright, 0, height, width, stored);
      System.arraycopy(stored, 0, block, filled, imageBytes);
      filled += imageBytes;
      if (filled == block.length) {
        out.write(block, 0, filled);
        filled = 0;
      }
    }
    out.write(block, 0, filled);
  }

  static void writeLabels(EmnistDataset dataset, int firstFileLabel, OutputStream out)
      throws IOException {
    write(out, LABELS_MAGIC, dataset.size());
    byte[] labels = new byte[dataset.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (dataset.label(i) + firstFileLabel);
    }
    out.write(labels);
  }

  private static void write(OutputStream out, int... header) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(header.length * Integer.BYTES);
    for (int value : header) {
      bytes.putInt(value);
    }
    out.write(bytes.array());
  }
}
