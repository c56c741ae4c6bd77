package io.github.emnist.spark.examples;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.github.emnist.spark.CharacterClassifierModel;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures a model on a Parquet data set of labelled images: {@code EvaluateOnSpark IMAGES [MODEL
 * [ENGINE]]}. IMAGES has the columns {@code image} and {@code label}, as {@link WriteParquet}
 * writes them. MODEL is a path or the name of a file given with {@code --files}; {@code ""} is the
 * pretrained model. ENGINE is {@code auto}, {@code java} or {@code tensorflow}.
 */
public final class EvaluateOnSpark {
  private static final int CONFUSIONS = 10;

  private EvaluateOnSpark() {}

  /**
   * Prints the confusion matrix, the most frequent confusions and the accuracy.
   *
   * @param args the folder of images and, if wanted, the model and the engine
   */
  public static void main(String[] args) {
    if (args.length < 1 || args.length > 3) {
      System.err.println("usage: EvaluateOnSpark IMAGES [MODEL [ENGINE]]");
      System.exit(2);
    }
    SparkSession spark = SparkSession.builder().appName("EvaluateOnSpark").getOrCreate();
    try {
      CharacterClassifierModel classifier =
          new CharacterClassifierModel()
              .setTopK(1)
              .setModelPath(args.length > 1 ? args[1] : "")
              .setEngine(args.length > 2 ? args[2] : "auto");
      // region: confusion
      Dataset<Row> counts =
          classifier
              .transform(spark.read().parquet(args[0]))
              .select(col("label"), coalesce(col("prediction.label"), lit("-")).as("predicted"))
              .groupBy("label", "predicted")
              .count()
              .cache();
      // endregion
      System.out.println("Confusion matrix: true labels down, predictions across, - for none");
      counts
          .groupBy("label")
          .pivot("predicted")
          .agg(sum("count"))
          .na()
          .fill(0)
          .orderBy("label")
          .show(1_000, false);
      Column right = col("label").equalTo(col("predicted"));
      for (Row row :
          counts
              .where(not(right))
              .orderBy(col("count").desc(), col("label"), col("predicted"))
              .limit(CONFUSIONS)
              .collectAsList()) {
        System.out.printf(
            Locale.ROOT,
            "%s taken for %s: %,d%n",
            row.getString(0),
            row.getString(1),
            row.getLong(2));
      }
      long images = total(counts);
      System.out.printf(
          Locale.ROOT,
          "accuracy %.4f of %,d images%n",
          (double) total(counts.where(right)) / images,
          images);
    } finally {
      spark.stop();
    }
  }

  private static long total(Dataset<Row> counts) {
    return counts.agg(coalesce(sum("count"), lit(0L))).first().getLong(0);
  }
}
