package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import io.github.emnist.train.evaluation.Measurement.Bootstrap;
import io.github.emnist.train.evaluation.Measurement.CalibratedFigures;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Scores SCORES =
      Answers.random(LabelMap.of(List.of("0", "O", "1", "I", "\"<")), 250, 2.5, 4);

  private static Measurement measurement() {
    return Measurement.of(SCORES, Optional.of(new TemperatureScaling(1.75, 99)));
  }

  @Test
  void gathersWhatTheScoresGive() {
    Measurement measurement = measurement();

    assertThat(measurement.evaluation().toJson()).isEqualTo(Evaluation.of(SCORES).toJson());
    assertThat(measurement.confusable().groups())
        .containsExactly(List.of("0", "O"), List.of("1", "I"));
    assertThat(measurement.mergedAccuracy())
        .isGreaterThan(measurement.evaluation().accuracy())
        .isEqualTo(measurement.evaluation().accuracyMerging(measurement.confusable()));
    CalibratedFigures calibrated = measurement.calibrated().orElseThrow();
    assertThat(calibrated.loss()).isEqualTo(Evaluation.of(SCORES.atTemperature(1.75)).loss());
    Interval loss = measurement.bootstrap().loss();
    assertThat(measurement.evaluation().loss()).isBetween(loss.low(), loss.high());
    assertThat(measurement.bootstrap().accuracy())
        .isEqualTo(Bootstrap.standard().of(SCORES, scores -> Evaluation.of(scores).accuracy()));
    assertThat(measurement.bootstrap().top3Accuracy())
        .isEqualTo(Bootstrap.standard().of(SCORES, scores -> Evaluation.of(scores).top3Accuracy()));
  }

  @Test
  void jsonHasTheFieldsOfTheEvaluationFirst() throws IOException {
    JsonNode json = new ObjectMapper().readTree(measurement().toJson());

    String evaluation = measurement().evaluation().toJson();
    assertThat(measurement().toJson())
        .startsWith(evaluation.substring(0, evaluation.length() - 1) + ",\"merged\":");
    assertThat(json.at("/merged/groups/1/1").asText()).isEqualTo("I");
    assertThat(json.at("/merged/accuracy").asDouble()).isEqualTo(measurement().mergedAccuracy());
    assertThat(json.at("/bootstrap/resamples").asInt()).isEqualTo(1000);
    assertThat(json.at("/calibrated/temperature").asDouble()).isEqualTo(1.75);
    assertThat(json.at("/calibrated/fittedOn").asInt()).isEqualTo(99);
    assertThat(json.at("/calibrated/ece").asDouble())
        .isEqualTo(Evaluation.of(SCORES.atTemperature(1.75)).expectedCalibrationError());
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws MalformedDataException {
    String json = measurement().toJson();
    assertThat(Measurement.fromJson(json, "metrics.json").toJson()).isEqualTo(json);

    String plain = Measurement.of(SCORES, Optional.empty()).toJson();
    Measurement read = Measurement.fromJson(plain, "metrics.json");
    assertThat(read.toJson()).isEqualTo(plain);
    assertThat(read.calibrated()).isEmpty();
  }

  @Test
  void refusesWhatIsSomethingElse() {
    String json = measurement().toJson();
    assertRefused("{\"loss\":1}", "m, images, byte 0: found nothing, expected ");
    assertRefused("[1]", "m, byte 0: found no object, expected the figures of a model");
    assertRefused(
        measurement().evaluation().toJson(), "m, merged, byte 0: found nothing, expected ");
    assertRefused(
        json.replace("\"label\":\"O\"", "\"label\":\"0\""),
        "m, byte 0: found labels 0 and 1 are both \"0\"; each must be unique,"
            + " expected the figures of a model");
    assertRefused(
        json.replaceFirst("\"loss\":[0-9.]+", "\"loss\":\"high\""),
        "m, loss, byte 0: found \"high\", expected a number");
    assertRefused(
        json.replaceFirst("\"ranks\":\\[\\d+", "\"ranks\":[-1"),
        "m, byte 0: found ranks has a count below 0, expected the figures of a model");
    assertRefused(
        json.replaceFirst("\"ranks\":\\[\\d+,", "\"ranks\":["),
        "m, byte 0: found ranks has 4 counts for 5 classes, expected the figures of a model");
    assertRefused(
        json.replaceFirst("\"ranks\":\\[\\d+", "\"ranks\":[1000"),
        "m, byte 0: found ranks has %d images, the confusion matrix 250,"
            .formatted(1000 + 250 - measurement().evaluation().ranks()[0]));
    assertRefused(
        json.replaceFirst("\"confusion\":\\[\\[[^]]*],", "\"confusion\":["),
        "m, byte 0: found confusion has 4 rows, expected the figures of a model");
    assertRefused(
        json.replace("[\"1\",\"I\"]", "[\"1\"]"),
        "m, byte 0: found group [1] must have two labels or more, expected the figures of a model");
    assertRefused(
        json.replace("\"resamples\":1000", "\"resamples\":0"),
        "m, byte 0: found resamples (0) must be at least 1, expected the figures of a model");
    assertRefused(
        json.replace("\"temperature\":1.75", "\"temperature\":-1"),
        "m, byte 0: found temperature (-1.0) must be positive and finite,"
            + " expected the figures of a model");
    assertRefused(
        json.replaceFirst("\"top3Accuracy\":\\[[^]]*]", "\"top3Accuracy\":[0]"),
        "m, byte 0: found bootstrap top3Accuracy has 1 numbers for an interval, expected");
  }

  @Test
  void refusesNullsInLists() {
    String json = measurement().toJson();
    for (String list : List.of("ranks", "top3Accuracy", "confusion", "perClass")) {
      String damaged = json.replaceFirst("\"" + list + "\":\\[", "\"" + list + "\":[null,");
      assertThat(damaged).isNotEqualTo(json);
      assertThatThrownBy(() -> Measurement.fromJson(damaged, "m"))
          .as(list)
          .isInstanceOf(MalformedDataException.class)
          .hasMessageStartingWith("m, ")
          .hasMessageContainingAll(list, "found null");
    }
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text : List.of("", "{", "[1,2", "{} {}", "nope", "[".repeat(5_000))) {
      assertThatThrownBy(() -> Measurement.fromJson(text, "m"))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageStartingWith("m, ");
    }
  }

  /** Whatever is cut or changed, nothing but the one exception comes out. */
  @Test
  void damagedFilesAreRefusedOrRead() {
    String json = measurement().toJson();
    int refused = 0;
    for (int at : IntStream.range(0, json.length()).filter(i -> i % 7 == 0).toArray()) {
      String damaged = json.substring(0, at) + "}" + json.substring(at + 1);
      try {
        Measurement.fromJson(damaged, "m");
      } catch (MalformedDataException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> Measurement.fromJson(json, "m"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(message);
  }
}
