package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.types.TFloat32;

class GraphOpsTest {
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.builder()
          .name("every name more than once")
          .input(6, 6, 1)
          .conv2d(3, 3, Padding.SAME)
          .batchNormalization()
          .relu()
          .residual(body -> body.conv2d(3, 1).batchNormalization())
          .dropout(0.2)
          .flatten()
          .dense(5)
          .relu()
          .dense(4)
          .softmax()
          .build();

  private static final Weights WEIGHTS = TestNetwork.randomWeights(ARCHITECTURE, 5);

  private final Locale usual = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(usual);
  }

  static Stream<Locale> localesOfOtherDigits() {
    return Stream.of(Locale.getAvailableLocales())
        .filter(locale -> !String.format(locale, "%d", 1234567890).equals("1234567890"));
  }

  @Test
  void thereAreLocalesOfOtherDigits() {
    assertThat(localesOfOtherDigits().map(Locale::getLanguage))
        .contains("ar", "fa", "bn", "mr", "my");
  }

  @ParameterizedTest
  @MethodSource("localesOfOtherDigits")
  void graphsAreTheSameInEveryLocale(Locale locale) {
    List<String> expected = names();
    byte[] exported = SavedModelFile.bytes(ARCHITECTURE, WEIGHTS);
    Locale.setDefault(locale);
    assertThat(names()).isEqualTo(expected);
    assertThat(SavedModelFile.bytes(ARCHITECTURE, WEIGHTS)).isEqualTo(exported);
  }

  /** Names of the operations of a training and of an inference graph. */
  private static List<String> names() {
    List<String> names = new ArrayList<>();
    GraphBuilder builder = new GraphBuilder(ARCHITECTURE);
    try (Graph training = new Graph();
        Graph inference = new Graph()) {
      builder.build(training, Set.of(), true, Precision.FLOAT32);
      builder.freeze(inference, WEIGHTS, Precision.FLOAT32);
      names.addAll(names(training));
      names.addAll(names(inference));
    }
    return names;
  }

  private static List<String> names(Graph graph) {
    List<String> names = new ArrayList<>();
    graph.operations().forEachRemaining(operation -> names.add(operation.name()));
    return names;
  }

  @ParameterizedTest
  @MethodSource("someOfThem")
  void predictsAndMeasuresInOtherDigits(String tag) {
    byte[] images = TestNetwork.randomImages(ARCHITECTURE, 3, 1);
    Locale.setDefault(Locale.ROOT);
    float[] expected = probabilities(images);
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertThat(String.format("%d", 28)).isNotEqualTo("28");
    assertThat(probabilities(images)).isEqualTo(expected);
    assertThat(ActivationMeter.measure(ARCHITECTURE, WEIGHTS, images, 3).images()).isEqualTo(3);
  }

  static Stream<String> someOfThem() {
    return Stream.of("ar-EG", "fa-IR", "my-MM");
  }

  private static float[] probabilities(byte[] images) {
    RuntimeOptions options = new RuntimeOptions(1, true, Precision.FLOAT32);
    try (FrozenNetwork network = new FrozenNetwork(ARCHITECTURE, WEIGHTS, options)) {
      return network.probabilities(images, 3);
    }
  }

  /** The names are those that TensorFlow's own scope gives, which exported files rely on. */
  @Test
  void namesAreTensorFlowsInEnglish() {
    Locale.setDefault(Locale.ROOT);
    assertThat(namesBy(GraphOps::of)).isEqualTo(namesBy(Ops::create));
  }

  private static List<String> namesBy(Function<Graph, Ops> ops) {
    try (Graph graph = new Graph()) {
      Ops tf = ops.apply(graph);
      Constant<TFloat32> one = tf.constant(1f);
      tf.constant(2f);
      tf.withName("named").constant(3f);
      tf.withName("named").constant(4f);
      for (int i = 0; i < 2; i++) {
        Ops scope = tf.withSubScope("scope");
        Operand<TFloat32> sum = scope.math.add(one, scope.constant(5f));
        scope.withSubScope("inner").withControlDependencies(List.of(sum)).noOp();
        scope.withName("named").constant(6f);
      }
      tf.constant(7f);
      // Nn operations with names of their own making.
      tf.nn.softmaxCrossEntropyWithLogits(
          tf.constant(new float[][] {{1, 2}}), tf.constant(new float[][] {{0, 1}}));
      return names(graph);
    }
  }

  @Test
  void namesInTheGraphAreTaken() {
    try (Graph graph = new Graph()) {
      GraphOps.of(graph).constant(1f);
      GraphOps.of(graph).constant(2f);
      GraphOperation third = (GraphOperation) GraphOps.of(graph).constant(3f).op();
      assertThat(third.name()).isEqualTo("Const_2");
    }
  }
}
