package io.github.emnist.spark.examples;

import static org.apache.spark.sql.functions.col;

import io.github.emnist.spark.CharacterClassifierModel;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Recognises a Parquet data set of images, however large: {@code RecogniseParquet IMAGES
 * PREDICTIONS [MODEL [ENGINE]]}. IMAGES has a column {@code image}; PREDICTIONS gets all other
 * columns and the predictions. MODEL is a path or the name of a file given with {@code --files};
 * {@code ""} is the pretrained model. ENGINE is {@code auto}, {@code java} or {@code tensorflow}.
 */
public final class RecogniseParquet {
  private RecogniseParquet() {}

  /**
   * Recognises the images, and prints how many of each class there are and how long it took.
   *
   * @param args the folder of images, a new folder for the predictions and, if wanted, the model
   *     and the engine
   */
  public static void main(String[] args) {
    if (args.length < 2 || args.length > 4) {
      System.err.println("usage: RecogniseParquet IMAGES PREDICTIONS [MODEL [ENGINE]]");
      System.exit(2);
    }
    SparkSession spark = SparkSession.builder().appName("RecogniseParquet").getOrCreate();
    try {
      CharacterClassifierModel classifier =
          new CharacterClassifierModel()
              .setModelPath(args.length > 2 ? args[2] : "")
              .setEngine(args.length > 3 ? args[3] : "auto");
      long start = System.nanoTime();
      // region: job
      Dataset<Row> images = spark.read().parquet(args[0]);
      classifier.transform(images).drop("image").write().parquet(args[1]);
      // endregion
      double seconds = (System.nanoTime() - start) / 1e9;

      Dataset<Row> predictions = spark.read().parquet(args[1]).select("prediction.*");
      for (Row row : predictions.groupBy("label").count().orderBy("label").collectAsList()) {
        String label = row.isNullAt(0) ? "no label" : row.getString(0);
        System.out.printf(Locale.ROOT, "%s: %,d%n", label, row.getLong(1));
      }
      long count = predictions.count();
      System.out.printf(
          Locale.ROOT,
          "recognised %,d images in %.1f s, %,.0f images/s; %,d could not be read%n",
          count,
          seconds,
          count / seconds,
          predictions.where(col("error").isNotNull()).count());
    } finally {
      spark.stop();
    }
  }
}
