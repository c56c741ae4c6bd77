package io.github.emnist.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.spark.examples.WriteParquet;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One master and two workers with an executor each, without TensorFlow. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final int IMAGES = 100_000;
  private static final int PICTURES = 2_000;
  private static final int TASKS_BEFORE_THE_KILL = 4; // of each executor
  private static final ClassifierOptions OPTIONS =
      ClassifierOptions.defaults()
          .withEngine(Engine.JAVA)
          .withThreads(Runtime.getRuntime().availableProcessors());

  @TempDir private static Path dir;

  private static StandaloneCluster cluster;
  private static SparkSession spark;
  private static EmnistDataset data;

  @BeforeAll
  static void start() throws Exception {
    System.out.println("ClusterIT: " + TestImages.KIND);
    data = TestImages.take(IMAGES, dir.resolve("emnist"));
    cluster = StandaloneCluster.start(dir.resolve("a cluster"), 2, 1);
    spark =
        cluster
            .session(jar -> !jar.contains("tensorflow") && !jar.contains("javacpp"), 1, "768m")
            .appName("ClusterIT")
            .config("spark.sql.files.maxPartitionBytes", "12m") // 4m count for each file
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    if (cluster == null) {
      return;
    }
    List<ProcessHandle> executors = cluster.executors();
    try {
      if (spark != null) {
        spark.stop();
      }
    } finally {
      cluster.close();
    }
    assertThat(executors).hasSize(1).noneMatch(ProcessHandle::isAlive);
  }

  /** Counts the successful tasks of one job for each executor. */
  private static final class Tasks extends SparkListener {
    private static final String JOB = "recognise";

    private final Set<Object> stages = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> ended = new ConcurrentHashMap<>();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** Marks the jobs that this thread starts. */
    static void mark() {
      spark.sparkContext().setJobDescription(JOB);
    }

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      if (JOB.equals(start.properties().getProperty("spark.job.description"))) {
        start.stageIds().foreach(stages::add);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (stages.contains(end.stageId()) && end.taskInfo().successful()) {
        ended.merge(end.taskInfo().executorId(), 1, Integer::sum);
      }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.add(removed.executorId());
    }
  }

  @Test
  @Order(1)
  void encodedPicturesAreRecognisedByAModelOfAddedFiles() throws Exception {
    CnnArchitecture small =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(47).softmax().build();
    ModelBundle model =
        new ModelBundle(ModelMetadata.of(small, data.labelMap()), Weights.initialize(small, 1));
    Path zip = dir.resolve("added.zip");
    model.save(zip);
    spark.sparkContext().addFile(zip.toString());
    List<Row> rows = new ArrayList<>();
    List<Prediction> expected = new ArrayList<>();
    try (EmnistClassifier classifier = EmnistClassifier.of(model, OPTIONS)) {
      for (int i = 0; i < PICTURES; i++) {
        byte[] png =
            TestImages.encoded(
                TestImages.picture(data.image(i), BufferedImage.TYPE_BYTE_GRAY), "png");
        rows.add(RowFactory.create(i, png));
        expected.add(classifier.predict(png));
      }
    }

    Dataset<Row> pictures =
        spark
            .createDataFrame(
                rows,
                new StructType()
                    .add("id", DataTypes.IntegerType, false)
                    .add("image", DataTypes.BinaryType))
            .repartition(8);
    compare(
        new CharacterClassifierModel()
            .setModelPath("added.zip")
            .transform(pictures)
            .select("id", "prediction"),
        expected.iterator(),
        PICTURES);
  }

  @Test
  @Order(2)
  void aWorkerIsKilledAndNothingIsLostOrDoubled() throws Exception {
    String images = dir.resolve("images").toString();
    String predictions = dir.resolve("predictions").toString();
    WriteParquet.write(spark, data, images);
    Dataset<Row> recognised =
        new CharacterClassifierModel().transform(spark.read().parquet(images)).drop("image");
    assertThat(cluster.executors()).hasSize(2);

    Tasks tasks = new Tasks();
    spark.sparkContext().addSparkListener(tasks);
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () -> {
              Tasks.mark();
              recognised.write().parquet(predictions);
            });
    while (tasks.ended.size() < 2
        || tasks.ended.values().stream().anyMatch(count -> count < TASKS_BEFORE_THE_KILL)) {
      assertThat(job).as("both executors at work: %s", tasks.ended).isNotDone();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    cluster.killWorker(0);
    assertThat(job).as("the job at the kill").isNotDone();
    job.join();

    assertThat(tasks.lost).hasSize(1);
    assertThat(tasks.ended).hasSize(2); // no third executor has taken over
    String lost = tasks.lost.iterator().next();
    int partitions = recognised.rdd().getNumPartitions();
    assertThat(tasks.ended.remove(lost)).isLessThan(partitions / 2);
    assertThat(tasks.ended.values().iterator().next()).isGreaterThan(partitions / 2);

    Dataset<Row> written = spark.read().parquet(predictions);
    for (Row row : written.select("id", "label").collectAsList()) {
      int id = (int) row.getLong(0);
      assertThat(row.getString(1)).isEqualTo(data.labelMap().label(data.label(id)));
    }
    try (EmnistClassifier classifier = EmnistClassifier.pretrained(OPTIONS)) {
      compare(
          written.selectExpr("int(id)", "prediction"),
          classifier.predictAll(IntStream.range(0, IMAGES).mapToObj(data::image)).iterator(),
          IMAGES);
    }
    assertThat(CharacterClassifierModel.failures(spark)).isZero();
  }

  /** Compares all fields of all rows with the classifier of this JVM, to the bit. */
  private static void compare(Dataset<Row> predictions, Iterator<Prediction> expected, int count) {
    Row[] byId = new Row[count];
    for (Row row : predictions.collectAsList()) {
      int id = row.getInt(0);
      assertThat(byId[id]).as("image %d twice", id).isNull();
      byId[id] = row.getStruct(1);
    }
    assertThat(byId).doesNotContainNull();
    for (int id = 0; id < count; id++) {
      List<Object> fields = TestImages.fields(expected.next(), 3);
      if (!TestImages.fields(byId[id]).equals(fields)) {
        throw new AssertionError("image " + id + ": " + byId[id] + ", expected " + fields);
      }
    }
  }
}
