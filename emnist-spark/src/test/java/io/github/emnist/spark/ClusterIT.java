package io.github.emnist.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.spark.examples.WriteParquet;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand images on one master and two workers, one of which is killed in the middle.
 * The executors have no TensorFlow.
 */
class ClusterIT {
  private static final int IMAGES = 100_000;
  private static final int TASKS_BEFORE_THE_KILL = 8;

  @TempDir private Path dir;

  private StandaloneCluster cluster;
  private SparkSession spark;

  @BeforeEach
  void start() throws Exception {
    cluster = StandaloneCluster.start(dir.resolve("cluster"), 2, 1);
    spark =
        cluster
            .session(jar -> !jar.contains("tensorflow") && !jar.contains("javacpp"), 1, "768m")
            .appName("ClusterIT")
            .config("spark.sql.files.maxPartitionBytes", "12m") // counts 4m for opening a file
            .getOrCreate();
  }

  @AfterEach
  void stop() {
    if (spark != null) {
      spark.stop();
    }
    if (cluster != null) {
      cluster.close();
      assertThat(cluster.executors()).isEmpty();
    }
  }

  /** Hears of the tasks that end, and of the executors that ran them. */
  private static final class Tasks extends SparkListener {
    private final CountDownLatch untilTheKill = new CountDownLatch(TASKS_BEFORE_THE_KILL);
    private final Set<String> executors = ConcurrentHashMap.newKeySet();
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      executors.add(end.taskInfo().executorId());
      untilTheKill.countDown();
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      lost.add(removed.executorId());
    }
  }

  @Test
  void aWorkerIsKilledAndNothingIsLostOrDoubled() throws Exception {
    System.out.println("ClusterIT: " + TestImages.KIND);
    EmnistDataset data = TestImages.take(IMAGES, dir.resolve("emnist"));
    String images = dir.resolve("images").toString();
    String predictions = dir.resolve("predictions").toString();
    WriteParquet.write(spark, data, images);

    Tasks tasks = new Tasks();
    spark.sparkContext().addSparkListener(tasks);
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () ->
                new CharacterClassifierModel()
                    .transform(spark.read().parquet(images))
                    .drop("image")
                    .write()
                    .parquet(predictions));
    while (!tasks.untilTheKill.await(1, TimeUnit.SECONDS)) {
      assertThat(job).isNotDone();
    }
    cluster.killWorker(0);
    assertThat(job).as("ended before the kill").isNotDone();
    job.join();

    assertThat(tasks.executors).hasSize(2);
    assertThat(tasks.lost).hasSize(1);
    compare(data, spark.read().parquet(predictions).collectAsList());
    assertThat(CharacterClassifierModel.failures(spark)).isZero();
  }

  /** Row for row with the classifier in this JVM, to the bit. */
  private static void compare(EmnistDataset data, List<Row> rows) {
    assertThat(rows).hasSize(IMAGES);
    Row[] byId = new Row[IMAGES];
    for (Row row : rows) {
      int id = (int) row.getLong(0);
      assertThat(byId[id]).as("image %d twice", id).isNull();
      byId[id] = row;
    }
    ClassifierOptions options =
        ClassifierOptions.defaults()
            .withEngine(Engine.JAVA)
            .withThreads(Runtime.getRuntime().availableProcessors());
    try (EmnistClassifier classifier = EmnistClassifier.pretrained(options)) {
      Iterator<Prediction> expected =
          classifier.predictAll(IntStream.range(0, IMAGES).mapToObj(data::image)).iterator();
      for (int id = 0; id < IMAGES; id++) {
        Row prediction = byId[id].getStruct(2);
        Prediction own = expected.next();
        if (!byId[id].getString(1).equals(data.labelMap().label(data.label(id)))
            || !own.label().equals(prediction.getString(0))
            || own.probability() != prediction.getDouble(1)
            || !prediction.isNullAt(3)) {
          throw new AssertionError("image " + id + ": " + byId[id] + ", expected " + own);
        }
      }
    }
  }
}
