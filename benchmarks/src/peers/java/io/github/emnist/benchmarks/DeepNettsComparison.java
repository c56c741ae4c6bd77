package io.github.emnist.benchmarks;

import deepnetts.net.ConvolutionalNetwork;
import deepnetts.net.layers.AbstractLayer;
import deepnetts.net.layers.ConvolutionalLayer;
import deepnetts.net.layers.activation.ActivationType;
import deepnetts.net.loss.LossType;
import deepnetts.util.Tensor;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * One image at a time through the same network of the same weights, in plain Java by this library
 * and by Deep Netts 1.13.2, and on TensorFlow in float32, in turn. The network has the reference
 * network's layers with padding, which Deep Netts always does, and without batch normalization,
 * which it has not. All answer first; nothing is timed unless their probabilities agree.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.DeepNettsComparison [ROUNDS]
 * </pre>
 */
public final class DeepNettsComparison {
  private static final int ROUNDS = 40;
  private static final int WARM_UPS = 10;

  /** Calls of the faster engines for one of Deep Netts. */
  private static final int CALLS = 25;

  private static final double TOLERANCE = 1e-4;
  private static final int IMAGES = 47;

  private DeepNettsComparison() {}

  /**
   * Measures and prints.
   *
   * @param args the number of rounds
   * @throws Exception if the machine cannot be described
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    System.out.println(Machine.describe());
    EmnistDataset drawn = SyntheticEmnist.balanced().withImagesPerClass(1, 1).test();
    CnnArchitecture architecture = architecture();
    Weights weights = Weights.initialize(architecture, 1);
    ModelBundle model =
        new ModelBundle(ModelMetadata.of(architecture, drawn.labelMap()), weights);
    ConvolutionalNetwork peer = deepNetts(architecture, weights);
    ClassifierOptions options =
        ClassifierOptions.defaults().withPrecision(Precision.FLOAT32).withThreads(1);
    try (EmnistClassifier java = EmnistClassifier.of(model, options.withEngine(Engine.JAVA));
        EmnistClassifier tensorFlow =
            EmnistClassifier.of(model, options.withEngine(Engine.TENSORFLOW))) {
      double difference = 0;
      for (int i = 0; i < IMAGES; i++) {
        float[] expected = java.predict(drawn.image(i)).probabilities();
        difference = Math.max(difference, distance(expected, answer(peer, drawn.image(i))));
        float[] third = tensorFlow.predict(drawn.image(i)).probabilities();
        difference = Math.max(difference, distance(expected, third));
      }
      System.out.printf(Locale.ROOT, "probabilities differ by %.1e at most%n", difference);
      if (!(difference <= TOLERANCE)) {
        throw new IllegalStateException("the networks do not compute the same");
      }
      List<Double> ours = new ArrayList<>();
      List<Double> native32 = new ArrayList<>();
      List<Double> theirs = new ArrayList<>();
      for (int round = -WARM_UPS; round < rounds; round++) {
        GrayImage image = drawn.image(Math.floorMod(round, IMAGES));
        double first = millis(CALLS, () -> java.predict(image));
        double second = millis(CALLS, () -> tensorFlow.predict(image));
        double last = millis(1, () -> answer(peer, image));
        if (round >= 0) {
          ours.add(first);
          native32.add(second);
          theirs.add(last);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "one image, medians of %d rounds: Java %.2f ms, TensorFlow %.2f ms, Deep Netts %.1f ms%n",
          rounds,
          median(ours),
          median(native32),
          median(theirs));
    }
  }

  private static CnnArchitecture architecture() {
    return CnnArchitecture.builder()
        .input(28, 28, 1)
        .conv2d(32, 5, Padding.SAME)
        .relu()
        .conv2d(32, 5, Padding.SAME)
        .relu()
        .conv2d(64, 3, Padding.SAME)
        .relu()
        .maxPool(2)
        .flatten()
        .dense(256)
        .relu()
        .dense(47)
        .softmax()
        .build();
  }

  private static ConvolutionalNetwork deepNetts(CnnArchitecture architecture, Weights weights) {
    ConvolutionalNetwork network =
        ConvolutionalNetwork.builder()
            .addInputLayer(28, 28, 1)
            .addConvolutionalLayer(5, 5, 32, ActivationType.RELU)
            .addConvolutionalLayer(5, 5, 32, ActivationType.RELU)
            .addConvolutionalLayer(3, 3, 64, ActivationType.RELU)
            .addMaxPoolingLayer(2, 2, 2)
            .addFullyConnectedLayer(256, ActivationType.RELU)
            .addOutputLayer(47, ActivationType.SOFTMAX)
            .lossFunction(LossType.CROSS_ENTROPY)
            .build();
    weights.checkMatches(architecture);
    Iterator<String> names = weights.names().iterator();
    for (AbstractLayer layer : network.getLayers()) {
      if (layer.getBiases() != null) {
        String kernel = names.next();
        set(layer, weights.values(kernel), weights.shape(kernel));
        layer.setBiases(weights.values(names.next()));
      }
    }
    return network;
  }

  /** Convolutions have an array for each filter; the first dense layer counts columns first. */
  private static void set(AbstractLayer layer, float[] kernel, List<Integer> shape) {
    int outputs = shape.get(shape.size() - 1);
    Tensor target = layer.getWeights();
    for (int i = 0; i < kernel.length; i++) {
      int output = i % outputs;
      int input = i / outputs;
      if (layer instanceof ConvolutionalLayer convolution) {
        int channels = shape.get(2);
        int row = input / channels / shape.get(1);
        int column = input / channels % shape.get(1);
        convolution.getFilters()[output].set(row, column, input % channels, kernel[i]);
      } else if (target.getFourthDim() > 1) {
        int pixel = input / target.getDepth();
        int width = target.getRows();
        target.set(pixel % width, pixel / width, input % target.getDepth(), output, kernel[i]);
      } else {
        target.set(input, output, kernel[i]);
      }
    }
  }

  private static float[] answer(ConvolutionalNetwork network, GrayImage image) {
    Tensor input = new Tensor(28, 28, 1);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        input.set(y, x, 0, image.pixel(x, y) / 255f);
      }
    }
    network.setInput(input);
    return network.getOutput();
  }

  private static double distance(float[] one, float[] other) {
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      largest = Math.max(largest, Math.abs(one[i] - other[i]));
    }
    return largest;
  }

  private static double millis(int calls, Runnable call) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return (System.nanoTime() - start) / 1e6 / calls;
  }

  private static double median(List<Double> figures) {
    return new Median().evaluate(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
