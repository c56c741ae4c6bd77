package io.github.emnist.spark;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.spark.examples.WriteParquet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Measures a job from Parquet to Parquet on one executor beside the classifier alone on the same
 * cores, in turn: {@code mvn -Pspark -pl emnist-spark exec:exec@measure}. Prints the log that
 * {@code docs/scale.md} cites. Takes the training images of EMNIST_DATA, else synthetic ones.
 */
final class SparkMeasurement {
  private static final int TIMES_TEN = 10;

  /** Pairs of runs, of the classifier alone and of the job. */
  private static final int SMALL_PAIRS = 3;

  private static final int MIDDLE_PAIRS = 2;

  private final Path dir;
  private final EmnistDataset data;
  private final StandaloneCluster cluster;
  private final SparkSession spark;
  private final int cores;

  private SparkMeasurement(
      Path dir, EmnistDataset data, StandaloneCluster cluster, SparkSession spark, int cores) {
    this.dir = dir;
    this.data = data;
    this.cluster = cluster;
    this.spark = spark;
    this.cores = cores;
  }

  public static void main(String[] args) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    print(
        "%s, %d cores, JDK %s, Spark 4.0.1, one executor with 1 GiB",
        TestImages.KIND, cores, System.getProperty("java.version"));
    print("classifier: images in memory, predictAll on all cores");
    print("job: Parquet in, Parquet out, the time from reading to the last file written");
    int images = Integer.parseInt(args[0]);
    Path dir = Files.createTempDirectory("emnist-spark");
    try {
      EmnistDataset data = TestImages.take(images, dir.resolve("emnist"));
      for (Engine engine : new Engine[] {Engine.JAVA, Engine.TENSORFLOW}) {
        try (StandaloneCluster cluster =
            StandaloneCluster.start(dir.resolve("cluster-" + engine), 1, cores)) {
          SparkSession spark =
              cluster.session(jar -> true, cores, "1g").appName("measurement").getOrCreate();
          try {
            new SparkMeasurement(dir, data, cluster, spark, cores).measure(engine);
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

  private void measure(Engine engine) throws Exception {
    int middleCount = data.size();
    int smallCount = middleCount / TIMES_TEN;
    Dataset<Row> small = images(smallCount);
    Dataset<Row> middle = images(middleCount);
    ClassifierOptions options = ClassifierOptions.defaults().withEngine(engine).withThreads(cores);
    try (EmnistClassifier classifier = EmnistClassifier.pretrained(options)) {
      print("%nengine %s, precision %s", engine, classifier.precision());
      classifier(classifier, smallCount);
      job(engine, small, smallCount);
      for (int i = 0; i < SMALL_PAIRS + MIDDLE_PAIRS; i++) {
        int count = i < SMALL_PAIRS ? smallCount : middleCount;
        double alone = classifier(classifier, count);
        double job = job(engine, i < SMALL_PAIRS ? small : middle, count);
        print(
            "%,9d images: classifier %,6.0f images/s, job %,6.0f images/s, %.1f %%; executor %s",
            count, alone, job, 100 * job / alone, memory());
      }
    }
    Dataset<Row> large = middle;
    for (int i = 1; i < TIMES_TEN; i++) {
      large = large.union(middle);
    }
    double job = job(engine, large, middleCount * TIMES_TEN);
    print(
        "%,9d images: job %,6.0f images/s, %.0f core seconds per million; executor %s",
        middleCount * TIMES_TEN, job, 1e6 * cores / job, memory());
  }

  /** A Parquet data set of the first images, in files enough for all cores. */
  private Dataset<Row> images(int count) {
    String written = dir.resolve("written-" + count).toString();
    String images = dir.resolve("images-" + count).toString();
    if (!Files.exists(Path.of(images))) {
      WriteParquet.write(spark, data.take(count), written);
      spark.read().parquet(written).repartition(8 * cores).write().parquet(images);
    }
    return spark.read().parquet(images);
  }

  private double classifier(EmnistClassifier classifier, int count) {
    long start = System.nanoTime();
    long answers = classifier.predictAll(IntStream.range(0, count).mapToObj(data::image)).count();
    if (answers != count) {
      throw new IllegalStateException(answers + " answers of " + count + " images");
    }
    return rate(count, start);
  }

  private double job(Engine engine, Dataset<Row> images, int count) {
    String predictions = dir.resolve("predictions").toString();
    long start = System.nanoTime();
    new CharacterClassifierModel()
        .setEngine(engine.name().toLowerCase(Locale.ROOT))
        .transform(images)
        .drop("image")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(predictions);
    double rate = rate(count, start);
    long answers = spark.read().parquet(predictions).where("prediction.error IS NULL").count();
    if (answers != count) {
      throw new IllegalStateException(answers + " answers of " + count + " images");
    }
    return rate;
  }

  private static double rate(int count, long start) {
    return count / ((System.nanoTime() - start) / 1e9);
  }

  /** What the executor's JVM holds: all of the process, and its live objects after a collection. */
  private String memory() throws IOException, InterruptedException {
    String pid = Long.toString(cluster.executors().get(0).pid());
    String resident = first("VmRSS:\\s+(\\d+)", Files.readString(Path.of("/proc", pid, "status")));
    jcmd(pid, "GC.run");
    String heap = first("used (\\d+)K", jcmd(pid, "GC.heap_info"));
    return "%.0f MiB resident, %.0f MiB live in the heap"
        .formatted(Integer.parseInt(resident) / 1024.0, Integer.parseInt(heap) / 1024.0);
  }

  private static String jcmd(String pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
            .redirectErrorStream(true)
            .start();
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
