package io.github.emnist.model.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects layers, one behind the other. A setting out of range fails at once. Not thread-safe.
 *
 * @param <B> the builder itself, which every method returns
 */
public abstract sealed class LayerBuilder<B extends LayerBuilder<B>>
    permits ArchitectureBuilder, BranchBuilder {
  private final List<Layer> layers = new ArrayList<>();

  LayerBuilder() {}

  abstract B self();

  /** What was added so far. */
  final List<Layer> layers() {
    return List.copyOf(layers);
  }

  /**
   * Adds a convolution with stride 1 and 'valid' padding.
   *
   * @param filters the number of output channels, positive
   * @param kernel height and width in pixels, positive
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   */
  public B conv2d(int filters, int kernel) {
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
  public B conv2d(int filters, int kernel, Padding padding) {
    return conv2d(filters, kernel, 1, padding);
  }

  /**
   * Adds a convolution.
   *
   * @param filters the number of output channels, positive
   * @param kernel height and width in pixels, positive
   * @param stride in pixels on both axes, positive; 2 halves height and width
   * @param padding how the kernel meets the border
   * @return this
   * @throws IllegalArgumentException if a number is not positive
   */
  public B conv2d(int filters, int kernel, int stride, Padding padding) {
    return layer(new Layer.Conv2D(filters, kernel, kernel, stride, padding));
  }

  /**
   * Adds a batch normalization with momentum 0.99 and epsilon 0.001.
   *
   * @return this
   */
  public B batchNormalization() {
    return layer(new Layer.BatchNormalization());
  }

  /**
   * Adds a rectifier.
   *
   * @return this
   */
  public B relu() {
    return layer(new Layer.Activation(ActivationFunction.RELU));
  }

  /**
   * Adds a rectifier that lets a part of what is negative pass.
   *
   * @param slope below 0, in [0, 1); 0.1 is usual
   * @return this
   * @throws IllegalArgumentException if the slope is out of its range
   */
  public B leakyRelu(double slope) {
    return layer(new Layer.LeakyRelu(slope));
  }

  /**
   * Adds a Gaussian error linear unit.
   *
   * @return this
   */
  public B gelu() {
    return layer(new Layer.Activation(ActivationFunction.GELU));
  }

  /**
   * Adds the softmax that ends the network.
   *
   * @return this
   */
  public B softmax() {
    return layer(new Layer.Activation(ActivationFunction.SOFTMAX));
  }

  /**
   * Adds a max pooling with windows side by side and 'valid' padding.
   *
   * @param pool the window's height, width and stride in pixels, positive
   * @return this
   * @throws IllegalArgumentException if the number is not positive
   */
  public B maxPool(int pool) {
    return layer(new Layer.MaxPool2D(pool, pool, Padding.VALID));
  }

  /**
   * Adds an average pooling with windows side by side and 'valid' padding.
   *
   * @param pool the window's height, width and stride in pixels, positive
   * @return this
   * @throws IllegalArgumentException if the number is not positive
   */
  public B averagePool(int pool) {
    return layer(new Layer.AveragePool2D(pool, pool, Padding.VALID));
  }

  /**
   * Adds the mean over the whole picture.
   *
   * @return this
   */
  public B globalAveragePool() {
    return layer(new Layer.GlobalAveragePool());
  }

  /**
   * Adds a dropout.
   *
   * @param rate the probability of 0 in training, in [0, 1)
   * @return this
   * @throws IllegalArgumentException if the rate is out of its range
   */
  public B dropout(double rate) {
    return layer(new Layer.Dropout(rate));
  }

  /**
   * Adds a dropout of whole channels.
   *
   * @param rate the probability of 0 in training, in [0, 1)
   * @return this
   * @throws IllegalArgumentException if the rate is out of its range
   */
  public B spatialDropout(double rate) {
    return layer(new Layer.SpatialDropout2D(rate));
  }

  /**
   * Adds a flattening.
   *
   * @return this
   */
  public B flatten() {
    return layer(new Layer.Flatten());
  }

  /**
   * Adds a fully connected layer.
   *
   * @param units the number of outputs, positive
   * @return this
   * @throws IllegalArgumentException if the number is not positive
   */
  public B dense(int units) {
    return layer(new Layer.Dense(units));
  }

  /**
   * Adds layers and a way past them: their output and their input are added up.
   *
   * @param body adds the layers, which must keep the shape
   * @return this
   * @throws IllegalArgumentException if the body adds none
   */
  public B residual(Consumer<BranchBuilder> body) {
    return residual(body, shortcut -> {});
  }

  /**
   * Adds two branches, whose outputs are added up.
   *
   * @param body adds the layers of one branch, at least one
   * @param shortcut adds those of the other, often a 1x1 convolution where the body changes the
   *     shape
   * @return this
   * @throws IllegalArgumentException if the body adds none
   */
  public B residual(Consumer<BranchBuilder> body, Consumer<BranchBuilder> shortcut) {
    return layer(new Residual(BranchBuilder.layers(body), BranchBuilder.layers(shortcut)));
  }

  /**
   * Adds any layer.
   *
   * @param layer what to add
   * @return this
   */
  public B layer(Layer layer) {
    layers.add(layer);
    return self();
  }
}
