package io.github.emnist.model.architecture;

import java.util.List;

/**
 * One layer of a {@link CnnArchitecture}, with Keras' names and defaults. Immutable and without
 * weights: the same description can stand in many networks.
 */
public sealed interface Layer
    permits Layer.Conv2D,
        Layer.BatchNormalization,
        Layer.Activation,
        Layer.LeakyRelu,
        Layer.MaxPool2D,
        Layer.AveragePool2D,
        Layer.GlobalAveragePool,
        Layer.Dropout,
        Layer.SpatialDropout2D,
        Layer.Flatten,
        Layer.Dense,
        Residual {
  /**
   * Keras' class name.
   *
   * @return for example {@code Conv2D} or {@code MaxPooling2D}
   */
  String type();

  /**
   * Works out shapes and parameters behind a given input.
   *
   * @param name the layer's name in its network; its parameters' names begin with it
   * @param input the shape that comes in
   * @return the layer at its place
   * @throws IllegalArgumentException if it cannot follow such an input; the message begins with the
   *     name
   */
  PlacedLayer place(String name, TensorShape input);

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
    /**
     * Creates a convolution.
     *
     * @param filters the number of output channels, positive
     * @param kernelHeight in pixels, positive
     * @param kernelWidth in pixels, positive
     * @param stride in pixels, positive, the same on both axes
     * @param padding how the kernel meets the border
     * @throws IllegalArgumentException if a number is not positive
     */
    public Conv2D {
      Checks.positive("Conv2D", "filters", filters);
      Checks.positive("Conv2D", "kernelHeight", kernelHeight);
      Checks.positive("Conv2D", "kernelWidth", kernelWidth);
      Checks.positive("Conv2D", "stride", stride);
      Checks.present("Conv2D", "padding", padding);
    }

    @Override
    public String type() {
      return "Conv2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      TensorShape output =
          Checks.windowed(
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
   * @param momentum the part of the old moving average that each training step keeps (less in the
   *     first steps), in [0, 1)
   * @param epsilon what is added to the variance, positive
   */
  record BatchNormalization(double momentum, double epsilon) implements Layer {
    /** Keras' momentum. */
    public static final double DEFAULT_MOMENTUM = 0.99;

    /** Keras' epsilon. */
    public static final double DEFAULT_EPSILON = 1e-3;

    /**
     * Creates a batch normalization.
     *
     * @param momentum the part of the old moving average that each training step keeps (less in the
     *     first steps), in [0, 1)
     * @param epsilon what is added to the variance, positive
     * @throws IllegalArgumentException if a number is out of its range
     */
    public BatchNormalization {
      Checks.fraction("BatchNormalization", "momentum", momentum);
      if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "BatchNormalization: epsilon (%s) must be positive".formatted(epsilon));
      }
    }

    /** Creates one with Keras' momentum 0.99 and epsilon 0.001. */
    public BatchNormalization() {
      this(DEFAULT_MOMENTUM, DEFAULT_EPSILON);
    }

    @Override
    public String type() {
      return "BatchNormalization";
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
   * A function of each element, or of each row for softmax.
   *
   * @param function which
   */
  record Activation(ActivationFunction function) implements Layer {
    /**
     * Creates an activation.
     *
     * @param function which
     * @throws IllegalArgumentException if the function is null
     */
    public Activation {
      Checks.present("Activation", "function", function);
    }

    @Override
    public String type() {
      return "Activation";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(name, this, input, input);
    }
  }

  /**
   * {@code x} where it is positive, else {@code x * slope}.
   *
   * @param slope below 0, in [0, 1)
   */
  record LeakyRelu(double slope) implements Layer {
    /**
     * Creates a leaky rectifier.
     *
     * @param slope below 0, in [0, 1)
     * @throws IllegalArgumentException if the slope is out of its range
     */
    public LeakyRelu {
      Checks.fraction("LeakyReLU", "slope", slope);
    }

    @Override
    public String type() {
      return "LeakyReLU";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(name, this, input, input);
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
    /**
     * Creates a pooling.
     *
     * @param pool the window's height and width in pixels, positive
     * @param stride in pixels, positive
     * @param padding how the window meets the border
     * @throws IllegalArgumentException if a number is not positive
     */
    public MaxPool2D {
      Checks.positive("MaxPool2D", "pool", pool);
      Checks.positive("MaxPool2D", "stride", stride);
      Checks.present("MaxPool2D", "padding", padding);
    }

    @Override
    public String type() {
      return "MaxPooling2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      TensorShape output = Checks.pooled(name, input, pool, stride, padding);
      return new PlacedLayer(name, this, input, output);
    }
  }

  /**
   * The mean of each window, of which padding is no part.
   *
   * @param pool the window's height and width in pixels, positive
   * @param stride in pixels, positive
   * @param padding how the window meets the border
   */
  record AveragePool2D(int pool, int stride, Padding padding) implements Layer {
    /**
     * Creates a pooling.
     *
     * @param pool the window's height and width in pixels, positive
     * @param stride in pixels, positive
     * @param padding how the window meets the border
     * @throws IllegalArgumentException if a number is not positive
     */
    public AveragePool2D {
      Checks.positive("AveragePool2D", "pool", pool);
      Checks.positive("AveragePool2D", "stride", stride);
      Checks.present("AveragePool2D", "padding", padding);
    }

    @Override
    public String type() {
      return "AveragePooling2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      TensorShape output = Checks.pooled(name, input, pool, stride, padding);
      return new PlacedLayer(name, this, input, output);
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
      Checks.picture(name, input);
      return new PlacedLayer(name, this, input, TensorShape.of(input.channels()));
    }
  }

  /**
   * In training, sets elements to 0 at random and scales the others by {@code 1 / (1 - rate)};
   * otherwise does nothing.
   *
   * @param rate the probability of 0, in [0, 1)
   */
  record Dropout(double rate) implements Layer {
    /**
     * Creates a dropout.
     *
     * @param rate the probability of 0, in [0, 1)
     * @throws IllegalArgumentException if the rate is out of its range
     */
    public Dropout {
      Checks.fraction("Dropout", "rate", rate);
    }

    @Override
    public String type() {
      return "Dropout";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      return new PlacedLayer(name, this, input, input);
    }
  }

  /**
   * A dropout of whole channels of a picture (Tompson et al., "Efficient object localization using
   * convolutional networks", 2015): neighbouring pixels are alike, so that single ones are little
   * missed.
   *
   * @param rate the probability of 0, in [0, 1)
   */
  record SpatialDropout2D(double rate) implements Layer {
    /**
     * Creates a dropout of channels.
     *
     * @param rate the probability of 0, in [0, 1)
     * @throws IllegalArgumentException if the rate is out of its range
     */
    public SpatialDropout2D {
      Checks.fraction("SpatialDropout2D", "rate", rate);
    }

    @Override
    public String type() {
      return "SpatialDropout2D";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      Checks.picture(name, input);
      return new PlacedLayer(name, this, input, input);
    }
  }

  /** (height, width, channels) to (height * width * channels), in that order. */
  record Flatten() implements Layer {
    @Override
    public String type() {
      return "Flatten";
    }

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
    /**
     * Creates a dense layer.
     *
     * @param units the number of outputs, positive
     * @throws IllegalArgumentException if the number is not positive
     */
    public Dense {
      Checks.positive("Dense", "units", units);
    }

    @Override
    public String type() {
      return "Dense";
    }

    @Override
    public PlacedLayer place(String name, TensorShape input) {
      if (!input.isFlat()) {
        throw new IllegalArgumentException(
            "%s: needs a flat input, found %s; put flatten() or globalAveragePool() before it"
                .formatted(name, input));
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
}
