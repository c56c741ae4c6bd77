package io.github.emnist.benchmarks;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.CsvReader;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.EmnistWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * 112,800 images (218 MB) in Kaggle's CSV form to a ready, upright data set, beside the two fastest
 * CSV parsers for Java and the bare reading of the file. The first run writes the file; delete it
 * afterwards:
 *
 * <pre>
 * export EMNIST_DATA=/path/to/folder EMNIST_CSV=/path/to/file.csv
 * java -jar benchmarks/target/benchmarks.jar CsvBenchmark -prof gc
 * python3 benchmarks/src/main/python/read_csv.py $EMNIST_CSV
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class CsvBenchmark {
  /** As many as EMNIST Balanced has for training. */
  private static final int IMAGES = 112_800;

  private static final int SIDE = 28;
  private static final int BUFFER = 1 << 16;

  private Path file;

  /**
   * Finds or writes the file.
   *
   * @throws IOException if it cannot be written
   */
  @Setup
  public void setUp() throws IOException {
    String name = System.getenv("EMNIST_CSV");
    if (name == null) {
      throw new IllegalStateException("set EMNIST_CSV to a CSV file, which is written if missing");
    }
    file = Path.of(name);
    if (Files.notExists(file)) {
      EmnistDataset pool = EmnistReader.open(RealData.folder(), EmnistSplit.BALANCED).train();
      EmnistWriter.writeCsv(pool.take(IMAGES), file);
    }
  }

  /**
   * The library.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset emnist() throws IOException {
    return CsvReader.of(EmnistSplit.BALANCED).read(file);
  }

  /**
   * FastCSV.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset fastCsv() throws IOException {
    EmnistDataset.Builder builder = builder();
    byte[] upright = new byte[SIDE * SIDE];
    try (de.siegmar.fastcsv.reader.CsvReader<CsvRecord> reader =
        de.siegmar.fastcsv.reader.CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord row : reader) {
        add(builder, row::getField, upright);
      }
    }
    return builder.build();
  }

  /**
   * univocity-parsers.
   *
   * @return the images
   */
  @Benchmark
  public EmnistDataset univocity() {
    EmnistDataset.Builder builder = builder();
    byte[] upright = new byte[SIDE * SIDE];
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxColumns(1 + SIDE * SIDE);
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(file.toFile());
    for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
      String[] cells = row;
      add(builder, i -> cells[i], upright);
    }
    return builder.build();
  }

  private static EmnistDataset.Builder builder() {
    return EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), SIDE, SIDE)
        .split(EmnistSplit.BALANCED)
        .expect(IMAGES);
  }

  private static void add(
      EmnistDataset.Builder builder, IntFunction<String> cells, byte[] upright) {
    for (int x = 0; x < SIDE; x++) {
      for (int y = 0; y < SIDE; y++) {
        upright[y * SIDE + x] = (byte) Integer.parseInt(cells.apply(1 + x * SIDE + y));
      }
    }
    builder.add(upright, 0, Integer.parseInt(cells.apply(0)));
  }

  /**
   * The floor: reading the file and doing nothing with it.
   *
   * @return how many bytes there are
   * @throws IOException if it cannot be read
   */
  @Benchmark
  public long readOnly() throws IOException {
    long total = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        total += n;
      }
    }
    return total;
  }
}
