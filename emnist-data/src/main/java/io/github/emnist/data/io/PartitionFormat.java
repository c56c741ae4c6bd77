package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.io.IdxReader.IdxHeader;
import io.github.emnist.data.io.IdxReader.IdxInput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A way in which one partition of a split may lie in a place. */
interface PartitionFormat {
  /**
   * Returns all of them, the preferred one first. Kaggle's archive holds IDX files and tables; the
   * tables of its Letters have fewer images than NIST's files, so those are read.
   */
  static List<PartitionFormat> inOrderOfPreference() {
    return List.of(
        new IdxFormat(false, false),
        new IdxFormat(true, false),
        new IdxFormat(true, true),
        new CsvFormat());
  }

  /**
   * Tells whether any of the partition's files is there. A part of them counts, so that reading
   * says which one is missing.
   */
  boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition);

  /** Returns the partition's files. */
  List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
      throws IOException;

  /** Reads a partition that is there. */
  EmnistDataset read(EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
      throws IOException;

  /**
   * A file of images and a file of labels: under EMNIST's names and transposed, as NIST publishes
   * them, or under the names of MNIST itself, whose images are upright.
   *
   * @param dotted whether MNIST's names have a dot for their second hyphen
   */
  record IdxFormat(boolean mnist, boolean dotted) implements PartitionFormat {
    /** From so many images of 1 on, their mean shape is told. */
    private static final int ENOUGH_ONES = 10;

    @Override
    public boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition) {
      return (!mnist || split == EmnistSplit.MNIST)
          && (files.holdsPlainOrGzip(imagesName(split, partition))
              || files.holdsPlainOrGzip(labelsName(split, partition)));
    }

    @Override
    public List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
        throws IOException {
      return List.of(
          find(files, imagesName(split, partition), "images", split, partition),
          find(files, labelsName(split, partition), "labels", split, partition));
    }

    @Override
    public EmnistDataset read(
        EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
        throws IOException {
      List<ByteSource> found = find(files, split, partition);
      try (IdxInput images = IdxInput.open(found.get(0), limits);
          IdxInput labels = IdxInput.open(found.get(1), limits)) {
        EmnistDataset dataset = new IdxReader(images, labels, split, mnist, limits).read();
        if (mnist) {
          checkUpright(dataset, images);
        }
        return dataset;
      }
    }

    /** EMNIST's files under MNIST's names would be read lying on their side, without a word. */
    private static void checkUpright(EmnistDataset dataset, IdxInput images)
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
      int left = image.width();
      int right = -1;
      int top = image.height();
      int bottom = -1;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          if (image.pixel(x, y) > 127) {
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
          }
        }
      }
      return right - left > bottom - top;
    }

    private String imagesName(EmnistSplit split, Partition partition) {
      return mnist ? FileNames.mnistImages(partition, dotted) : FileNames.images(split, partition);
    }

    private String labelsName(EmnistSplit split, Partition partition) {
      return mnist ? FileNames.mnistLabels(partition, dotted) : FileNames.labels(split, partition);
    }

    private static ByteSource find(
        EmnistFiles files, String fileName, String content, EmnistSplit split, Partition partition)
        throws IOException {
      Optional<ByteSource> file = files.findPlainOrGzip(fileName);
      if (file.isEmpty()) {
        throw new MissingDataException(
            files.name(),
            "no %s of the %s partition of %s".formatted(content, partition.id(), split.id()),
            FileNames.plainOrGzip(fileName));
      }
      return file.get();
    }
  }

  /** One table of labels and pixels, as Kaggle publishes them. */
  record CsvFormat() implements PartitionFormat {
    @Override
    public boolean isIn(EmnistFiles files, EmnistSplit split, Partition partition) {
      return files.holdsPlainOrGzip(FileNames.csv(split, partition));
    }

    @Override
    public List<ByteSource> find(EmnistFiles files, EmnistSplit split, Partition partition)
        throws IOException {
      Optional<ByteSource> file = files.findPlainOrGzip(FileNames.csv(split, partition));
      if (file.isEmpty()) {
        throw new MissingDataException(
            files.name(),
            "no table of the %s partition of %s".formatted(partition.id(), split.id()),
            FileNames.plainOrGzip(FileNames.csv(split, partition)));
      }
      return List.of(file.get());
    }

    @Override
    public EmnistDataset read(
        EmnistFiles files, EmnistSplit split, Partition partition, ReadLimits limits)
        throws IOException {
      return CsvReader.of(split).withLimits(limits).read(find(files, split, partition).get(0));
    }
  }
}
