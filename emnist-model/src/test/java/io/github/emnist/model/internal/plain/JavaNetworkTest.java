package io.github.emnist.model.internal.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.tensorflow.FrozenNetwork;
import io.github.emnist.model.internal.tensorflow.NaiveNetwork;
import io.github.emnist.model.internal.tensorflow.RandomArchitectures;
import io.github.emnist.model.internal.tensorflow.RuntimeOptions;
import io.github.emnist.model.internal.tensorflow.TestNetwork;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaNetworkTest {
  private static final RuntimeOptions FLOAT32 = new RuntimeOptions(1, true, Precision.FLOAT32);
  private static final float TOLERANCE = 1e-4f;
  private static final int IMAGES = 9;

  /** As many as take a few seconds; {@code -Drandom.networks=400} tries more. */
  private static final int NETWORKS = Integer.getInteger("random.networks", 30);

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  static Stream<CnnArchitecture> presets() {
    return Stream.of(
        CnnArchitecture.emnistCnn(),
        CnnArchitecture.fast(),
        CnnArchitecture.best(),
        CnnArchitecture.small(26),
        CnnArchitecture.large(10));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void answersAsTensorFlowDoesWhateverTheLayers(long seed) {
    check(RandomArchitectures.of(seed), seed);
  }

  /**
   * More channels than pixels and the other way round, which is computed in two ways. TensorFlow
   * was wrong here with oneDNN's convolutions (2.18 on AVX-512): a 2x1 kernel over 2x1 pixels from
   * 51 to 89 channels gave other sums.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void answersAsDefinedWhateverTheSizes(long seed) {
    checkDefinition(wide(seed), seed);
  }

  /** Of some positions of such a kernel nothing lies over the picture. */
  @ParameterizedTest
  @CsvSource({"2, 2, 5, 5", "3, 3, 7, 7", "1, 28, 3, 3", "2, 14, 5, 5", "1, 3, 1, 9", "4, 2, 3, 7"})
  void aKernelMayReachBeyondThePicture(int height, int width, int kernelHeight, int kernelWidth) {
    List<Layer> layers =
        List.of(
            new Layer.Conv2D(3, kernelHeight, kernelWidth, 1, Padding.SAME),
            new Layer.Flatten(),
            new Layer.Dense(5),
            new Layer.Activation(ActivationFunction.SOFTMAX));
    checkDefinition(CnnArchitecture.of("tiny", TensorShape.of(height, width, 1), layers), 1);
  }

  private static void checkDefinition(CnnArchitecture architecture, long seed) {
    Weights weights = TestNetwork.randomWeights(architecture, seed);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, seed);
    double[][] logits = new NaiveNetwork(architecture, weights, false, null).logits(images);
    int classes = architecture.classes();
    float[] defined = new float[IMAGES * classes];
    for (int i = 0; i < defined.length; i++) {
      defined[i] = (float) NaiveNetwork.softmax(logits[i / classes])[i % classes];
    }
    try (InferenceNetwork java = new JavaNetwork(architecture, weights, 0);
        InferenceNetwork tensorFlow = new FrozenNetwork(architecture, weights, FLOAT32)) {
      for (InferenceNetwork network : List.of(java, tensorFlow)) {
        assertThat(network.probabilities(images, IMAGES))
            .as(architecture.summary())
            .containsExactly(defined, within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void answersAsTensorFlowDoesInEveryPreset(CnnArchitecture architecture) {
    check(architecture, 1);
  }

  private static void check(CnnArchitecture architecture, long seed) {
    Weights weights = TestNetwork.randomWeights(architecture, seed);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, seed);
    try (InferenceNetwork java = new JavaNetwork(architecture, weights, 0);
        InferenceNetwork tensorFlow = new FrozenNetwork(architecture, weights, FLOAT32)) {
      float[] found = java.probabilities(images, IMAGES);
      assertThat(found)
          .as(architecture.summary())
          .containsExactly(tensorFlow.probabilities(images, IMAGES), within(TOLERANCE));
    }
  }

  /** Convolutions and poolings of any window, with SAME beyond the picture too, and any stride. */
  private static CnnArchitecture wide(long seed) {
    CounterRandom random = new CounterRandom(seed, 1, 0);
    TensorShape shape =
        TensorShape.of(1 + random.nextInt(12), 1 + random.nextInt(12), 1 + random.nextInt(2));
    TensorShape input = shape;
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Padding padding = random.nextInt(2) == 0 ? Padding.SAME : Padding.VALID;
      int stride = 1 + random.nextInt(3);
      boolean same = padding == Padding.SAME;
      int height = 1 + random.nextInt(same ? 5 : Math.min(5, shape.height()));
      int width = 1 + random.nextInt(same ? 5 : Math.min(5, shape.width()));
      Layer layer =
          switch (random.nextInt(4)) {
            case 0 -> new Layer.MaxPool2D(Math.min(height, width), stride, padding);
            case 1 -> new Layer.AveragePool2D(Math.min(height, width), stride, padding);
            default -> new Layer.Conv2D(1 + random.nextInt(140), height, width, stride, padding);
          };
      layers.add(layer);
      shape = layer.place("tried", shape).output();
      if (random.nextInt(2) == 0) {
        layers.add(new Layer.BatchNormalization());
        layers.add(new Layer.Activation(ActivationFunction.RELU));
      }
    }
    layers.add(random.nextInt(2) == 0 ? new Layer.Flatten() : new Layer.GlobalAveragePool());
    layers.add(new Layer.Dense(1 + random.nextInt(70)));
    layers.add(new Layer.LeakyRelu(0.1));
    layers.add(new Layer.Dense(5));
    layers.add(new Layer.Activation(ActivationFunction.SOFTMAX));
    return CnnArchitecture.of("wide " + seed, input, layers);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void theBitsDependNeitherOnTheNumberOfImagesNorOfThreads(CnnArchitecture architecture) {
    Weights weights = TestNetwork.randomWeights(architecture, 1);
    int count = 21;
    byte[] images = TestNetwork.randomImages(architecture, count, 1);
    int size = architecture.input().size();
    try (InferenceNetwork one = new JavaNetwork(architecture, weights, 0);
        InferenceNetwork three = new JavaNetwork(architecture, weights, 3)) {
      float[] together = one.probabilities(images, count);
      assertThat(three.probabilities(images, count)).containsExactly(together);
      for (int i = 0; i < count; i++) {
        int classes = architecture.classes();
        assertThat(one.probabilities(Arrays.copyOfRange(images, i * size, (i + 1) * size), 1))
            .containsExactly(Arrays.copyOfRange(together, i * classes, (i + 1) * classes));
      }
    }
  }

  @Test
  void manyThreadsAtOnceGetTheAnswersThatEachGetsAlone() {
    CnnArchitecture architecture = CnnArchitecture.fast();
    Weights weights = TestNetwork.randomWeights(architecture, 2);
    try (InferenceNetwork network = new JavaNetwork(architecture, weights, 0)) {
      List<byte[]> images =
          IntStream.range(0, 40)
              .mapToObj(i -> TestNetwork.randomImages(architecture, 1 + i % 3, i))
              .toList();
      List<float[]> alone = images.stream().map(image -> answer(network, image)).toList();
      List<float[]> sideBySide =
          images.parallelStream().map(image -> answer(network, image)).toList();
      for (int i = 0; i < alone.size(); i++) {
        assertThat(sideBySide.get(i)).containsExactly(alone.get(i));
      }
    }
  }

  private static float[] answer(InferenceNetwork network, byte[] images) {
    return network.probabilities(images, images.length / 784);
  }

  /** The interpreter, the first compiler, and the second without vectors. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-UseSuperWord"})
  @Timeout(300)
  void theBitsDoNotDependOnWhatRunsTheCode(String option) throws Exception {
    assertThat(inAnotherJvm(option)).isEqualTo(TinyAnswers.text());
  }

  private static String inAnotherJvm(String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                TinyAnswers.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.strip();
  }

  @Test
  void aCallAllocatesNothingButItsAnswer() {
    CnnArchitecture architecture = CnnArchitecture.fast();
    Weights weights = TestNetwork.randomWeights(architecture, 1);
    byte[] image = TestNetwork.randomImages(architecture, 1, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (InferenceNetwork network = new JavaNetwork(architecture, weights, 0)) {
      int calls = 500;
      for (int i = 0; i < calls; i++) {
        network.probabilities(image, 1);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        network.probabilities(image, 1);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes / calls)
          .as("bytes a call")
          .isLessThanOrEqualTo(16 + 4L * architecture.classes() + 8);
    }
  }

  @Test
  void networksOfTheSameWeightsShareTheProgram() {
    CnnArchitecture architecture = CnnArchitecture.small(3);
    Weights weights = Weights.initialize(architecture, 1);
    Program program = Program.of(architecture, weights);
    assertThat(Program.of(architecture, weights)).isSameAs(program);
    assertThat(Program.of(architecture, Weights.initialize(architecture, 1))).isNotSameAs(program);
  }

  @Test
  void whatIsNotAWholeNumberOfImagesIsRefused() {
    CnnArchitecture architecture = CnnArchitecture.fast();
    Weights weights = Weights.initialize(architecture, 1);
    try (InferenceNetwork network = new JavaNetwork(architecture, weights, 0)) {
      assertThatThrownBy(() -> network.probabilities(new byte[785], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("images: found 785 bytes, expected 1 images x 784 pixels");
      assertThat(network.probabilities(new byte[0], 0)).isEmpty();
    }
  }

  @Test
  void theErrorFunctionIsExactToFloat32() {
    // From a table of the error function to 9 digits (Abramowitz and Stegun, 7.1).
    float[] x = {0, 0.1f, 0.5f, 1, 1.5f, 2, 3, 10};
    double[] erf = {
      0, 0.112462916, 0.520499878, 0.842700793, 0.966105146, 0.995322265, 0.999977910, 1
    };
    for (int i = 0; i < x.length; i++) {
      assertThat((double) Kernels.erf(x[i])).isCloseTo(erf[i], within(4e-7));
      assertThat((double) Kernels.erf(-x[i])).isCloseTo(-erf[i], within(4e-7));
    }
  }
}
