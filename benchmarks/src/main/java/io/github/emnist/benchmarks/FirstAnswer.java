package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.report.Worker;
import io.github.emnist.benchmarks.report.Worker.Figure;
import io.github.emnist.benchmarks.report.Worker.Order;
import io.github.emnist.benchmarks.report.Worker.Reply;
import io.github.emnist.benchmarks.report.Worker.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads a model, predicts 100 images and ends, in a new JVM: a contender of the report, which
 * measures the time from outside.
 */
public final class FirstAnswer {
  private static final int IMAGES = 100;

  private FirstAnswer() {}

  /**
   * Predicts the images and prints the reply.
   *
   * @param args an {@link Order}, whose work has the parameters of {@link Predictor#open}
   * @throws Exception if the model cannot be loaded
   */
  public static void main(String[] args) throws Exception {
    Order order = Worker.order(args);
    Work work = order.works().get(0);
    Map<String, String> params = work.params();
    byte[] image = new byte[Predictor.LENGTH];
    image[28 * 14 + 14] = -1;
    try (Predictor predictor =
        Predictor.open(params.get("engine"), 1, Path.of(params.get("model")))) {
      float[] first = predictor.predict(List.of(image))[0];
      for (int i = 1; i < IMAGES; i++) {
        predictor.predict(List.of(image));
      }
      double[] probabilities = new double[first.length];
      for (int i = 0; i < first.length; i++) {
        probabilities[i] = first[i];
      }
      Worker.say(
          new Reply(
              order.check() ? predictor.engine() : "",
              Map.of("probabilities", probabilities),
              List.of(new Figure(work.name(), Machine.memory("VmHWM:") / 1024.0, null))));
    }
    System.exit(0);
  }
}
