package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.json.StrictJson;
import io.github.emnist.train.evaluation.Evaluation.ClassMetrics;
import io.github.emnist.train.evaluation.Evaluation.ConfusableClasses;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import io.github.emnist.train.evaluation.Evaluation.Reliability;
import io.github.emnist.train.evaluation.Measurement.Bootstrap;
import io.github.emnist.train.evaluation.Measurement.BootstrapIntervals;
import io.github.emnist.train.evaluation.Measurement.CalibratedFigures;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The document {@code metrics.json}. Scripts rely on the names; derived fields (accuracy,
 * precision, …) are written for them and recomputed when read.
 *
 * @param merged empty, as {@code bootstrap}, in the document of an {@link Evaluation}
 * @param calibrated empty if the model has no temperature
 */
record MetricsFile(
    int images,
    double accuracy,
    List<Double> accuracyInterval,
    double loss,
    double top3Accuracy,
    double ece,
    List<ClassMetrics> perClass,
    List<List<Integer>> confusion,
    List<Integer> ranks,
    List<Reliability.Bin> reliability,
    Optional<Merged> merged,
    Optional<Drawn> bootstrap,
    Optional<Calibrated> calibrated) {
  private static final StrictJson JSON = new StrictJson();
  private static final List<String> OPTIONAL = List.of("merged", "bootstrap", "calibrated");

  record Merged(List<List<String>> groups, double accuracy, List<Double> accuracyInterval) {}

  record Drawn(
      int resamples,
      double confidence,
      long seed,
      List<Double> accuracy,
      List<Double> loss,
      List<Double> top3Accuracy) {}

  record Calibrated(
      double temperature,
      int fittedOn,
      double loss,
      double ece,
      List<Reliability.Bin> reliability) {}

  static MetricsFile of(Evaluation evaluation) {
    return of(evaluation, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static MetricsFile of(Measurement measurement) {
    BootstrapIntervals intervals = measurement.bootstrap();
    return of(
        measurement.evaluation(),
        Optional.of(
            new Merged(
                measurement.confusable().groups(),
                measurement.mergedAccuracy(),
                bounds(measurement.mergedAccuracyInterval()))),
        Optional.of(
            new Drawn(
                intervals.bootstrap().resamples(),
                intervals.bootstrap().confidence(),
                intervals.bootstrap().seed(),
                bounds(intervals.accuracy()),
                bounds(intervals.loss()),
                bounds(intervals.top3Accuracy()))),
        measurement
            .calibrated()
            .map(
                figures ->
                    new Calibrated(
                        figures.scaling().temperature(),
                        figures.scaling().images(),
                        figures.loss(),
                        figures.reliability().expectedError(),
                        figures.reliability().bins())));
  }

  private static MetricsFile of(
      Evaluation evaluation,
      Optional<Merged> merged,
      Optional<Drawn> bootstrap,
      Optional<Calibrated> calibrated) {
    return new MetricsFile(
        evaluation.images(),
        evaluation.accuracy(),
        bounds(evaluation.accuracyInterval()),
        evaluation.loss(),
        evaluation.top3Accuracy(),
        evaluation.expectedCalibrationError(),
        evaluation.perClass(),
        Arrays.stream(evaluation.confusion()).map(MetricsFile::list).toList(),
        list(evaluation.ranks()),
        evaluation.reliability().bins(),
        merged,
        bootstrap,
        calibrated);
  }

  private static List<Integer> list(int[] counts) {
    return IntStream.of(counts).boxed().toList();
  }

  private static List<Double> bounds(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  String toJson() {
    ObjectNode json = JSON.tree(this);
    OPTIONAL.stream().filter(name -> json.get(name).isNull()).forEach(json::remove);
    return json.toString();
  }

  /** Parses the document of a measurement. */
  static Measurement read(String json, String source) throws MalformedDataException {
    if (!(JSON.parse(json, source) instanceof ObjectNode tree)) {
      throw new MalformedDataException(source, 0, "no object", "the figures of a model");
    }
    if (!tree.has("calibrated")) {
      tree.putNull("calibrated");
    }
    MetricsFile file = JSON.read(tree, MetricsFile.class, source);
    if (file.merged.isEmpty() || file.bootstrap.isEmpty()) {
      throw new MalformedDataException(
          source, 0, "an evaluation alone", "a measurement, with merged and bootstrap");
    }
    try {
      return file.measurement();
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(source, 0, e.getMessage(), "the figures of a model", e);
    }
  }

  private Measurement measurement() {
    Drawn drawn = bootstrap.orElseThrow();
    return new Measurement(
        evaluation(),
        new BootstrapIntervals(
            new Bootstrap(drawn.resamples, drawn.confidence, drawn.seed),
            interval("bootstrap accuracy", drawn.accuracy),
            interval("bootstrap loss", drawn.loss),
            interval("bootstrap top3Accuracy", drawn.top3Accuracy)),
        new ConfusableClasses(merged.orElseThrow().groups),
        calibrated.map(
            figures ->
                new CalibratedFigures(
                    new TemperatureScaling(figures.temperature, figures.fittedOn),
                    figures.loss,
                    new Reliability(figures.reliability))));
  }

  private Evaluation evaluation() {
    LabelMap labels = LabelMap.of(perClass.stream().map(ClassMetrics::label).toList());
    refuseUnless(confusion.size() == labels.size(), "confusion", confusion.size() + " rows");
    int[][] rows = new int[labels.size()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = counts("confusion[" + row + "]", confusion.get(row), labels.size());
    }
    int[] ranked = counts("ranks", ranks, labels.size());
    long counted = Stream.of(rows).flatMapToInt(IntStream::of).asLongStream().sum();
    long all = IntStream.of(ranked).asLongStream().sum();
    refuseUnless(
        all == counted && all > 0 && all <= Integer.MAX_VALUE,
        "ranks",
        "%d images, the confusion matrix %d".formatted(all, counted));
    return new Evaluation(labels, rows, ranked, loss, new Reliability(reliability));
  }

  private static int[] counts(String name, List<Integer> counts, int size) {
    refuseUnless(counts.size() == size, name, counts.size() + " counts for " + size + " classes");
    refuseUnless(counts.stream().noneMatch(count -> count < 0), name, "a count below 0");
    return counts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Interval interval(String name, List<Double> bounds) {
    refuseUnless(bounds.size() == 2, name, bounds.size() + " numbers for an interval");
    return new Interval(bounds.get(0), bounds.get(1));
  }

  private static void refuseUnless(boolean holds, String name, String found) {
    if (!holds) {
      throw new IllegalArgumentException(name + " has " + found);
    }
  }
}
