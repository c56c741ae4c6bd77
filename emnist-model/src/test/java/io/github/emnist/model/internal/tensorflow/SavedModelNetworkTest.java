package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.CounterRandom;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

class SavedModelNetworkTest {
  private static final int IMAGES = 5;

  @TempDir private Path dir;

  static Stream<ForeignModel> models() {
    return Stream.of(
        ForeignModel.of(-1, 5, 6, 1),
        ForeignModel.of(-1, 5, 6),
        ForeignModel.of(-1, 1, 5, 6),
        ForeignModel.of(1, 5, 6, 1),
        ForeignModel.of(-1, 5, 6, 1).reading(TUint8.class),
        ForeignModel.of(-1, 5, 6, 1).answering("softmax"),
        ForeignModel.of(-1, 5, 6, 1).answering("probabilities", "logits", "softmax", "wide"),
        ForeignModel.of(-1, 5, 6, 1).answering("a", "logits", "wide"),
        ForeignModel.of(-1, 5, 6, 1).answering("a", "wide"),
        ForeignModel.of(-1, 5, 6, 1).scaled(300),
        ForeignModel.of(1, 5, 6).reading(TUint8.class).answering("softmax"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersProbabilitiesWhateverTheShapesAndTypes(ForeignModel model) throws Exception {
    check(model, 5, 6);
  }

  @Test
  void aFlatInputIsASquare() throws Exception {
    check(ForeignModel.of(-1, 36), 6, 6);
  }

  private void check(ForeignModel model, int height, int width) throws Exception {
    byte[] images = new byte[IMAGES * height * width];
    new CounterRandom(3, 0, 0).nextBytes(images);
    model.writeTo(dir.resolve("model"));
    try (SavedModelNetwork network = SavedModelNetwork.load(dir.resolve("model"), 3)) {
      assertThat(network.height()).isEqualTo(height);
      assertThat(network.width()).isEqualTo(width);
      float[] found = network.probabilities(images, IMAGES);
      assertThat(found).hasSize(IMAGES * 3);
      for (int n = 0; n < IMAGES; n++) {
        double[] expected = model.probabilities(images, n);
        for (int c = 0; c < 3; c++) {
          assertThat((double) found[n * 3 + c]).isCloseTo(expected[c], within(1e-4));
        }
      }
    }
  }

  /** More images than go into one run. */
  @Test
  void manyImagesAreAnsweredInOrder() throws Exception {
    ForeignModel.of(-1, 4, 4, 1).writeTo(dir.resolve("model"));
    byte[] images = new byte[600 * 16];
    new CounterRandom(4, 0, 0).nextBytes(images);
    try (SavedModelNetwork network = SavedModelNetwork.load(dir.resolve("model"), 3)) {
      float[] all = network.probabilities(images, 600);
      for (int n : new int[] {0, 255, 256, 511, 512, 599}) {
        float[] one = network.probabilities(Arrays.copyOfRange(images, n * 16, n * 16 + 16), 1);
        assertThat(Arrays.copyOfRange(all, n * 3, n * 3 + 3)).containsExactly(one, within(1e-5f));
      }
    }
  }

  /** With variables in a checkpoint, written by TensorFlow's own exporter. */
  @Test
  void readsWhatTensorFlowWrites() throws Exception {
    Path folder = dir.resolve("written");
    float[][] matrix = {{1, -2}, {0.5f, 3}, {-1, 0}, {2, 1}};
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Placeholder<TFloat32> images =
          tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2, 2, 1)));
      Variable<TFloat32> weights = tf.withInitScope().variable(tf.withInitScope().constant(matrix));
      Operand<TFloat32> logits = tf.linalg.matMul(tf.reshape(images, tf.array(-1, 4)), weights);
      Signature signature =
          Signature.builder("serving_default").input("image", images).output("y", logits).build();
      try (Session session = new Session(graph)) {
        session.initialize();
        SavedModelBundle.exporter(folder.toString())
            .withFunction(SessionFunction.create(signature, session))
            .export();
      }
    }
    assertThat(folder.resolve("variables")).isDirectory();
    try (SavedModelNetwork network = SavedModelNetwork.load(folder, 2)) {
      float[] found = network.probabilities(new byte[] {(byte) 255, 0, 51, (byte) 204}, 1);
      // Logits 1 - 0.2 + 1.6 = 2.4 and -2 + 0.8 = -1.2.
      double first = 1 / (1 + Math.exp(-1.2 - 2.4));
      assertThat((double) found[0]).isCloseTo(first, within(1e-5));
      assertThat((double) found[1]).isCloseTo(1 - first, within(1e-5));
    }
  }

  @Test
  void tooManyOrTooFewLabelsAreRefused() throws Exception {
    Path folder = ForeignModel.of(-1, 5, 6, 1).writeTo(dir.resolve("model"));
    for (int labels : new int[] {2, 4}) {
      assertThatThrownBy(() -> SavedModelNetwork.load(folder, labels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("labels (%d) must be as many as the classes of %s (3)", labels, folder);
    }
  }

  @Test
  void bytesThatAreNoWholeImagesAreRefused() throws Exception {
    Path folder = ForeignModel.of(-1, 5, 6, 1).writeTo(dir.resolve("model"));
    try (SavedModelNetwork network = SavedModelNetwork.load(folder, 3)) {
      assertThatThrownBy(() -> network.probabilities(new byte[31], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("images: found 31 bytes, expected 1 images x 30 pixels");
    }
  }
}
