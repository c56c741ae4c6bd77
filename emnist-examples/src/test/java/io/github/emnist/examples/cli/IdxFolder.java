package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Partition;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes data sets as the official files: plain IDX, images transposed. */
final class IdxFolder {
  private IdxFolder() {}

  static void write(Path folder, Partition partition, EmnistDataset dataset) throws IOException {
    String stem = "emnist-" + dataset.split().orElseThrow().id() + "-" + partition.id();
    try (DataOutputStream images = open(folder.resolve(stem + "-images-idx3-ubyte"));
        DataOutputStream labels = open(folder.resolve(stem + "-labels-idx1-ubyte"))) {
      images.writeInt(0x0803);
      images.writeInt(dataset.size());
      images.writeInt(dataset.width());
      images.writeInt(dataset.height());
      labels.writeInt(0x0801);
      labels.writeInt(dataset.size());
      for (int i = 0; i < dataset.size(); i++) {
        for (int x = 0; x < dataset.width(); x++) {
          for (int y = 0; y < dataset.height(); y++) {
            images.writeByte(dataset.image(i).pixel(x, y));
          }
        }
        labels.writeByte(dataset.label(i) + dataset.split().orElseThrow().firstFileLabel());
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }
}
