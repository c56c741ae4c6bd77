package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.List;
import java.util.Objects;

/**
 * The description of a layer of a {@link CnnArchitecture}, with Keras' names and defaults.
 * Immutable; has no weights.
 */
public sealed interface Layer {
  /** {@return Keras' class name, for example {@code Conv2D} or {@code MaxPooling2D}} */
  default String type() {
    return getClass().getSimpleName();
  }

  /**
   * {@return the layer with its shapes and parameters for an input}
   *
   * @param name the layer's name in its network, with which its parameters' names begin
   * @param input the shape of the input
   * @throws IllegalArgumentException if the layer does not support this input
   */
  default PlacedLayer place(String name, TensorShape input) {
    return new PlacedLayer(name, this, input, input);
  }

  /**
   * A convolution with bias.
   *
   * @param filters the number of output channels, positive
   * @param kernelHeight in pixels, positive
   * @param kernelWidth in pixels, positive
   * @param stride in pixels, positive, the same on both axes
   * @param padding how the kernel meets the border
   */
  record Conv2D(int filters, int kernelHeight, int kernelWidth, int stride, Padding padding)
      implements Layer {
    /** Throws {@link IllegalArgumentException} if a number is not positive. */
    public Conv2D {
      LayerChecks.positive("Conv2D", "filters", filters);
      LayerChecks.positive("Conv2D", "kernelHeight", kernelHeight);
      LayerChecks.positive("Conv2D", "kernelWidth", kernelWidth);
      LayerChecks.positive("Conv2D", "stride", stride);
      LayerChecks.present("Conv2D", "padding", padding);
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      TensorShape output =
          LayerChecks.windowed(
              name, "kernel", input, kernelHeight, kernelWidth, stride, padding, filters);
      return new PlacedLayer(
          name,
          this,
          input,
          output,
          List.of(
              new Parameter(
                  name + "/kernel",
                  List.of(kernelHeight, kernelWidth, input.channels(), filters),
                  true),
              new Parameter(name + "/bias", List.of(filters), true)));
    }
  }

  /**
   * Batch normalization over the last axis (Ioffe and Szegedy, 2015).
   *
   * @param momentum the share of the old moving average that a training step keeps (less in the
   *     first steps), in [0, 1)
   * @param epsilon added to the variance, positive
   */
  record BatchNormalization(double momentum, double epsilon) implements Layer {
    /** Keras' momentum. */
    public static final double DEFAULT_MOMENTUM = 0.99;

    /** Keras' epsilon. */
    public static final double DEFAULT_EPSILON = 1e-3;

    /** Throws {@link IllegalArgumentException} if a number is out of its range. */
    public BatchNormalization {
      LayerChecks.fraction("BatchNormalization", "momentum", momentum);
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw Messages.illegal("BatchNormalization: epsilon (%s) must be positive", epsilon);
      }
    }

