package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Loads one partition and says how large it is; with {@code -Xmx} set to little more than that, it
 * shows how much heap loading takes:
 *
 * <pre>
 * java -Xmx241m -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.LoadOnce PATH SPLIT PARTITION
 * </pre>
 */
public final class LoadOnce {
  private static final double MIB = 1 << 20;

  private LoadOnce() {}

  /**
   * Loads and prints.
   *
   * @param args a folder or archive, a split and a partition, for example {@code balanced train}
   * @throws IOException if the files cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: LoadOnce PATH SPLIT PARTITION");
      System.exit(2);
    }
    EmnistSplit split = EmnistSplit.fromId(args[1]).orElseThrow();
    Partition partition = Partition.valueOf(args[2].toUpperCase(Locale.ROOT));
    EmnistSource source = EmnistReader.open(Path.of(args[0]), split);
    EmnistDataset dataset = source.read(partition);
    long bytes = (long) dataset.size() * (dataset.width() * dataset.height() + 1);
    System.out.printf(
        Locale.ROOT,
        "%s %s: %,d images in %d classes, %.0f MiB, with a heap of at most %.0f MiB; SHA-256 %s%n",
        split.id(),
        partition.id(),
        dataset.size(),
        dataset.labelMap().size(),
        bytes / MIB,
        Runtime.getRuntime().maxMemory() / MIB,
        dataset.contentSha256());
  }
}
