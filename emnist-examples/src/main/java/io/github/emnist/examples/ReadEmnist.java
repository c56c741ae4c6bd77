package io.github.emnist.examples;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistDataset.TrainValidation;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.Emnist;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.picture.ContactSheet;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads or downloads EMNIST, selects and splits images, and writes them: {@code ReadEmnist OUT
 * [DATA]}. DATA is a folder or an archive; without it EMNIST Balanced is used from the cache, or
 * downloaded.
 */
public final class ReadEmnist {
  private ReadEmnist() {}

  /**
   * Reads, selects and writes.
   *
   * @param args the folder for the results and optionally a folder or archive of EMNIST files
   * @throws IOException if something cannot be read, downloaded or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: ReadEmnist OUT [DATA]");
      System.exit(2);
    }
    Path out = Path.of(args[0]);
    EmnistSource emnist = args.length == 2 ? open(Path.of(args[1])) : download();
    // region: views
    EmnistDataset train = emnist.train();
    EmnistDataset vowels = train.filterClasses("A", "E", "I", "O", "U").shuffle(42);
    for (TrainValidation fold : vowels.stratifiedFolds(5, 42)) {
      System.out.println(fold.train().size() + " to train on, " + fold.validation().size());
    }
    EmnistWriter.writeCsv(vowels.capPerClass(100), out.resolve("vowels.csv"));
    ContactSheet.of(vowels).perClass(20).writeTo(out.resolve("vowels.png"));
    // endregion
  }

  static EmnistSource download() throws IOException {
    // region: download
    EmnistSource emnist = Emnist.balanced(); // 33 MB the first time, then from the cache
    // endregion
    return emnist;
  }

  static EmnistSource open(Path data) throws IOException {
    // region: open
    EmnistSource emnist = EmnistReader.open(data, EmnistSplit.BALANCED); // folder, ZIP or TAR
    // endregion
    return emnist;
  }
}