    /** Creates one with Keras' momentum 0.99 and epsilon 0.001. */
    public BatchNormalization() {
      this(DEFAULT_MOMENTUM, DEFAULT_EPSILON);
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      List<Integer> shape = List.of(input.channels());
      return new PlacedLayer(
          name,
          this,
          input,
          input,
          List.of(
              new Parameter(name + "/gamma", shape, true),
              new Parameter(name + "/beta", shape, true),
              new Parameter(name + "/moving_mean", shape, false),
              new Parameter(name + "/moving_variance", shape, false)));
    }
  }

  /**
   * An activation function.
   *
   * @param function the function
   */
  record Activation(ActivationFunction function) implements Layer {
    /** Throws {@link IllegalArgumentException} if the function is null. */
    public Activation {
      LayerChecks.present("Activation", "function", function);
    }
  }

  /**
   * A leaky rectifier: {@code x} if it is positive, else {@code x * slope}.
   *
   * @param slope below 0, in [0, 1)
   */
  record LeakyRelu(double slope) implements Layer {
    /** Throws {@link IllegalArgumentException} if the slope is out of its range. */
    public LeakyRelu {
      LayerChecks.fraction("LeakyReLU", "slope", slope);
    }

    @Override
    public String type() {
      return "LeakyReLU";
    }
  }

  /**
   * The largest value of each window.
   *
   * @param pool the window's height and width in pixels, positive
   * @param stride in pixels, positive
   * @param padding how the window meets the border
   */
  record MaxPool2D(int pool, int stride, Padding padding) implements Layer {
    /** Throws {@link IllegalArgumentException} if a number is not positive. */
    public MaxPool2D {
      LayerChecks.pool("MaxPool2D", pool, stride, padding);
    }

    @Override
    public String type() {
      return "MaxPooling2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(
          name, this, input, LayerChecks.pooled(name, input, pool, stride, padding));
    }
  }

  /**
   * The mean of each window; padded pixels do not count.
   *
   * @param pool the window's height and width in pixels, positive
   * @param stride in pixels, positive
   * @param padding how the window meets the border
   */
  record AveragePool2D(int pool, int stride, Padding padding) implements Layer {
    /** Throws {@link IllegalArgumentException} if a number is not positive. */
    public AveragePool2D {
      LayerChecks.pool("AveragePool2D", pool, stride, padding);
    }

    @Override
    public String type() {
      return "AveragePooling2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(
          name, this, input, LayerChecks.pooled(name, input, pool, stride, padding));
    }
  }

  /** The mean of each channel over the whole picture: (height, width, channels) to (channels). */
  record GlobalAveragePool() implements Layer {
    @Override
    public String type() {
      return "GlobalAveragePooling2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      LayerChecks.picture(name, input);
      return new PlacedLayer(name, this, input, TensorShape.of(input.channels()));
    }
  }

  /**
   * Sets elements to 0 at random in training, and scales the others by {@code 1 / (1 - rate)}.
   *
   * @param rate the probability of 0, in [0, 1)
   */
  record Dropout(double rate) implements Layer {
    /** Throws {@link IllegalArgumentException} if the rate is out of its range. */
    public Dropout {
      LayerChecks.fraction("Dropout", "rate", rate);
    }
  }

  /**
   * A dropout of whole channels (Tompson et al., "Efficient object localization using convolutional
   * networks", 2015).
   *
   * @param rate the probability of 0, in [0, 1)
   */
  record SpatialDropout2D(double rate) implements Layer {
    /** Throws {@link IllegalArgumentException} if the rate is out of its range. */
    public SpatialDropout2D {
      LayerChecks.fraction("SpatialDropout2D", "rate", rate);
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      LayerChecks.picture(name, input);
      return new PlacedLayer(name, this, input, input);
    }
  }

  /** (height, width, channels) to (height * width * channels), in that order. */
  record Flatten() implements Layer {
    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(name, this, input, TensorShape.of(input.size()));
    }
  }

  /**
   * A fully connected layer with bias.
   *
   * @param units the number of outputs, positive
   */
  record Dense(int units) implements Layer {
    /** Throws {@link IllegalArgumentException} if the number is not positive. */
    public Dense {
      LayerChecks.positive("Dense", "units", units);
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      if (!input.isFlat()) {
        throw Messages.illegal(
            "%s: needs a flat input, found %s; put flatten() or globalAveragePool() before it",
            name, input);
      }
      return new PlacedLayer(
          name,
          this,
          input,
          TensorShape.of(units),
          List.of(
              new Parameter(name + "/kernel", List.of(input.channels(), units), true),
              new Parameter(name + "/bias", List.of(units), true)));
    }
  }

  /** The functions of {@link Layer.Activation}. */
  public enum ActivationFunction {
    /** {@code max(x, 0)} of each element. */
    RELU,
    /**
     * {@code x * P(Z <= x)} of each element, Z standard normal; with the exact error function, as
     * in Keras (Hendrycks and Gimpel, "Gaussian error linear units", 2016).
     */
    GELU,
    /** {@code exp(x) / sum(exp(x))} over the last axis. */
    SOFTMAX
  }

  /**
   * The sum of two branches with the same input (He et al., "Deep residual learning for image
   * recognition", 2016).
   *
   * <pre>{@code
   * CnnArchitecture.builder()
   *     .input(28, 28, 1)
   *     .conv2d(32, 3, Padding.SAME).batchNormalization().relu()
   *     .residual(
   *         body -> body.conv2d(64, 3, 2, Padding.SAME).batchNormalization(),
   *         shortcut -> shortcut.conv2d(64, 1, 2, Padding.SAME).batchNormalization())
   *     .relu()
   *     .globalAveragePool().dense(47).softmax()
   *     .build();
   * }</pre>
   *
   * @param body the layers of one branch, at least one
   * @param shortcut the layers of the other; empty for the identity, which needs a body that keeps
   *     the shape
   */
  public record Residual(List<Layer> body, List<Layer> shortcut) implements Layer {
    /** The maximum depth of nested residual layers, which limits the stack of recursive methods. */
    public static final int MAX_DEPTH = 8;

    /**
     * Throws {@link IllegalArgumentException} if the body is empty, or residual layers would be
     * nested deeper than {@link #MAX_DEPTH}.
     */
    public Residual {
      body = copy("body", body);
      shortcut = copy("shortcut", shortcut);
      if (body.isEmpty()) {
        throw new IllegalArgumentException("Residual: body must not be empty");
      }
      int depth = 1 + Math.max(depth(body), depth(shortcut));
      if (depth > MAX_DEPTH) {
        throw Messages.illegal(
            "Residual: found a nesting depth of %d, expected at most %d", depth, MAX_DEPTH);
      }
    }

    private static List<Layer> copy(String branch, List<Layer> layers) {
      LayerChecks.present("Residual", branch, layers);
      if (layers.stream().anyMatch(Objects::isNull)) {
        throw Messages.illegal("Residual: %s must hold no null", branch);
      }
      return List.copyOf(layers);
    }

    private static int depth(List<Layer> layers) {
      int depth = 0;
      for (Layer layer : layers) {
        if (layer instanceof Residual residual) {
          depth = Math.max(depth, 1 + Math.max(depth(residual.body), depth(residual.shortcut)));
        }
      }
      return depth;
    }

    /**
     * {@inheritDoc} Names of inner layers begin with this one's and the branch: {@code
     * residual/body/conv2d_1}, {@code residual/shortcut/conv2d}.
     */
    @Override
    public PlacedLayer place(String name, TensorShape input) {
      List<PlacedLayer> placedBody = PlacedLayer.place(name + "/body/", body, input);
      List<PlacedLayer> placedShortcut = PlacedLayer.place(name + "/shortcut/", shortcut, input);
      TensorShape output = PlacedLayer.output(placedBody, input);
      TensorShape other = PlacedLayer.output(placedShortcut, input);
      if (!output.equals(other)) {
        throw new IllegalArgumentException(
            shortcut.isEmpty()
                ? "%s: the body gives %s, but without a shortcut it must keep the input's %s"
                    .formatted(name, output, input)
                : "%s: the body gives %s, but the shortcut %s; a sum needs equal shapes"
                    .formatted(name, output, other));
      }
      return new PlacedLayer(
          name,
          this,
          input,
          output,
          PlacedLayer.parameters(placedBody, placedShortcut),
          List.of(placedBody, placedShortcut));
    }
  }
}
