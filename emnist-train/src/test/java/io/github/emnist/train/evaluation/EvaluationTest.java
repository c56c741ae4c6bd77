package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation.ClassMetrics;
import io.github.emnist.train.evaluation.Evaluation.Confusion;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures against a computation by hand. */
class EvaluationTest {
  private static final LabelMap LABELS = LabelMap.ofCharacters("ABCDE");
  private static final Offset<Double> EXACTLY = within(1e-7); // the probabilities are float32

  /**
   * Six images of the classes A, A, A, B, B, D. Right: the first two and the fourth. The third is
   * taken for B with A ranked second, the fifth for A with B ranked fourth, the sixth for B with D
   * ranked third. Nothing is ever C or E.
   */
  private static final float[][] PROBABILITIES = {
    {0.5f, 0.25f, 0.125f, 0.0625f, 0.0625f},
    {1, 0, 0, 0, 0},
    {0.25f, 0.5f, 0.125f, 0.0625f, 0.0625f},
    {0.25f, 0.5f, 0.125f, 0.0625f, 0.0625f},
    {0.5f, 0.0625f, 0.25f, 0.125f, 0.0625f},
    {0.25f, 0.5f, 0.0625f, 0.125f, 0.0625f},
  };

  private static final int[] TRUTH = {0, 0, 0, 1, 1, 3};

  private static Evaluation evaluation() {
    return Evaluation.of(Scores.of(LABELS, PROBABILITIES, TRUTH));
  }

  @Test
  void countsWhatIsRight() {
    Evaluation evaluation = evaluation();

    assertThat(evaluation.labelMap()).isEqualTo(LABELS);
    assertThat(evaluation.images()).isEqualTo(6);
    assertThat(evaluation.accuracy()).isEqualTo(0.5);
    assertThat(evaluation.top3Accuracy()).isCloseTo(5 / 6.0, EXACTLY);
    assertThat(evaluation.accuracyInterval()).isEqualTo(Interval.wilson(0.5, 6));
  }

  @Test
  void lossIsTheMeanCrossEntropy() {
    // -ln of 1/2, 1, 1/4, 1/2, 1/16 and 1/8: 1 + 0 + 2 + 1 + 4 + 3 times ln 2
    assertThat(evaluation().loss()).isCloseTo(11 * Math.log(2) / 6, EXACTLY);
  }

  @Test
  void aRightClassOfProbabilityZeroKeepsTheLossFinite() {
    Evaluation evaluation =
        Evaluation.of(Scores.of(LABELS, new float[][] {{1, 0, 0, 0, 0}}, new int[] {4}));

    assertThat(evaluation.loss()).isCloseTo(-Math.log(1e-12), EXACTLY);
  }

  @Test
  void calibrationComparesConfidenceWithAccuracy() {
    // five images of confidence 1/2, two of them right: gap 0.1; one of confidence 1, right
    assertThat(evaluation().expectedCalibrationError()).isCloseTo(0.5 / 6, EXACTLY);
  }

  @Test
  void confusionHasTrueClassesAsRows() {
    assertThat(evaluation().confusion())
        .isDeepEqualTo(
            new int[][] {
              {2, 1, 0, 0, 0},
              {1, 1, 0, 0, 0},
              {0, 0, 0, 0, 0},
              {0, 1, 0, 0, 0},
              {0, 0, 0, 0, 0},
            });
  }

  @Test
  void confusionIsACopy() {
    Evaluation evaluation = evaluation();

    evaluation.confusion()[0][0] = 99;

    assertThat(evaluation.confusion()[0][0]).isEqualTo(2);
  }

  @Test
  void perClassFiguresFollowFromTheConfusion() {
    double two3rds = 2 / 3.0;
    assertThat(evaluation().perClass())
        .containsExactly(
            new ClassMetrics("A", 3, two3rds, two3rds, two3rds),
            new ClassMetrics("B", 2, 1 / 3.0, 0.5, 0.4),
            new ClassMetrics("C", 0, 0, 0, 0),
            new ClassMetrics("D", 1, 0, 0, 0),
            new ClassMetrics("E", 0, 0, 0, 0));
  }

