package io.github.emnist.benchmarks;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.CsvReader;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the reading of files into an upright data set, in milliseconds: a folder of IDX files,
 * gzip or plain, and Kaggle's CSV, the latter also with other parsers for Java.
 *
 * <pre>
 * java -jar benchmarks/target/benchmarks.jar ReadBenchmark.idx -p path=FOLDER
 * java -jar benchmarks/target/benchmarks.jar 'ReadBenchmark.(csv|fastCsv)' -p path=FILE
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class ReadBenchmark implements Checked {
  private static final int SIDE = 28;

  /** A folder with IDX files of Balanced's training partition, or a CSV file. */
  @Param("data")
  public String path;

  /**
   * Reads IDX files with this library.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset idx() throws IOException {
    return EmnistReader.open(Path.of(path), EmnistSplit.BALANCED).train();
  }

  /**
   * Reads CSV with this library.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset csv() throws IOException {
    return CsvReader.of(EmnistSplit.BALANCED).read(Path.of(path));
  }

  /**
   * Reads CSV with FastCSV.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset fastCsv() throws IOException {
    Rows rows = new Rows();
    try (de.siegmar.fastcsv.reader.CsvReader<CsvRecord> reader =
        de.siegmar.fastcsv.reader.CsvReader.builder().ofCsvRecord(Path.of(path))) {
      for (CsvRecord row : reader) {
        rows.add(row::getField);
      }
    }
    return rows.builder.build();
  }

  /**
   * Reads CSV with univocity-parsers.
   *
   * @return the images
   */
  @Benchmark
  public EmnistDataset univocity() {
    Rows rows = new Rows();
    CsvParserSettings settings = new CsvParserSettings();
    settings.setMaxColumns(1 + SIDE * SIDE);
    CsvParser parser = new CsvParser(settings);
    parser.beginParsing(Path.of(path).toFile());
    for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
      String[] cells = row;
      rows.add(i -> cells[i]);
    }
    return rows.builder.build();
  }

  /**
   * Reads CSV with Commons CSV.
   *
   * @return the images
   * @throws IOException if they cannot be read
   */
  @Benchmark
  public EmnistDataset commonsCsv() throws IOException {
    Rows rows = new Rows();
    try (CSVParser parser =
        CSVParser.parse(
            Path.of(path), java.nio.charset.StandardCharsets.ISO_8859_1, CSVFormat.DEFAULT)) {
      for (CSVRecord row : parser) {
        rows.add(row::get);
      }
    }
    return rows.builder.build();
  }

  /** Collects the cells that the other parsers read. */
  private static final class Rows {
    private final EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), SIDE, SIDE)
            .split(EmnistSplit.BALANCED);
    private final byte[] upright = new byte[SIDE * SIDE];

    void add(IntFunction<String> cells) {
      for (int x = 0; x < SIDE; x++) {
        for (int y = 0; y < SIDE; y++) {
          upright[y * SIDE + x] = (byte) Integer.parseInt(cells.apply(1 + x * SIDE + y));
        }
      }
      builder.add(upright, 0, Integer.parseInt(cells.apply(0)));
    }
  }

  @Override
  public Map<String, double[]> outputs(String method) throws IOException {
    return switch (method) {
      case "idx" -> digest(idx());
      case "csv" -> digest(csv());
      case "fastCsv" -> digest(fastCsv());
      case "univocity" -> digest(univocity());
      case "commonsCsv" -> digest(commonsCsv());
      default -> throw new IllegalArgumentException(method);
    };
  }

  /**
   * Returns the number of images, and the CRC-32 of all pixels, upright, and of all labels, one
   * byte each.
   */
  static Map<String, double[]> digest(EmnistDataset dataset) {
    CRC32 pixels = new CRC32();
    CRC32 labels = new CRC32();
    byte[] image = new byte[SIDE * SIDE];
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copyImage(i, image, 0);
      pixels.update(image);
      labels.update(dataset.label(i));
    }
    return Map.of(
        "count and CRC-32 of pixels and labels",
        new double[] {dataset.size(), pixels.getValue(), labels.getValue()});
  }
}
