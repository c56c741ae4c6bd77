package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes Kaggle's form of EMNIST: no header, a line an image, the label and then the pixels column
 * by column, between commas, each line ended by LF.
 */
final class CsvOutput {
  private static final int BUFFER_BYTES = 1 << 16;

  /** "255," */
  private static final int MAX_CELL_BYTES = 4;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int filled;

  private CsvOutput(OutputStream out) {
    this.out = out;
  }

  static void write(EmnistDataset dataset, int firstFileLabel, OutputStream out)
      throws IOException {
    new CsvOutput(out).write(dataset, firstFileLabel);
  }

  private void write(EmnistDataset dataset, int firstFileLabel) throws IOException {
    int width = dataset.width();
    int height = dataset.height();
    byte[] upright = new byte[width * height];
    byte[] stored = new byte[width * height];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, upright, 0);
      Transposition.transpose(upright, 0, height, width, stored);
      writeCell(dataset.label(i) + firstFileLabel);
      for (byte pixel : stored) {
        writeCell(pixel & 0xFF);
      }
      buffer[filled - 1] = '\n';
    }
    out.write(buffer, 0, filled);
  }

  private void writeCell(int value) throws IOException {
    if (filled > BUFFER_BYTES - MAX_CELL_BYTES) {
      // All but the last byte, a comma that may have to become the line's end.
      out.write(buffer, 0, filled - 1);
      buffer[0] = buffer[filled - 1];
      filled = 1;
    }
    if (value >= 100) {
      buffer[filled++] = (byte) ('0' + value / 100);
    }
    if (value >= 10) {
      buffer[filled++] = (byte) ('0' + value / 10 % 10);
    }
    buffer[filled++] = (byte) ('0' + value % 10);
    buffer[filled++] = ',';
  }
}
