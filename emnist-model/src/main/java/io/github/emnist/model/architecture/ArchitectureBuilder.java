package io.github.emnist.model.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a {@link CnnArchitecture} layer by layer. A setting out of range fails at once; shapes are
 * worked out, and fail, in {@link #build()}. Not thread-safe.
 */
public final class ArchitectureBuilder {
  private final List<Layer> layers = new ArrayList<>();
  private String name = "sequential";
  private TensorShape input;

  ArchitectureBuilder() {}

  /**
   * Names the network.
   *
   * @param name not blank; "sequential" by default
   * @return this
   */
  public ArchitectureBuilder name(String name) {
    this.name = name;
    return this;
  }

  /**
   * Declares the shape of a picture.
   *
   * @param height in pixels, positive
   * @param width in pixels, positive
   * @param channels positive; 1 for EMNIST
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   * @throws IllegalStateException if an input is declared already
   */
  public ArchitectureBuilder input(int height, int width, int channels) {
    if (input != null) {
      throw new IllegalStateException("the input is declared already, as " + input);
    }
    input = TensorShape.of(height, width, channels);
    return this;
  }

  /**
   * Adds a convolution with stride 1 and 'valid' padding.
   *
   * @param filters the number of output channels, positive
   * @param kernel height and width in pixels, positive
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   */
  public ArchitectureBuilder conv2d(int filters, int kernel) {
    return conv2d(filters, kernel, Padding.VALID);
  }

  /**
   * Adds a convolution with stride 1.
   *
   * @param filters the number of output channels, positive
   * @param kernel height and width in pixels, positive
   * @param padding how the kernel meets the border
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   */
  public ArchitectureBuilder conv2d(int filters, int kernel, Padding padding) {
    return layer(new Layer.Conv2D(filters, kernel, kernel, 1, padding));
  }

  /**
   * Adds a batch normalization with momentum 0.99 and epsilon 0.001.
   *
   * @return this
   */
  public ArchitectureBuilder batchNormalization() {
    return layer(new Layer.BatchNormalization());
  }

  /**
   * Adds a rectifier.
   *
   * @return this
   */
  public ArchitectureBuilder relu() {
    return layer(new Layer.Activation(ActivationFunction.RELU));
  }

  /**
   * Adds the softmax that ends the network.
   *
   * @return this
   */
  public ArchitectureBuilder softmax() {
    return layer(new Layer.Activation(ActivationFunction.SOFTMAX));
  }

  /**
   * Adds a max pooling with windows side by side and 'valid' padding.
   *
   * @param pool the window's height, width and stride in pixels, positive
   * @return this
   * @throws IllegalArgumentException if the number is not positive
   */
  public ArchitectureBuilder maxPool(int pool) {
    return layer(new Layer.MaxPool2D(pool, pool, Padding.VALID));
  }

  /**
   * Adds the mean over the whole picture.
   *
   * @return this
   */
  public ArchitectureBuilder globalAveragePool() {
    return layer(new Layer.GlobalAveragePool());
  }

  /**
   * Adds a dropout.
   *
   * @param rate the probability of 0 in training, in [0, 1)
   * @return this
   * @throws IllegalArgumentException if the rate is out of its range
   */
  public ArchitectureBuilder dropout(double rate) {
    return layer(new Layer.Dropout(rate));
  }

  /**
   * Adds a flattening.
   *
   * @return this
   */
  public ArchitectureBuilder flatten() {
    return layer(new Layer.Flatten());
  }

  /**
   * Adds a fully connected layer.
   *
   * @param units the number of outputs, positive
   * @return this
   * @throws IllegalArgumentException if the number is not positive
   */
  public ArchitectureBuilder dense(int units) {
    return layer(new Layer.Dense(units));
  }

  /**
   * Adds any layer.
   *
   * @param layer what to add
   * @return this
   */
  public ArchitectureBuilder layer(Layer layer) {
    layers.add(layer);
    return this;
  }

  /**
   * Works out the shapes.
   *
   * @return the network
   * @throws IllegalStateException if no input is declared
   * @throws IllegalArgumentException as {@link CnnArchitecture#of}
   */
  public CnnArchitecture build() {
    if (input == null) {
      throw new IllegalStateException("no input is declared; call input(height, width, channels)");
    }
    return CnnArchitecture.of(name, input, layers);
  }
}
