package io.github.emnist.examples;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.picture.ContactSheet;
import io.github.emnist.data.synthetic.HandwritingStatistics;
import io.github.emnist.data.synthetic.HandwritingStatistics.Spread;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Compares synthetic with real characters, as pictures and by statistics: {@code
 * SyntheticBesideReal DATA OUT.png}. Reads only the training files of DATA.
 */
public final class SyntheticBesideReal {
  private static final int MEASURED_PER_CLASS = 400;
  private static final int SHOWN_PER_CLASS = 10;
  private static final long SEED = 7;

  private SyntheticBesideReal() {}

  /**
   * Prints the table and writes the picture.
   *
   * @param args a folder of EMNIST files and the PNG file to write
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: SyntheticBesideReal DATA OUT.png");
      System.exit(2);
    }
    var source = EmnistReader.open(Path.of(args[0]));
    EmnistDataset train = source.train();
    // Equally many of each class, as on the synthetic side.
    EmnistDataset real =
        train.subset(Sampler.classBalanced(train, MEASURED_PER_CLASS).epoch(SEED, 0));
    SyntheticEmnist synthetic =
        SyntheticEmnist.of(source.split()).withImagesPerClass(MEASURED_PER_CLASS, 1);
    EmnistDataset drawn = synthetic.train();
    System.out.printf(
        Locale.ROOT,
        "%d images a class: real, of %,d training images, seed %d; drawn, %s%n%n",
        MEASURED_PER_CLASS,
        train.size(),
        SEED,
        synthetic.identity());
    HandwritingStatistics r = HandwritingStatistics.of(real);
    HandwritingStatistics d = HandwritingStatistics.of(drawn);
    System.out.println("| mean (standard deviation) | real | drawn |");
    System.out.println("|---|---|---|");
    printRow("ink, share of white", r.ink(), d.ink());
    printRow("stroke width, pixels", r.strokeWidth(), d.strokeWidth());
    printRow("slant, right per height", r.slant(), d.slant());
    printRow("box width, pixels", r.boxWidth(), d.boxWidth());
    printRow("box height, pixels", r.boxHeight(), d.boxHeight());
    printRow("box width by height", r.aspect(), d.aspect());
    ContactSheet.of("real", real)
        .beside("drawn", drawn)
        .perClass(SHOWN_PER_CLASS)
        .writeTo(Path.of(args[1]));
    System.out.println("\nwrote " + args[1]);
  }

  private static void printRow(String name, Spread real, Spread drawn) {
    System.out.printf(Locale.ROOT, "| %s | %s | %s |%n", name, text(real), text(drawn));
  }

  private static String text(Spread spread) {
    return String.format(Locale.ROOT, "%.3f (%.3f)", spread.mean(), spread.deviation());
  }
}
