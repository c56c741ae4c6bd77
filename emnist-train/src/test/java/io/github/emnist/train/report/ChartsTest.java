package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.report.Chart.Axis;
import io.github.emnist.train.report.Chart.Dot;
import io.github.emnist.train.report.Chart.Mark;
import io.github.emnist.train.report.Chart.Series;
import io.github.emnist.train.report.Figure.Palette;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartsTest {
  /** Inside the axes of the PNG, below the legend. */
  private static final Rectangle PLOT = new Rectangle(140, 102, 795, 400);

  private static BufferedImage accuracy(TrainingHistory history) {
    return Charts.accuracy(history).figure().png();
  }

  @Test
  void bothCurvesAreWhereTheirValuesAre() {
    BufferedImage image =
        accuracy(Histories.of(new double[] {0.2, 0.2}, new double[] {0.8, 0.8}, 0));

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    List<Point> validation = Pixels.of(Palette.VALIDATION, image, PLOT);

    assertThat(training).hasSizeGreaterThan(200);
    assertThat(validation).hasSizeGreaterThan(200);
    int highestOfTraining = training.stream().mapToInt(p -> p.y).min().orElseThrow();
    int lowestOfValidation = validation.stream().mapToInt(p -> p.y).max().orElseThrow();
    assertThat(lowestOfValidation).isLessThan(highestOfTraining - 200);
  }

  @Test
  void theScaleIsLinearAndTheEpochsAreEvenlySpaced() {
    BufferedImage image =
        accuracy(Histories.of(new double[] {0.2, 0.4, 0.8}, Histories.NO_VALIDATION, 0));

    List<Point> curve = Pixels.of(Palette.TRAINING, image, PLOT);
    int first = curve.stream().mapToInt(p -> p.x).min().orElseThrow() + 8; // half a marker
    int last = curve.stream().mapToInt(p -> p.x).max().orElseThrow() - 8;
    double y1 = heightAt(first, curve);
    double y2 = heightAt((first + last) / 2, curve);
    double y3 = heightAt(last, curve);

    assertThat(y3).isLessThan(y1 - 250);
    assertThat((y1 - y2) / (y1 - y3)).isCloseTo(1 / 3.0, within(0.02));
  }

  private static double heightAt(int x, List<Point> curve) {
    return Pixels.meanY(curve.stream().filter(p -> Math.abs(p.x - x) <= 1).toList());
  }

  @Test
  void lossesArePlottedAsTheyAre() {
    TrainingHistory falling = Histories.of(new double[] {2.5, 0.5}, new double[] {1.5, 1.5}, 0);

    BufferedImage image = Charts.loss(falling).figure().png();

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    double middle = Pixels.meanY(Pixels.of(Palette.VALIDATION, image, PLOT));
    assertThat(heightAt(training.stream().mapToInt(p -> p.x).min().orElseThrow(), training))
        .isLessThan(middle - 100);
    assertThat(heightAt(training.stream().mapToInt(p -> p.x).max().orElseThrow(), training))
        .isGreaterThan(middle + 100);
  }

  @Test
  void withoutValidationThereIsOneCurve() {
    TrainingHistory history =
        Histories.of(new double[] {0.5, 0.6, 0.7}, Histories.NO_VALIDATION, 0);
    BufferedImage image = accuracy(history);

    assertThat(Pixels.of(Palette.TRAINING, image, PLOT)).isNotEmpty();
    assertThat(Pixels.of(Palette.VALIDATION, image, Pixels.all(image))).isEmpty();
    assertThat(names(Charts.accuracy(history))).containsExactly("training");
  }

  @Test
  void aSingleEpochIsTwoMarkersAboveEachOther() {
    BufferedImage image = accuracy(Histories.of(new double[] {0.7}, new double[] {0.8}, 0));

    List<Point> training = Pixels.of(Palette.TRAINING, image, PLOT);
    List<Point> validation = Pixels.of(Palette.VALIDATION, image, PLOT);

    assertThat(training).hasSizeBetween(120, 400);
    assertThat(validation).hasSizeBetween(120, 400);
    assertThat(Pixels.meanX(training)).isCloseTo(Pixels.meanX(validation), within(1.0));
    assertThat(Pixels.meanY(training)).isGreaterThan(Pixels.meanY(validation) + 50);
  }

  @Test
  void aRingMarksTheBestEpochOfTheValidationCurve() {
    double[] training = {0.2, 0.3, 0.4, 0.5, 0.6};
    double[] validation = {0.7, 0.8, 0.95, 0.85, 0.8};
    TrainingHistory history = Histories.of(training, validation, 3);
    BufferedImage image = accuracy(history);

    List<Point> ring = Pixels.of(Palette.BEST, image, PLOT);
    List<Point> curve = Pixels.of(Palette.VALIDATION, image, PLOT);
    int top = curve.stream().mapToInt(p -> p.y).min().orElseThrow();

    assertThat(ring).hasSizeGreaterThan(10);
    assertThat(Pixels.meanY(ring)).isCloseTo(top + 7, within(2.0)); // half a marker below its top
    assertThat(Pixels.meanX(ring)).isCloseTo(Pixels.meanX(curve), within(20.0)); // the middle
    assertThat(names(Charts.accuracy(history)))
        .containsExactly("training", "validation", "best epoch: 3");
    assertThat(Pixels.of(Palette.BEST, accuracy(Histories.of(training, validation, 0)), PLOT))
        .isEmpty();
  }

  @Test
  void aFigureThatIsNotFiniteLeavesAGap() throws Exception {
    double[] gap = {0.5, Double.NaN, 0.5, 0.5, Double.POSITIVE_INFINITY};
    double[] level = {0.5, 0.5, 0.5, 0.5, 0.5};
    BufferedImage whole = accuracy(Histories.of(level, Histories.NO_VALIDATION, 0));
    BufferedImage image = accuracy(Histories.of(gap, Histories.NO_VALIDATION, 0));

    assertThat(Pixels.of(Palette.TRAINING, image, PLOT).size())
        .isBetween(50, Pixels.of(Palette.TRAINING, whole, PLOT).size() * 2 / 3);

    TrainingHistory history =
        Histories.of(
            new double[] {0.5, 0.7, Double.NaN, 0.9}, new double[] {0.6, 0.8, 0.7, 0.8}, 2);
    Svg svg = Svg.of(Charts.accuracy(history).figure());
    assertThat(svg.paths(Palette.TRAINING))
        .singleElement()
        .asString()
        .matches("M[^ML]+L[^ML]+M[^ML]+");
    assertThat(svg.paths(Palette.VALIDATION))
        .singleElement()
        .asString()
        .matches("M[^ML]+(L[^ML]+){3}");
    assertThat(svg.texts())
        .contains("Accuracy", "training", "validation", "best epoch: 2", "1", "4", "epoch");
  }

  @Test
  void theAxisHoldsAllValuesAndNoImpossibleOnes() {
    TrainingHistory good = Histories.of(new double[] {0.9}, new double[] {0.999}, 0);
    TrainingHistory bad = Histories.of(new double[] {0.01}, new double[] {0.02}, 0);

    assertThat(Charts.accuracy(good).up().high()).isOne();
    assertThat(Charts.loss(good).up().high()).isGreaterThan(1);
    assertThat(Charts.accuracy(good).up().low()).isBetween(0.85, 0.9);
    assertThat(Charts.accuracy(bad).up().low()).isZero();
    assertThat(Charts.accuracy(bad).up().high()).isBetween(0.05, 0.1);
  }

  @Test
  void labelsWholeEpochsOnlyAsManyAsThereIsRoomFor() {
    assertThat(labels(Charts.accuracy(Histories.ofEpochs(5)).across()))
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(labels(Charts.accuracy(Histories.ofEpochs(30)).across()))
        .containsExactly("5", "10", "15", "20", "25", "30");
    assertThat(labels(Charts.speed(Histories.ofEpochs(500)).across()))
        .startsWith("50")
        .endsWith("500")
        .hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "20,1", "21,2", "41,2", "42,5", "100,5", "105,10", "300,20", "1000,50"})
  void labelStepsAreRoundNumbers(int epochs, int step) {
    assertThat(Axis.wholeStep(epochs, 20)).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.2", "0.173, 0.05", "0.1, 0.02", "450, 100", "7e-10, 1e-10", "0.6, 0.1"})
  void stepsAreRound(double span, double step) {
    assertThat(Axis.step(span, 5)).isCloseTo(step, within(1e-9 * step));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 0",
    "0.30000000000000004, 0.1, 0.3",
    "0.85, 0.05, 0.85",
    "1400, 200, '1,400'",
    "0.0012, 0.0002, 0.0012",
    "0.00002, 0.00001, 2.0e-05",
    "5, 1, 5"
  })
  void labelsHaveTheDecimalsOfTheirStep(double value, double step, String text) {
    assertThat(Axis.label(value, step)).isEqualTo(text);
  }

  private static List<String> names(Chart chart) {
    return chart.series().stream().map(Series::name).toList();
  }

  private static List<String> labels(Axis axis) {
    return axis.marks().stream().map(Mark::label).toList();
  }

  private static TrainingHistory withCurve() {
    TrainingHistory epochs =
        Histories.of(new double[] {0.5, 0.7, 0.8, 0.9}, new double[] {0.6, 0.8, 0.7, 0.8}, 2);
    List<TrainingHistory.Point> curve = new ArrayList<>();
    for (int step = 2; step <= 40; step += 2) {
      double validation = step % 10 == 0 ? 0.5 + step / 100.0 : Double.NaN;
      curve.add(
          new TrainingHistory.Point(step, 1.0 / step, 0.2 - 0.1 / step, validation, validation));
    }
    return new TrainingHistory(epochs.epochs(), epochs.bestEpoch(), curve);
  }

  @Test
  void aCurveIsDrawnOverItsStepsWithTheValidationsOnIt() throws Exception {
    Chart chart = Charts.accuracy(withCurve());
    BufferedImage image = chart.figure().png();

    assertThat(Pixels.meanY(Pixels.of(Palette.TRAINING, image, PLOT)))
        .isGreaterThan(Pixels.meanY(Pixels.of(Palette.VALIDATION, image, PLOT)) + 200);
    assertThat(names(chart)).containsExactly("training", "validation", "best epoch: 2");
    assertThat(chart.series().get(0).dots()).hasSize(20);
    // At the ends of epochs alone: those within are of a sample.
    assertThat(chart.series().get(1).dots())
        .containsExactly(new Dot(10, 0.6), new Dot(20, 0.8), new Dot(30, 0.7), new Dot(40, 0.8));
    assertThat(chart.series().get(2).dots()).containsExactly(new Dot(20, 0.8));
    assertThat(chart.across().title()).isEqualTo("step");
    assertThat(labels(chart.across())).containsExactly("0", "10", "20", "30", "40");
    assertThat(Charts.loss(withCurve()).figure().svg()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void withinTheFirstEpochTheSampleShowsValidation() {
    TrainingHistory epochs = withCurve();
    List<TrainingHistory.Point> curve =
        List.of(
            new TrainingHistory.Point(4, 2, 0.1, 2, 0.3),
            new TrainingHistory.Point(14, 1, 0.2, 1, 0.4));

    TrainingHistory history = new TrainingHistory(epochs.epochs(), OptionalInt.empty(), curve);
    assertThat(Charts.accuracy(history).series().get(1).dots())
        .startsWith(new Dot(4, 0.3), new Dot(10, 0.6), new Dot(20, 0.8))
        .hasSize(5);

    TrainingHistory paused = new TrainingHistory(List.of(), OptionalInt.empty(), curve);
    assertThat(Charts.accuracy(paused).series().get(1).dots())
        .containsExactly(new Dot(4, 0.3), new Dot(14, 0.4));
  }

  @Test
  void aTrainingCurveIsSmoothed() {
    List<TrainingHistory.Point> noisy = new ArrayList<>();
    double[] values = {0, 3, 0, 6, 6, 0};
    for (int i = 0; i < values.length; i++) {
      noisy.add(new TrainingHistory.Point(i + 1, values[i], 0, Double.NaN, Double.NaN));
    }
    TrainingHistory epochs = Histories.ofEpochs(1);

    Chart chart = Charts.loss(new TrainingHistory(epochs.epochs(), epochs.bestEpoch(), noisy));

    assertThat(chart.series().get(0).dots())
        .containsExactly(
            new Dot(1, 0),
            new Dot(2, 1),
            new Dot(3, 3),
            new Dot(4, 3),
            new Dot(5, 4),
            new Dot(6, 0));
  }

  @Test
  void aRunOfFewStepsHasWholeLabels() {
    List<TrainingHistory.Point> curve =
        List.of(new TrainingHistory.Point(3, 1, 0.5, Double.NaN, Double.NaN));
    TrainingHistory epochs = Histories.ofEpochs(1);

    Chart chart = Charts.loss(new TrainingHistory(epochs.epochs(), epochs.bestEpoch(), curve));

    assertThat(labels(chart.across())).containsExactly("0", "1", "2", "3");
  }

  @Test
  void curvesOfOneEpochOrOfOneValueAreDrawn() throws Exception {
    TrainingHistory one = Histories.of(new double[] {0.5}, Histories.NO_VALIDATION, 0);
    for (Chart chart :
        List.of(
            Charts.accuracy(one),
            Charts.loss(one),
            Charts.learningRate(one),
            Charts.speed(one),
            Charts.speed(Histories.ofEpochs(500)))) {
      String svg = chart.figure().svg();
      assertThat(svg).doesNotContain("NaN", "Infinity");
      assertThat(chart.series()).hasSize(1);
      assertThat(labels(chart.up())).hasSizeBetween(3, 8);
    }
    assertThat(Svg.of(Charts.speed(one).figure()).elements("circle")).hasSize(1);
    assertThat(Svg.of(Charts.speed(Histories.ofEpochs(500)).figure()).elements("circle"))
        .isEmpty(); // markers would hide the line
  }

  @Test
  void reliabilityBarsAreAsHighAsTheShareOfRightAnswers() throws Exception {
    Evaluation evaluation =
        Evaluation.of(
            Scores.of(
                LabelMap.ofCharacters("AB"),
                new float[][] {{0.7f, 0.3f}, {0.7f, 0.3f}, {1, 0}},
                new int[] {0, 1, 0}));

    Svg svg = Svg.of(Charts.reliability(evaluation.reliability(), "R < S"));

    List<Double> bars =
        svg.elements("rect").stream()
            .filter(rect -> Svg.inherited(rect, "fill").equals("rgb(0,114,178)"))
            .map(rect -> Svg.number(rect, "height"))
            .toList();
    assertThat(bars).containsExactly(10.0, 150.0, 300.0); // the legend's, then 1/2 and 1
    List<Double> counts =
        svg.elements("rect").stream()
            .filter(rect -> Svg.inherited(rect, "fill").equals("rgb(91,100,112)"))
            .map(rect -> Svg.number(rect, "height"))
            .toList();
    assertThat(counts).containsExactly(1.0, 42.0, 21.0); // the line, then 2 images and 1
    assertThat(svg.texts())
        .contains("R < S", "share of right answers", "perfect", "images of each probability");
  }

  /** Flat at 4, falls to 2 between 1e-4 and 1e-2, and is out of all bounds from 1e-1 on. */
  static LearningRateSweep sweep() {
    List<LearningRateSweep.Point> points = new ArrayList<>();
    for (int i = 0; i <= 50; i++) {
      double power = -6 + 0.1 * i;
      double fall = Math.max(0, Math.min(2, power + 4));
      double loss = 4 - fall;
      points.add(
          new LearningRateSweep.Point(Math.pow(10, power), loss + (i % 2 == 0 ? 0.1 : -0.1), loss));
    }
    points.add(new LearningRateSweep.Point(0.13, 1000, 40));
    points.add(new LearningRateSweep.Point(0.16, 1e9, 4e7));
    return new LearningRateSweep(points);
  }

  @Test
  void aSweepShowsTheFallAndNotTheDivergence() {
    Chart chart = Charts.sweep(sweep());
    BufferedImage image = chart.figure().png();

    // from 1.9 of a batch to the average's 4, and margins of 8 % and 30 %
    assertThat(chart.up().low()).isEqualTo(1.9 - 0.168, within(1e-9));
    assertThat(chart.up().high()).isEqualTo(4 + 0.63, within(1e-9));
    List<Dot> smoothed = chart.series().get(1).dots();
    assertThat(smoothed.get(0).value()).isEqualTo(4);
    assertThat(smoothed.get(51).value()).isNaN();
    Rectangle left = new Rectangle(160, 102, 200, 400);
    Rectangle right = new Rectangle(700, 102, 180, 400);
    assertThat(Pixels.meanY(Pixels.of(Palette.TRAINING, image, right)))
        .isGreaterThan(Pixels.meanY(Pixels.of(Palette.TRAINING, image, left)) + 50);
  }

  @Test
  void aLossThatNeverFallsHasAnAxisToo() {
    Axis axis =
        Charts.sweep(
                new LearningRateSweep(
                    List.of(
                        new LearningRateSweep.Point(1, 2, 2),
                        new LearningRateSweep.Point(2, 2, 2))))
            .up();

    assertThat(axis.low()).isBetween(1.5, 1.99);
    assertThat(axis.high()).isBetween(2.01, 2.5);
  }

  @Test
  void aSweepHasDecadesAndTheSuggestion() throws Exception {
    Chart chart = Charts.sweep(sweep());
    Svg svg = Svg.of(chart.figure());

    assertThat(svg.texts()).contains("1e-6", "1e-3", "1e-1", "learning rate", "each batch");
    assertThat(chart.figure().svg()).doesNotContain("NaN", "Infinity");
    double suggestion = sweep().suggestion().orElseThrow();
    assertThat(suggestion).isBetween(1e-4, 1e-2);
    assertThat(names(chart))
        .containsExactly(
            "each batch",
            "smoothed",
            "steepest: " + String.format(Locale.ROOT, "%.2g", suggestion));
    List<Double> rings = svg.elements("circle").stream().map(it -> Svg.number(it, "cx")).toList();
    assertThat(rings).hasSize(2); // in the legend and on the curve
    double share = (Math.log10(suggestion) + 6) / (Math.log10(0.16) + 6);
    double margin = 398 * 0.035 / 1.07;
    assertThat(rings.get(1)).isEqualTo(68 + margin + share * (398 - 2 * margin), within(0.1));
  }

  @Test
  void withoutASuggestionThereIsNoRing() throws Exception {
    LearningRateSweep rising =
        new LearningRateSweep(
            List.of(
                new LearningRateSweep.Point(1, 1, 1),
                new LearningRateSweep.Point(2, 2, 2),
                new LearningRateSweep.Point(4, 3, 3)));

    assertThat(Svg.of(Charts.sweep(rising).figure()).elements("circle")).isEmpty();
    assertThat(names(Charts.sweep(rising))).containsExactly("each batch", "smoothed");
  }

  @Test
  void refusesASweepWithoutPoints() {
    assertThatThrownBy(() -> Charts.sweep(new LearningRateSweep(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the sweep has no points to plot");
  }
}
