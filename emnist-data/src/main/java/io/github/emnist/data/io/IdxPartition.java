package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.util.Locale;

/** Reads the images and the labels of one partition together. */
record IdxPartition(IdxInput images, IdxInput labels, EmnistSplit split, ReadLimits limits) {
  /** Large enough that handing a block over costs nothing, small enough for the cache. */
  private static final int BLOCK_BYTES = 1 << 19;

  /** From so many blocks on, a second thread is worth starting. */
  private static final int MANY_BLOCKS = 16;

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

  /** Reads a block while the one before it is turned upright. */
  private void readImages(
      EmnistDataset.Builder builder, int width, int height, byte[] fileLabels, String content)
      throws IOException {
    int imageBytes = width * height;
    int perBlock = Math.min(fileLabels.length, Math.max(1, BLOCK_BYTES / imageBytes));
    byte[] block = new byte[perBlock * imageBytes];
    byte[] spare = new byte[perBlock < fileLabels.length ? block.length : 0];
    byte[] upright = new byte[imageBytes];
    boolean large = fileLabels.length / perBlock >= MANY_BLOCKS;
    // Who is not believed gets no second thread either.
    boolean parallel = large && images.vouchesFor((long) fileLabels.length * imageBytes);
    try (Overlap overlap = new Overlap(parallel)) {
      for (int done = 0; done < fileLabels.length; done += perBlock) {
        int first = done;
        int count = Math.min(perBlock, fileLabels.length - first);
        byte[] stored = block;
        images.readFully(stored, count * imageBytes, content);
        overlap.start(
            () -> {
              for (int i = 0; i < count; i++) {
                Transposition.transpose(stored, i * imageBytes, width, height, upright);
                int label = (fileLabels[first + i] & 0xFF) - split.firstFileLabel();
                builder.add(upright, 0, label);
              }
            });
        block = spare;
        spare = stored;
      }
      overlap.await();
    }
    images.expectEnd(content);
  }
}
