package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.io.IdxReader.IdxHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The forms of a partition's files, the preferred one first. Kaggle's archive has IDX files and
 * tables; its table of Letters has fewer images than NIST's files, so IDX comes first.
 */
enum PartitionFormat {
  /** A file of images and a file of labels under EMNIST's names, transposed. */
  EMNIST,

  /** A file of images and a file of labels under the names of MNIST itself, upright. */
  MNIST,

  /** As {@link #MNIST}, with a dot for the second hyphen of the names. */
  DOTTED_MNIST,

  /** A table of labels and pixels, as Kaggle publishes them. */
  CSV;

  /** The number of ones from which their shape is checked. */
  private static final int ENOUGH_ONES = 10;

  /** Returns the names of the files; none if the split is not published in this form. */
  private List<String> names(EmnistSplit split, Partition partition) {
    if (this == CSV) {
      return List.of(FileNames.csv(split, partition));
    }
    if (this == EMNIST) {
      return List.of(FileNames.images(split, partition), FileNames.labels(split, partition));
    }
    boolean dotted = this == DOTTED_MNIST;
    return split == EmnistSplit.MNIST
        ? List.of(
            FileNames.mnistImages(partition, dotted), FileNames.mnistLabels(partition, dotted))
        : List.of();
  }

  /** Tells whether any of the partition's files exists; reading reports a missing other one. */
  boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition) {
    return names(split, partition).stream().anyMatch(files::holdsPlainOrGzip);
  }

  /** Returns the partition's files. */
  List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException {
    List<ByteSource> found = new ArrayList<>();
    for (String name : names(split, partition)) {
      Optional<ByteSource> file = files.findPlainOrGzip(name);
      if (file.isEmpty()) {
        String content = this == CSV ? "table" : found.isEmpty() ? "images" : "labels";
        throw new MissingDataException(
            files.name(),
            "no %s of the %s partition of %s".formatted(content, partition.id(), split.id()),
            FileNames.plainOrGzip(name));
      }
      found.add(file.get());
    }
    return found;
  }

  EmnistDataset read(EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
      throws IOException {
    List<ByteSource> found = find(files, split, partition);
    if (this == CSV) {
      return CsvReader.of(split).withLimits(limits).read(found.get(0));
    }
    try (UnpackedStream images = UnpackedStream.open(found.get(0), limits);
        UnpackedStream labels = UnpackedStream.open(found.get(1), limits)) {
      boolean upright = this != EMNIST;
      EmnistDataset dataset = new IdxReader(images, labels, split, upright, limits).read();
      if (upright) {
        checkUpright(dataset, images);
      }
      return dataset;
    }
  }

  /** Refuses EMNIST's files under MNIST's names, which would be read transposed. */
  private static void checkUpright(EmnistDataset dataset, UnpackedStream images)
      throws MalformedDataException {
    int one = dataset.labelMap().indexOf("1").orElseThrow();
    int ones = 0;
    int lying = 0;
    for (int i = 0; i < dataset.size(); i++) {
      if (dataset.label(i) == one) {
        ones++;
        lying += liesOnItsSide(dataset.image(i)) ? 1 : 0;
      }
    }
    if (ones >= ENOUGH_ONES && 2 * lying > ones) {
      throw images.malformed(
          IdxHeader.bytes(3),
          Messages.format("%d of %d ones that are wider than high", lying, ones),
          "upright images, as MNIST's own files hold them; EMNIST's files, which hold them"
              + " transposed, are named emnist-mnist-...");
    }
  }

  private static boolean liesOnItsSide(GrayImage image) {
    PixelBox box = PixelBox.find(image, 128);
    return box != null && box.width() > box.height();
  }
}
