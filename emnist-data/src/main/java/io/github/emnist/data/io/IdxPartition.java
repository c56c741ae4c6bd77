package io.github.emnist.data.io;

import io.github.emnist.data.DatasetFiller;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import java.io.IOException;
import java.util.Locale;

/** Reads the images and the labels of one partition together; EMNIST's images are not upright. */
record IdxPartition(
    IdxInput images, IdxInput labels, EmnistSplit split, boolean upright, ReadLimits limits) {
  private static final int IMAGE_DIMENSIONS = 3;
  private static final int LABEL_DIMENSIONS = 1;

  EmnistDataset read() throws IOException {
    IdxHeader header = IdxHeader.read(images, IMAGE_DIMENSIONS, "images, rows, columns");
    int count = header.dimension(0, "images", limits.maxImages(), "ReadLimits.maxImages");
    int rows = header.dimension(1, "rows", limits.maxSide(), "ReadLimits.maxSide");
    int columns = header.dimension(2, "columns", limits.maxSide(), "ReadLimits.maxSide");
    // EMNIST's rows are the upright image's columns.
    int width = upright ? columns : rows;
    int height = upright ? rows : columns;
    long pixels = (long) count * width * height; // below 2^61: each side is at most 32,767
    String content = String.format(Locale.ROOT, "%d images of %dx%d", count, rows, columns);
    if (pixels > limits.maxPixels()) {
      throw images.malformed(
          Integer.BYTES,
          String.format(Locale.ROOT, "%s, %d pixels", content, pixels),
          String.format(
              Locale.ROOT, "at most %d pixels (ReadLimits.maxPixels)", limits.maxPixels()));
    }
    images.checkSize(IdxHeader.bytes(IMAGE_DIMENSIONS) + pixels, content);

    byte[] fileLabels = readLabels(count);
    EmnistDataset dataset =
        images.vouchesFor(pixels)
            ? readTrusted(width, height, fileLabels, content)
            : readDoubted(width, height, fileLabels, content);
    images.expectEnd(content);
    return dataset;
  }

  /** All memory at once, and two threads where that pays. */
  private EmnistDataset readTrusted(int width, int height, byte[] fileLabels, String content)
      throws IOException {
    DatasetFiller filler =
        new DatasetFiller(split.labelMap(), split, width, height, fileLabels.length);
    ImageBlocks blocks =
        blocks(
            width,
            height,
            fileLabels.length,
            content,
            (index, upright) -> filler.set(index, upright, 0, label(fileLabels[index])));
    if (blocks.areMany()) {
      TwoThreads.run(blocks);
    } else {
      blocks.run();
    }
    return filler.build();
  }

  /** Memory grows with the images that really come. */
  private EmnistDataset readDoubted(int width, int height, byte[] fileLabels, String content)
      throws IOException {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(split.labelMap(), width, height).split(split);
    blocks(
            width,
            height,
            fileLabels.length,
            content,
            (index, upright) -> builder.add(upright, 0, label(fileLabels[index])))
        .run();
    return builder.build();
  }

  /** An upright image is given as one row of all its pixels, which turning leaves as it is. */
  private ImageBlocks blocks(
      int width, int height, int count, String content, ImageBlocks.Sink sink) {
    return upright
        ? new ImageBlocks(images, width * height, 1, count, content, sink)
        : new ImageBlocks(images, width, height, count, content, sink);
  }

  private int label(byte fileLabel) {
    return (fileLabel & 0xFF) - split.firstFileLabel();
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
}
