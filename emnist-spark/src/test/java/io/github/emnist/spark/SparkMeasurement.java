package io.github.emnist.spark;

import static org.apache.spark.sql.functions.expr;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.spark.examples.WriteParquet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Measures jobs from Parquet to Parquet on one executor beside the classifier alone on the same
 * cores, in turn: {@code mvn -Pspark -pl emnist-spark exec:exec@measure}. Prints the table that
 * {@code docs/scale.md} cites, each row when it is measured; 15 minutes on two cores. Takes the
 * training images of EMNIST_DATA, else synthetic ones. {@code -Dmeasure.images=1000000} is the
 * largest size; the others are a hundredth and a tenth of it.
 */
final class SparkMeasurement {
  private static final int WARM_UPS = 2; // of the smallest size
  private static final int PAIRS = 3; // of the smallest size
  private static final int FILE = 10_000; // images of a file, each of which is a task
  private static final String MEMORY = "1g";

  private final Path dir;
  private final EmnistDataset data;
  private final StandaloneCluster cluster;
  private final SparkSession spark;
  private final Engine engine;
  private final EmnistClassifier classifier;

  private SparkMeasurement(
      Path dir,
      EmnistDataset data,
      StandaloneCluster cluster,
      SparkSession spark,
      EmnistClassifier classifier) {
    this.dir = dir;
    this.data = data;
    this.cluster = cluster;
    this.spark = spark;
    this.classifier = classifier;
    this.engine = classifier.engine();
  }

  public static void main(String[] args) throws Exception {
    int images = Integer.parseInt(args[0]);
    int cores = Runtime.getRuntime().availableProcessors();
    print("SparkMeasurement of commit %s, %s", commit(), LocalDate.now(ZoneOffset.UTC));
    print(
        "%d cores of %s, JDK %s, Spark %s, one executor with %d cores and a heap of %s; %s",
        cores,
        first("model name\\s*: (.+)", Files.readString(Path.of("/proc/cpuinfo"))),
        System.getProperty("java.version"),
        package$.MODULE$.SPARK_VERSION(),
        cores,
        MEMORY,
        TestImages.KIND);
    print("alone: predictAll on images in memory, on all cores, in the driver's JVM");
    print("job: from reading Parquet to the last Parquet file of predictions; SQL: the same");
    print("heap: live in the executor after a collection; resident: the executor's process%n");
    print("| engine | images | alone, images/s | job, images/s | share | heap | resident |");
    print("|---|---|---|---|---|---|---|");
    Path dir = Files.createTempDirectory("emnist-spark");
    try {
      EmnistDataset data = TestImages.take(images / 10, dir.resolve("emnist"));
      for (Engine engine : List.of(Engine.TENSORFLOW, Engine.JAVA)) {
        ClassifierOptions options =
            ClassifierOptions.defaults().withEngine(engine).withThreads(cores);
        try (StandaloneCluster cluster =
                StandaloneCluster.start(dir.resolve("cluster-" + engine), 1, cores);
            EmnistClassifier classifier = EmnistClassifier.pretrained(options)) {
          SparkSession spark =
              cluster
                  .session(jar -> true, cores, MEMORY)
                  .appName("SparkMeasurement")
                  .config("spark.sql.files.maxPartitionBytes", "6m") // 4m count for each file
                  .getOrCreate();
          try {
            new SparkMeasurement(dir, data, cluster, spark, classifier).measure(images, cores);
          } finally {
            spark.stop();
          }
        }
      }
    } finally {
      try (Stream<Path> files = Files.walk(dir)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private void measure(int images, int cores) throws Exception {
    int small = images / 100;
    int middle = images / 10;
    Dataset<Row> smallImages = images(small, cores);
    Dataset<Row> middleImages = images(middle, cores);
    for (int i = 0; i < WARM_UPS; i++) {
      alone(small);
      job(transformed(smallImages), small);
    }
    for (int i = 0; i < PAIRS; i++) {
      row(small, alone(small), job(transformed(smallImages), small), "");
    }
    double alone = alone(middle);
    row(middle, alone, job(transformed(middleImages), middle), "");
    if (engine == Engine.JAVA) {
      CharacterFunctions.register(spark, model());
      double sql =
          job(
              smallImages.select(
                  expr("id"), expr("label"), expr("recognize_character(image) AS prediction")),
              small);
      row(small, alone(small), sql, ", SQL");
      Dataset<Row> large = middleImages;
      for (int i = 1; i < 10; i++) {
        large = large.union(middleImages);
      }
      double job = job(transformed(large), 10 * middle);
      double after = alone(middle);
      row(10 * middle, (alone + after) / 2, job, "");
      print(
          "%nAlone in the last row: the mean of %,.0f before and %,.0f after the job, on %,d images",
          alone, after, middle);
      print("Core seconds per million images in the last row: %,.0f", 1e6 * cores / job);
    }
  }

  private void row(int images, double alone, double job, String kind) throws Exception {
    String pid = Long.toString(cluster.executors().get(0).pid());
    String resident = first("VmRSS:\\s+(\\d+)", Files.readString(Path.of("/proc", pid, "status")));
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    output(jcmd, pid, "GC.run");
    String heap = first("used (\\d+)K", output(jcmd, pid, "GC.heap_info"));
    print(
        "| %s%s | %,d | %,.0f | %,.0f | %.1f %% | %.0f MiB | %.0f MiB |",
        engine,
        kind,
        images,
        alone,
        job,
        100 * job / alone,
        Integer.parseInt(heap) / 1024.0,
        Integer.parseInt(resident) / 1024.0);
  }

  /** Writes and reads a Parquet data set of the first images. */
  private Dataset<Row> images(int count, int cores) {
    String written = dir.resolve("written-" + count).toString();
    String images = dir.resolve("images-" + count).toString();
    if (!Files.exists(Path.of(images))) {
      WriteParquet.write(spark, data.take(count), written);
      spark
          .read()
          .parquet(written)
          .repartition(Math.max(cores, count / FILE))
          .write()
          .parquet(images);
    }
    return spark.read().parquet(images);
  }

  private CharacterClassifierModel model() {
    return new CharacterClassifierModel().setEngine(engine.name().toLowerCase(Locale.ROOT));
  }

  private Dataset<Row> transformed(Dataset<Row> images) {
    return model().transform(images).drop("image");
  }

  private double alone(int count) {
    long start = System.nanoTime();
    long predictions =
        classifier.predictAll(IntStream.range(0, count).mapToObj(data::image)).count();
    return rate(predictions, count, System.nanoTime() - start);
  }

  private double job(Dataset<Row> recognised, int count) {
    String predictions = dir.resolve("predictions").toString();
    long start = System.nanoTime();
    recognised.write().mode(SaveMode.Overwrite).parquet(predictions);
    long nanos = System.nanoTime() - start;
    return rate(
        spark.read().parquet(predictions).where("prediction.error IS NULL").count(), count, nanos);
  }

  private static double rate(long predictions, int images, long nanos) {
    if (predictions != images) {
      throw new IllegalStateException(predictions + " predictions of " + images + " images");
    }
    return images / (nanos / 1e9);
  }

  /** A plus sign says that files differ from the commit. */
  private static String commit() throws IOException, InterruptedException {
    return output("git", "describe", "--always", "--exclude=*", "--dirty=+").strip();
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
