package io.github.emnist.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.config.LearningRateSchedule.ConstantRate;
import io.github.emnist.train.config.LearningRateSchedule.ExponentialRate;
import io.github.emnist.train.config.LearningRateSchedule.MultiStepDecay;
import io.github.emnist.train.config.LearningRateSchedule.OneCycle;
import io.github.emnist.train.config.LearningRateSchedule.ReduceOnPlateau;
import io.github.emnist.train.config.LearningRateSchedule.StepDecay;
import io.github.emnist.train.config.LearningRateSchedule.Trapezoid;
import io.github.emnist.train.config.LearningRateSchedule.Warmup;
import io.github.emnist.train.config.LearningRateSchedule.WarmupCosine;
import io.github.emnist.train.config.TrainingConfig.ClassWeights;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingConfigJsonTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** At least one of each kind, no component with its default. */
  private static final List<LearningRateSchedule> SCHEDULES =
      List.of(
          new ConstantRate(1e-3),
          new StepDecay(0.1, 0.5, 4),
          new MultiStepDecay(0.1, 0.5, List.of(2, 7)),
          new ExponentialRate(0.1, 0.002),
          new WarmupCosine(0.02, 0.07),
          new OneCycle(0.3, 0.4, 20, 3000),
          new Trapezoid(0.3, 0.1, 0.4),
          new Warmup(0.1, new Warmup(0.2, new StepDecay(1, 0.1, 2))),
          new ReduceOnPlateau(0.1, Monitor.VALIDATION_ACCURACY, 0.3, 5, 1e-5, 2, 1e-6));

  private static final List<OptimizerSpec> OPTIMIZERS =
      List.of(
          new OptimizerSpec.Adam(0.8, 0.99, 1e-8, 0.05),
          new OptimizerSpec.Sgd(0.85, true, 1e-4),
          new OptimizerSpec.Muon(0.9, 0.01, 0.2));

  private static final List<BatchMix> MIXES = List.of(new MixUp(0.2), new CutMix(0.7));

  private static TrainingConfig.Builder unusual() {
    return TrainingConfig.builder()
        .epochs(7)
        .maxSteps(123_456_789_012L)
        .batchSize(33)
        .validationFraction(0.2)
        .samplesPerClass(11)
        .augmentation(Augmentation.light())
        .plainShare(0.125)
        .mix(new MixUp(0.25))
        .optimizer(OptimizerSpec.adam().withWeightDecay(0.02))
        .schedule(LearningRateSchedule.constant(0.004))
        .labelSmoothing(0.3)
        .classWeights(ClassWeights.of(List.of(1.0, 2.5)))
        .gradientClipNorm(1.5)
        .averaging(new WeightAveraging(0.99))
        .frozenLayers(Set.of("dense_2", "conv2d_1"))
        .earlyStopping(EarlyStopping.onValidationAccuracy().baseline(0.5).restoreBest(false))
        .timeLimit(Duration.ofMinutes(90))
        .precision(Precision.FLOAT32)
        .seed(Long.MIN_VALUE);
  }

  static Stream<TrainingConfig> configs() {
    Stream<TrainingConfig> whole =
        Stream.of(
            TrainingConfig.standard(),
            TrainingConfig.fast(),
            TrainingConfig.best(),
            unusual().build(),
            unusual().timeLimit(null).deterministic(true).build(),
            TrainingConfig.builder().classWeights(ClassWeights.balanced()).build(),
            TrainingConfig.builder().earlyStopping(EarlyStopping.onTrainLoss()).build());
    return Stream.of(
            whole,
            SCHEDULES.stream().map(s -> TrainingConfig.builder().schedule(s).build()),
            OPTIMIZERS.stream().map(o -> TrainingConfig.builder().optimizer(o).build()),
            MIXES.stream().map(m -> TrainingConfig.builder().mix(m).build()))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void whatIsWrittenIsRead(TrainingConfig config) throws MalformedDataException {
    TrainingConfig read = TrainingConfig.fromJson(config.toJson(), "a.json");

    assertThat(read).usingRecursiveComparison().isEqualTo(config);
    assertThat(read).hasToString(config.toString());
    assertThat(read.toJson()).isEqualTo(config.toJson());
  }

  /** Fails when a kind is added that the round trip above does not try. */
  @Test
  void everyKindOfSettingIsTried() {
    assertThat(classes(SCHEDULES))
        .containsExactlyInAnyOrder(LearningRateSchedule.class.getPermittedSubclasses());
    assertThat(classes(OPTIMIZERS))
        .containsExactlyInAnyOrder(OptimizerSpec.class.getPermittedSubclasses());
    assertThat(classes(MIXES)).containsExactlyInAnyOrder(BatchMix.class.getPermittedSubclasses());
  }

  private static Set<Class<?>> classes(List<?> samples) {
    return Set.copyOf(samples.stream().<Class<?>>map(Object::getClass).toList());
  }

  /** Fails when a setting is added that the document leaves out. */
  @Test
  void everySettingIsWritten() throws Exception {
    Set<String> expected = new TreeSet<>(List.of("format", "version"));
    for (Field field : TrainingConfig.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        expected.add(field.getName());
      }
    }

    Set<String> written = new TreeSet<>();
    MAPPER.readTree(unusual().build().toJson()).fieldNames().forEachRemaining(written::add);
    assertThat(written).isEqualTo(expected);
  }

  @Test
  void theDocumentReadsAsTheSettingsDo() throws Exception {
    JsonNode json = MAPPER.readTree(unusual().build().toJson());

    assertThat(json.get("format")).hasToString("\"emnist-training-config\"");
    assertThat(json.get("version")).hasToString("1");
    assertThat(json.get("mix")).hasToString("{\"type\":\"mixUp\",\"alpha\":0.25}");
    assertThat(json.get("optimizer"))
        .hasToString(
            "{\"type\":\"adam\",\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":1.0E-7,"
                + "\"weightDecay\":0.02}");
    assertThat(json.get("schedule")).hasToString("{\"type\":\"constantRate\",\"rate\":0.004}");
    assertThat(json.get("classWeights")).hasToString("{\"values\":[1.0,2.5]}");
    assertThat(json.get("averaging")).hasToString("{\"decay\":0.99}");
    assertThat(json.get("frozenLayers")).hasToString("[\"conv2d_1\",\"dense_2\"]");
    assertThat(json.get("earlyStopping"))
        .hasToString(
            "{\"monitor\":\"validation_accuracy\",\"patience\":3,\"minChange\":0.0,"
                + "\"baseline\":0.5,\"startEpoch\":1,\"restoreBest\":false}");
    assertThat(json.get("timeLimit")).hasToString("\"PT1H30M\"");
    assertThat(json.get("precision")).hasToString("\"float32\"");
    assertThat(MAPPER.readTree(TrainingConfig.standard().toJson()).get("timeLimit").isNull())
        .isTrue();
  }

  @Test
  void aCustomTransformHasNoJson() {
    RandomTransform mine =
        random -> {
          throw new AssertionError("nothing is drawn");
        };
    TrainingConfig config = TrainingConfig.builder().augmentation(Augmentation.of(mine)).build();

    assertThatThrownBy(config::toJson)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            mine.getClass().getName()
                + " has no JSON form; the transforms of this package have one");
  }

  /** Each replaces one value, named by its JSON pointer, of the standard recipe's document. */
  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /epochs | "5" | a.json, epochs | "5" | a whole number of at most 32 bits
          /epochs | 5.0 | a.json, epochs | 5.0 | a whole number of at most 32 bits
          /epochs | 3000000000 | a.json, epochs | 3000000000 | a whole number of at most 32 bits
          /epochs | null | a.json, epochs | null | a whole number of at most 32 bits
          /epochs | 0 | a.json | a refused value: epochs (0) must be at least 1 | one that is allowed
          /seed | 1e3 | a.json, seed | 1000.0 | a whole number of at most 64 bits
          /seed | 9223372036854775808 | a.json, seed | 9223372036854775808 | a whole number of at most 64 bits
          /labelSmoothing | "none" | a.json, labelSmoothing | "none" | a number
          /labelSmoothing | 1 | a.json | a refused value: labelSmoothing (1.0) must be in [0.0, 1.0) | one that is allowed
          /deterministic | 1 | a.json, deterministic | 1 | true or false
          /precision | "FLOAT32" | a.json, precision | "FLOAT32" | one of ["auto", "float32", "bfloat16", "int8"]
          /timeLimit | 60 | a.json, timeLimit | 60 | a duration as PT1H30M
          /timeLimit | "an hour" | a.json, timeLimit | "an hour" | a duration as PT1H30M
          /timeLimit | "PT0S" | a.json | a refused value: timeLimit (PT0S) must be positive | one that is allowed
          /frozenLayers | "dense" | a.json, frozenLayers | "dense" | an array
          /frozenLayers | ["a", 1] | a.json, frozenLayers[1] | 1 | a text
          /augmentation | "light" | a.json, augmentation | a refused value: augmentation: found "light", expected an object | one that is allowed
          /augmentation/version | 2 | a.json, augmentation | a refused value: augmentation, version: found 2, expected 1 | one that is allowed
          /mix | {"type": "cutOut", "alpha": 1} | a.json, mix.type | "cutOut" | one of ["cutMix", "mixUp"]
          /mix | {"type": "cutMix", "alpha": 0} | a.json, mix | a refused value: CutMix alpha (0.0) must lie in [0.01, 100.0] | one that is allowed
          /mix | 0.5 | a.json, mix | 0.5 | one of ["cutMix", "mixUp"]
          /optimizer | null | a.json, optimizer | null | an object
          /optimizer/beta1 | true | a.json, optimizer.beta1 | true | a number
          /optimizer/beta1 | 1 | a.json, optimizer | a refused value: beta1 (1.0) must be in [0.0, 1.0) | one that is allowed
          /optimizer/beta3 | 1 | a.json, optimizer.beta3 | an unknown field | only [beta1, beta2, epsilon, weightDecay]
          /optimizer/type | 1 | a.json, optimizer.type | 1 | one of ["adam", "muon", "sgd"]
          /schedule/peak | "high" | a.json, schedule.peak | "high" | a number
          /schedule | {"type":"warmup","share":0.1,"then":{"type":"constantRate"}} | a.json, schedule.then.rate | nothing | a number
          /schedule | {"type":"warmup","share":0.1,"then":7} | a.json, schedule.then | 7 | one of ["constantRate", "exponentialRate", "multiStepDecay", "oneCycle", "reduceOnPlateau", "stepDecay", "trapezoid", "warmup", "warmupCosine"]
          /schedule | {"type":"multiStepDecay","rate":1,"factor":0.5,"epochs":[1,2.5]} | a.json, schedule.epochs[1] | 2.5 | a whole number of at most 32 bits
          /averaging | {"decay":0.9,"Decay":0.8} | a.json, averaging.Decay | an unknown field | only [decay]
          /averaging | [0.9] | a.json, averaging | [0.9] | an object
          /classWeights | {"values":[1,-1]} | a.json, classWeights | a refused value: class weight 1 (-1.0) must be positive and finite | one that is allowed
          /momentum | 0.9 | a.json, momentum | an unknown field | only [augmentation, averaging, batchSize, classWeights, deterministic, earlyStopping, epochs, frozenLayers, gradientClipNorm, labelSmoothing, maxSteps, mix, optimizer, plainShare, precision, samplesPerClass, schedule, seed, timeLimit, validationFraction]
          /version | 2 | a.json, version | 2 | 1
          /format | "emnist-model" | a.json, format | "emnist-model" | "emnist-training-config"
          """)
  void refuses(String pointer, String value, String where, String found, String expected)
      throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(TrainingConfig.standard().toJson());
    int last = pointer.lastIndexOf('/');
    ((ObjectNode) json.at(pointer.substring(0, last)))
        .set(pointer.substring(last + 1), MAPPER.readTree(value));

    assertRefused(json.toString(), where, found, expected);
  }

  private static void assertRefused(String json, String where, String found, String expected) {
    assertThatThrownBy(() -> TrainingConfig.fromJson(json, "a.json"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage("%s, byte 0: found %s, expected %s".formatted(where, found, expected));
  }

  @Test
  void refusesADocumentWithoutASetting() throws Exception {
    JsonNode whole = MAPPER.readTree(TrainingConfig.standard().toJson());
    ((ObjectNode) whole).remove("plainShare");
    whole
        .fieldNames()
        .forEachRemaining(
            name -> {
              ObjectNode json = whole.deepCopy();
              json.remove(name);
              assertThatThrownBy(() -> TrainingConfig.fromJson(json.toString(), "a.json"))
                  .isInstanceOf(MalformedDataException.class)
                  .hasMessageStartingWith("a.json, " + name + ", byte 0: found nothing, expected ");
            });
  }

  @Test
  void settingsOfBeforePlainShareHaveNone() throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(unusual().build().toJson());
    json.remove("plainShare");

    assertThat(TrainingConfig.fromJson(json.toString(), "a.json"))
        .usingRecursiveComparison()
        .isEqualTo(unusual().plainShare(0).build());
  }

  @Test
  void refusesSettingsThatExcludeOneAnother() throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(TrainingConfig.standard().toJson());
    json.put("timeLimit", "PT1H").put("deterministic", true);

    assertRefused(
        json.toString(),
        "a.json",
        "a refused value: a deterministic run cannot have a timeLimit (PT1H): the learning rate would depend on the clock; set epochs",
        "one that is allowed");
  }

  @Test
  void refusesWhatIsNoJsonObject() {
    assertRefused("[1]", "a.json", "[1]", "an object");
    assertRefused("", "a.json", "nothing", "an object");
    for (String broken : Arrays.asList("{", "{} {}", "{\"epochs\": 1, \"epochs\": 2}")) {
      assertThatThrownBy(() -> TrainingConfig.fromJson(broken, "a.json"))
          .isInstanceOf(MalformedDataException.class)
          .hasMessageMatching(
              "(?s)a\\.json, byte \\d+: found no valid JSON \\(.*\\), expected a JSON document");
    }
  }

  @Test
  void refusesANumberThatIsTooLargeForADouble() {
    String json = TrainingConfig.standard().toJson().replace("\"beta1\":0.9", "\"beta1\":1e999");

    assertRefused(
        json,
        "a.json, optimizer",
        "a refused value: beta1 (Infinity) must be in [0.0, 1.0)",
        "one that is allowed");
  }

  @Test
  void showsNoMoreThanTheBeginningOfAHugeValue() throws Exception {
    ObjectNode json = (ObjectNode) MAPPER.readTree(TrainingConfig.standard().toJson());
    json.put("epochs", "x".repeat(1000));

    assertRefused(
        json.toString(),
        "a.json, epochs",
        '"' + "x".repeat(59) + "...",
        "a whole number of at most 32 bits");
  }
}
