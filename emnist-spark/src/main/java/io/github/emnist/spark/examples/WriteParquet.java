package io.github.emnist.spark.examples;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes labelled images as Parquet: {@code WriteParquet OUT [DATA]}. DATA is a folder of EMNIST
 * files, of which the test images are taken; without it they are synthetic. Files in gzip need a
 * newer Commons Compress than Spark brings: {@code spark-submit --driver-class-path
 * commons-compress-1.28.0.jar}.
 */
public final class WriteParquet {
  /** An image of 28 x 28 pixels as 784 bytes. */
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("image", DataTypes.BinaryType, false)
          .add("label", DataTypes.StringType, false);

  /** The number of images of one job, of which the driver holds a second copy. */
  private static final int CHUNK = 100_000;

  /**
   * The number of images of one task, which writes a file: Spark advises against tasks of more than
   * a megabyte.
   */
  private static final int FILE = 1_000;

  private WriteParquet() {}

  /**
   * Writes the images and prints how many.
   *
   * @param args the folder to write and, if wanted, a folder of EMNIST files
   * @throws IOException if those cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: WriteParquet OUT [DATA]");
      System.exit(2);
    }
    EmnistDataset images =
        args.length == 2
            ? EmnistReader.open(Path.of(args[1])).test()
            : SyntheticEmnist.balanced().test();
    SparkSession spark = SparkSession.builder().appName("WriteParquet").getOrCreate();
    try {
      write(spark, images, args[0]);
    } finally {
      spark.stop();
    }
    System.out.printf(Locale.ROOT, "wrote %,d images to %s%n", images.size(), args[0]);
  }

  /**
   * Writes images as Parquet, with the columns {@code id} (the position in the data set), {@code
   * image} (the pixels) and {@code label}.
   *
   * @param spark the session
   * @param images the data set
   * @param path a new folder, anywhere that Spark can write to
   */
  public static void write(SparkSession spark, EmnistDataset images, String path) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    for (int first = 0; first < images.size(); first += CHUNK) {
      List<Row> rows = new ArrayList<>();
      for (int i = first; i < Math.min(images.size(), first + CHUNK); i++) {
        rows.add(
            RowFactory.create(
                (long) i, images.image(i).toBytes(), images.labelMap().label(images.label(i))));
      }
      spark
          .createDataFrame(context.parallelize(rows, (rows.size() + FILE - 1) / FILE), SCHEMA)
          .write()
          .mode(first == 0 ? SaveMode.ErrorIfExists : SaveMode.Append)
          .parquet(path);
    }
  }
}
