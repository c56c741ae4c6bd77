package io.github.emnist.examples;

import static org.dflib.Exp.$col;
import static org.dflib.Exp.$double;
import static org.dflib.Exp.$int;
import static org.dflib.Exp.count;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.data.table.EmnistTable;
import java.io.IOException;
import java.nio.file.Path;
import org.dflib.DataFrame;
import org.dflib.Printers;

/**
 * Prints a data set as a table, and the number of images and the ink of each class: {@code
 * ClassStatistics [DATA]}. Uses the training images, or else the test images; synthetic ones
 * without DATA.
 */
public final class ClassStatistics {
  private static final int ROWS = 256; // the maximum number of classes
  private static final int COLUMN_WIDTH = 20; // characters

  private ClassStatistics() {}

  /**
   * Prints the tables.
   *
   * @param args optionally a folder or an archive of EMNIST files
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 1) {
      System.err.println("usage: ClassStatistics [DATA]");
      System.exit(2);
    }
    EmnistSource source =
        args.length == 1 ? EmnistReader.open(Path.of(args[0])) : SyntheticEmnist.balanced();
    EmnistDataset dataset =
        source.read(
            source.partitions().contains(Partition.TRAIN) ? Partition.TRAIN : Partition.TEST);
    // region: table
    DataFrame table = EmnistTable.of(dataset);
    print(table.head(5));
    print(EmnistTable.describe(table));
    DataFrame classes =
        table
            .group("label")
            .agg(
                $int("label").first().as("label"),
                $col("character").first().as("character"),
                count().as("images"),
                $double("ink").avg().as("mean ink"),
                $int("width").avg().as("mean width"),
                $int("height").avg().as("mean height"))
            .sort($int("label").asc());
    print(classes);
    // endregion
  }

  private static void print(DataFrame table) {
    System.out.println(Printers.tabular(ROWS, COLUMN_WIDTH).toString(table));
    System.out.println();
  }
}