  @Test
  void worstConfusionsComeMostFrequentFirst() {
    float[][] probabilities = {{0, 1, 0, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 1, 0, 0}, {1, 0, 0, 0, 0}};
    Evaluation evaluation = Evaluation.of(Scores.of(LABELS, probabilities, new int[] {0, 1, 1, 2}));

    assertThat(evaluation.worstConfusions(9))
        .containsExactly(
            new Confusion("B", "C", 2), new Confusion("A", "B", 1), new Confusion("C", "A", 1));
    assertThat(evaluation.worstConfusions(1)).containsExactly(new Confusion("B", "C", 2));
    assertThat(evaluation.worstConfusions(0)).isEmpty();
    assertThatThrownBy(() -> evaluation.worstConfusions(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count (-1) must be at least 0");
  }

  @Test
  void ofEquallyProbableClassesTheFirstIsPredicted() {
    float[][] even = {{0.2f, 0.2f, 0.2f, 0.2f, 0.2f}};

    assertThat(Evaluation.of(Scores.of(LABELS, even, new int[] {0})).accuracy()).isOne();
    assertThat(Evaluation.of(Scores.of(LABELS, even, new int[] {2})).top3Accuracy()).isOne();
    assertThat(Evaluation.of(Scores.of(LABELS, even, new int[] {3})).top3Accuracy()).isZero();
  }

  @Test
  void withFewerThanThreeClassesEveryImageIsInTheTopThree() {
    Evaluation evaluation =
        Evaluation.of(
            Scores.of(LabelMap.ofCharacters("AB"), new float[][] {{0.9f, 0.1f}}, new int[] {1}));

    assertThat(evaluation.accuracy()).isZero();
    assertThat(evaluation.top3Accuracy()).isOne();
  }

  @Test
  void topAccuracyCountsTheRanks() {
    // A, B, C, D, E rank by probability: right classes at ranks 1, 1, 2, 1, 4 and 3
    assertThat(evaluation().ranks()).containsExactly(3, 1, 1, 1, 0);
    assertThat(evaluation().topAccuracy(1)).isEqualTo(0.5);
    assertThat(evaluation().topAccuracy(2)).isEqualTo(4 / 6.0);
    assertThat(evaluation().topAccuracy(5)).isOne();
    assertThatThrownBy(() -> evaluation().topAccuracy(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k (0) must be in [1, 5], the number of classes");
    assertThatThrownBy(() -> evaluation().topAccuracy(6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k (6) must be in [1, 5], the number of classes");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused("there are no images to evaluate", new float[0][], new int[0]);
    assertRefused("found 2 labels for 1 rows of probabilities", new float[1][5], new int[2]);
    assertRefused(
        "row 1 has 4 probabilities, expected one for each of the 5 classes",
        new float[][] {new float[5], new float[4]},
        new int[2]);
    assertRefused("label 5 of image 0 must be in [0, 5)", new float[1][5], new int[] {5});
    assertRefused("label -1 of image 0 must be in [0, 5)", new float[1][5], new int[] {-1});
  }

  private static void assertRefused(String message, float[][] probabilities, int[] labels) {
    assertThatThrownBy(() -> Evaluation.of(Scores.of(LABELS, probabilities, labels)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void jsonHasTheNamesThatScriptsRelyOn() {
    Evaluation evaluation =
        Evaluation.of(
            Scores.of(
                LabelMap.ofCharacters("A\""),
                new float[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}},
                new int[] {0, 0, 1, 1}));
    Interval interval = evaluation.accuracyInterval();

    assertThat(evaluation.toJson())
        .isEqualTo(
            "{\"images\":4,\"accuracy\":1.0,\"accuracyInterval\":["
                + interval.low()
                + ","
                + interval.high()
                + "],\"loss\":0.0,\"top3Accuracy\":1.0,\"ece\":0.0,\"perClass\":["
                + "{\"label\":\"A\",\"support\":2,\"precision\":1.0,\"recall\":1.0,\"f1\":1.0},"
                + "{\"label\":\"\\\"\",\"support\":2,\"precision\":1.0,\"recall\":1.0,\"f1\":1.0}],"
                + "\"confusion\":[[2,0],[0,2]],\"ranks\":[4,0],\"reliability\":["
                + emptyBins()
                + "{\"low\":0.9333333333333333,\"high\":1.0,\"count\":4,"
                + "\"confidence\":1.0,\"accuracy\":1.0}]}");
  }

  private static String emptyBins() {
    StringBuilder bins = new StringBuilder();
    for (int bin = 0; bin < 14; bin++) {
      bins.append("{\"low\":%s,\"high\":%s,\"count\":0,".formatted(bin / 15.0, (bin + 1) / 15.0))
          .append("\"confidence\":0.0,\"accuracy\":0.0},");
    }
    return bins.toString();
  }

  @Test
  void jsonSaysWhatTheFiguresSay() throws IOException {
    Evaluation evaluation = evaluation();

    JsonNode json = new ObjectMapper().readTree(evaluation.toJson());

    assertThat(json.get("images").intValue()).isEqualTo(6);
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(evaluation.accuracy());
    assertThat(json.get("loss").doubleValue()).isEqualTo(evaluation.loss());
    assertThat(json.get("top3Accuracy").doubleValue()).isEqualTo(evaluation.top3Accuracy());
    assertThat(json.get("ece").doubleValue()).isEqualTo(evaluation.expectedCalibrationError());
    assertThat(json.get("accuracyInterval").get(0).doubleValue())
        .isEqualTo(evaluation.accuracyInterval().low());
    assertThat(json.get("accuracyInterval").get(1).doubleValue())
        .isEqualTo(evaluation.accuracyInterval().high());
    assertThat(json.get("perClass")).hasSize(5);
    assertThat(json.get("perClass").get(1).get("f1").doubleValue()).isEqualTo(0.4);
    assertThat(json.get("confusion").get(3)).hasToString("[0,1,0,0,0]");
  }
}
