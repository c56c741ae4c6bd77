package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.util.Locale;

/** Reads the images and the labels of one partition together. */
record IdxPartition(IdxInput images, IdxInput labels, EmnistSplit split, ReadLimits limits) {
  /** Images are transposed while they are still in the processor's second-level cache. */
  private static final int BLOCK_BYTES = 1 << 16;

  private static final int IMAGE_DIMENSIONS = 3;
  private static final int LABEL_DIMENSIONS = 1;

  EmnistDataset read() throws IOException {
    IdxHeader header = IdxHeader.read(images, IMAGE_DIMENSIONS, "images, rows, columns");
    int count = header.dimension(0, "images", limits.maxImages(), "ReadLimits.maxImages");
    // The file's rows are the upright image's columns.
    int width = header.dimension(1, "rows", limits.maxSide(), "ReadLimits.maxSide");
    int height = header.dimension(2, "columns", limits.maxSide(), "ReadLimits.maxSide");
    long pixels = (long) count * width * height; // below 2^61: each side is at most 32,767
    String content = String.format(Locale.ROOT, "%d images of %dx%d", count, width, height);
    if (pixels > limits.maxPixels()) {
      throw images.malformed(
          Integer.BYTES,
          String.format(Locale.ROOT, "%s, %d pixels", content, pixels),
          String.format(
              Locale.ROOT, "at most %d pixels (ReadLimits.maxPixels)", limits.maxPixels()));
    }
    images.checkSize(IdxHeader.bytes(IMAGE_DIMENSIONS) + pixels, content);

    EmnistDataset.Builder builder =
        EmnistDataset.builder(split.labelMap(), width, height).split(split);
    byte[] fileLabels = readLabels(count);
    if (images.vouchesFor(pixels)) {
      builder.expect(count);
    }
    readImages(builder, width, height, fileLabels, content);
    return builder.build();
  }

  private byte[] readLabels(int count) throws IOException {
    IdxHeader header = IdxHeader.read(labels, LABEL_DIMENSIONS, "labels");
    int found = header.dimension(0);
    if (found != count) {
      throw labels.malformed(
          Integer.BYTES,
          String.format(Locale.ROOT, "%d labels", found),
          String.format(Locale.ROOT, "%d, one for each image in %s", count, images.name()));
    }
    String content = String.format(Locale.ROOT, "%d labels", count);
    labels.checkSize(IdxHeader.bytes(LABEL_DIMENSIONS) + (long) count, content);
    byte[] fileLabels = labels.readFully(count, content);
    labels.expectEnd(content);
    checkLabels(fileLabels);
    return fileLabels;
  }

  private void checkLabels(byte[] fileLabels) throws IOException {
    int first = split.firstFileLabel();
    int last = first + split.labelMap().size() - 1;
    for (int i = 0; i < fileLabels.length; i++) {
      int label = fileLabels[i] & 0xFF;
      if (label < first || label > last) {
        throw labels.malformed(
            IdxHeader.bytes(LABEL_DIMENSIONS) + (long) i,
            String.format(Locale.ROOT, "label %d", label),
            String.format(Locale.ROOT, "%d to %d (%s)", first, last, split.id()));
      }
    }
  }

  private void readImages(
      EmnistDataset.Builder builder, int width, int height, byte[] fileLabels, String content)
      throws IOException {
    int imageBytes = width * height;
    int perBlock = Math.min(fileLabels.length, Math.max(1, BLOCK_BYTES / imageBytes));
    byte[] block = new byte[perBlock * imageBytes];
    byte[] upright = new byte[imageBytes];
    for (int done = 0; done < fileLabels.length; done += perBlock) {
      int inBlock = Math.min(perBlock, fileLabels.length - done);
      images.readFully(block, inBlock * imageBytes, content);
      for (int i = 0; i < inBlock; i++) {
        Transposition.transpose(block, i * imageBytes, width, height, upright);
        builder.add(upright, 0, (fileLabels[done + i] & 0xFF) - split.firstFileLabel());
      }
    }
    images.expectEnd(content);
  }
}
