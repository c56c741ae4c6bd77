package io.github.emnist.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.spark.examples.EvaluateOnSpark;
import io.github.emnist.spark.examples.RecogniseParquet;
import io.github.emnist.spark.examples.WriteParquet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example jobs, as {@code spark-submit} runs them, whose options are system properties. */
class ExamplesTest {
  private static final int IMAGES = 2_820;

  @TempDir private Path dir;

  private interface Job {
    void run() throws Exception;
  }

  private static String printed(Job job) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      job.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void imagesAreWrittenRecognisedAndMeasured() throws Exception {
    String images = dir.resolve("images").toString();
    String predictions = dir.resolve("predictions").toString();
    Map<String, String> options =
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", "2",
            "spark.sql.warehouse.dir", dir.resolve("warehouse").toString(),
            "spark.local.dir", dir.toString());
    options.forEach(System::setProperty);
    try {
      assertThat(printed(() -> WriteParquet.main(new String[] {images})))
          .isEqualTo("wrote 2,820 images to %s%n".formatted(images));

      String recognised =
          printed(() -> RecogniseParquet.main(new String[] {images, predictions, "", "java"}));
      int counted =
          Pattern.compile("(?m)^(.|no label): (\\d+)$")
              .matcher(recognised)
              .results()
              .mapToInt(line -> Integer.parseInt(line.group(2)))
              .sum();
      assertThat(counted).isEqualTo(IMAGES);
      assertThat(recognised)
          .containsPattern(
              "recognised 2,820 images in \\d+\\.\\d s, [\\d,]+ images/s; 0 could not be read\n");

      String measured = printed(() -> EvaluateOnSpark.main(new String[] {images, "", "java"}));
      assertThat(measured).startsWith("Confusion matrix: true labels down, predictions across");
      int cells =
          Pattern.compile("(?m)^\\|.((?: *\\|\\d+)+) *\\|$")
              .matcher(measured)
              .results()
              .flatMap(row -> Pattern.compile("\\d+").matcher(row.group(1)).results())
              .map(MatchResult::group)
              .mapToInt(Integer::parseInt)
              .sum();
      assertThat(cells).isEqualTo(IMAGES);
      assertThat(measured).containsPattern("(?m)^. taken for .: \\d+$");
      assertThat(measured).containsPattern("accuracy 0\\.[5-9]\\d{3} of 2,820 images\n$");
    } finally {
      options.keySet().forEach(System::clearProperty);
    }
  }
}
