package io.github.emnist.examples;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes synthetic characters in EMNIST's formats: {@code WriteSynthetic OUT [SPLIT]}. The folder
 * OUT receives gzip IDX files, the mapping file and Kaggle's CSV files.
 */
public final class WriteSynthetic {
  private WriteSynthetic() {}

  /**
   * Writes the files.
   *
   * @param args the folder and optionally a split, for example {@code letters}
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    Optional<EmnistSplit> known = EmnistSplit.fromId(args.length == 2 ? args[1] : "balanced");
    if (args.length < 1 || args.length > 2 || known.isEmpty()) {
      System.err.println("usage: WriteSynthetic OUT [SPLIT]");
      System.exit(2);
    }
    Path out = Path.of(args[0]);
    EmnistSplit split = known.orElseThrow();
    // region: write
    SyntheticEmnist source = SyntheticEmnist.of(split).withImagesPerClass(1_000, 200).withSeed(1);
    EmnistWriter.write(source, out);
    for (Partition partition : Partition.values()) {
      String name = "emnist-%s-%s.csv".formatted(split.id(), partition.id());
      EmnistWriter.writeCsv(source.read(partition), out.resolve(name));
    }
    // endregion
    System.out.println("wrote " + source.identity() + " to " + out);
  }
}
