package io.github.emnist.train.evaluation;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The bootstrap intervals of the figures that are means over the images. (That of a calibration
 * error is not among them: resampling alone makes it larger.)
 *
 * @param bootstrap how they were drawn
 * @param accuracy of {@link Evaluation#accuracy()}
 * @param loss of {@link Evaluation#loss()}
 * @param top3Accuracy of {@link Evaluation#top3Accuracy()}
 */
public record BootstrapIntervals(
    Bootstrap bootstrap, Interval accuracy, Interval loss, Interval top3Accuracy) {
  static BootstrapIntervals of(Scores scores, Bootstrap bootstrap) {
    return new BootstrapIntervals(
        bootstrap,
        interval(scores, bootstrap, i -> scores.right(i) ? 1 : 0),
        interval(scores, bootstrap, i -> Tally.loss(scores.probability(i, scores.label(i)))),
        interval(
            scores,
            bootstrap,
            i -> Tally.classesAhead(scores.label(i), scores.row(i)) < 3 ? 1 : 0));
  }

  private static Interval interval(
      Scores scores, Bootstrap bootstrap, IntToDoubleFunction valueOfImage) {
    return bootstrap.ofMean(
        IntStream.range(0, scores.images()).mapToDouble(valueOfImage).toArray());
  }
}
