package io.github.emnist.model.architecture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A convolutional network as a description: layers from a picture to the probabilities of its
 * classes, one behind the other but for the branches of {@link Residual}. Immutable, and so
 * thread-safe; needs no TensorFlow.
 *
 * <pre>{@code
 * CnnArchitecture mine = CnnArchitecture.builder()
 *     .input(28, 28, 1)
 *     .conv2d(32, 5).relu().batchNormalization()
 *     .maxPool(2).dropout(0.25)
 *     .flatten().dense(256).relu().dense(47).softmax()
 *     .build();
 * }</pre>
 *
 * <p>Input is float32 {@code [N, height, width, channels]} in [0, 1]; the graph scales uint8 pixels
 * to that range itself.
 */
public final class CnnArchitecture {
  /** The most classes a network may tell apart: labels are one byte each. */
  public static final int MAX_CLASSES = 256;

  private final String name;
  private final TensorShape input;
  private final List<PlacedLayer> layers;

  private CnnArchitecture(String name, TensorShape input, List<PlacedLayer> layers) {
    this.name = name;
    this.input = input;
    this.layers = List.copyOf(layers);
  }

  /**
   * Starts a description.
   *
   * @return an empty builder
   */
  public static ArchitectureBuilder builder() {
    return new ArchitectureBuilder();
  }

  /**
   * Creates a network from its layers.
   *
   * @param name what the network is called, not blank
   * @param input the shape of a picture
   * @param layers in order; the last two must be {@code Dense} and a softmax
   * @return the network
   * @throws IllegalArgumentException if a layer cannot follow the one before it (the message names
   *     it), the end is not {@code Dense} and softmax, or the classes are not 2 to 256
   */
  public static CnnArchitecture of(String name, TensorShape input, List<Layer> layers) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("the architecture's name must not be blank");
    }
    if (input.isFlat()) {
      throw new IllegalArgumentException("input must be (height, width, channels), found " + input);
    }
    List<PlacedLayer> placed = Stack.place("", layers, input);
    checkEnd(placed);
    return new CnnArchitecture(name, input, placed);
  }

  /**
   * The network of this project for EMNIST Balanced: {@link #emnistCnn(int)} with 47 classes and
   * 1,384,911 parameters.
   *
   * @return input 28x28x1, 47 classes
   */
  public static CnnArchitecture emnistCnn() {
    return emnistCnn(47);
  }

  /**
   * Three convolutions with batch normalization, one pooling and two dense layers, in the manner of
   * the Keras networks that reach about 89 % on EMNIST Balanced.
   *
   * @param classes 2 to 256
   * @return input 28x28x1
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture emnistCnn(int classes) {
    return Presets.emnistCnn(classes);
  }

  /**
   * A small modern network for EMNIST Balanced: {@link #small(int)} with 47 classes and 375,983
   * parameters.
   *
   * @return input 28x28x1, 47 classes
   */
  public static CnnArchitecture small() {
    return small(47);
  }

  /**
   * Seven 3x3 convolutions, six of them in residual layers, each with batch normalization. It has a
   * quarter of {@link #emnistCnn(int)}'s parameters and 1.5 times its multiplications.
   *
   * @param classes 2 to 256
   * @return input 28x28x1
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture small(int classes) {
    return Presets.small(classes);
  }

  /**
   * A network for few errors on EMNIST Balanced: {@link #large(int)} with 47 classes and 1,366,607
   * parameters.
   *
   * @return input 28x28x1, 47 classes
   */
  public static CnnArchitecture large() {
    return large(47);
  }

  /**
   * Nine 3x3 convolutions, eight of them in residual layers, each with batch normalization, for
   * where errors matter more than time: 6.4 times the multiplications of {@link #emnistCnn(int)}.
   *
   * @param classes 2 to 256
   * @return input 28x28x1
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture large(int classes) {
    return Presets.large(classes);
  }

  /**
   * A network for a training of a minute and a half on EMNIST Balanced: {@link #fast(int)} with 47
   * classes and 334,831 parameters.
   *
   * @return input 28x28x1, 47 classes
   */
  public static CnnArchitecture fast() {
    return fast(47);
  }

  /**
   * Five convolutions with batch normalization. It works at half the height and width from the
   * first on, with two thirds of {@link #emnistCnn(int)}'s multiplications and a quarter of its
   * parameters.
   *
   * @param classes 2 to 256
   * @return input 28x28x1
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture fast(int classes) {
    return Presets.fast(classes);
  }

  /**
   * A network to be trained for long on many kinds of pictures: {@link #best(int)} with 47 classes
   * and 754,487 parameters.
   *
   * @return input 28x28x1, 47 classes
   */
  public static CnnArchitecture best() {
    return best(47);
  }

  /**
   * Seven convolutions with batch normalization, three of them in residual layers, for few errors
   * at about the time that {@link #emnistCnn(int)} takes for a prediction.
   *
   * @param classes 2 to 256
   * @return input 28x28x1
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture best(int classes) {
    return Presets.best(classes);
  }

  private static void checkEnd(List<PlacedLayer> layers) {
    int count = layers.size();
    if (count < 2
        || !(layers.get(count - 2).layer() instanceof Layer.Dense)
        || !isSoftmax(layers.get(count - 1))) {
      List<String> end =
          layers.subList(Math.max(0, count - 2), count).stream().map(PlacedLayer::name).toList();
      throw new IllegalArgumentException(
          "the last two layers must be dense(classes) and softmax(), found " + end);
    }
    layers.subList(0, count - 1).stream()
        .flatMap(PlacedLayer::walk)
        .filter(CnnArchitecture::isSoftmax)
        .findFirst()
        .ifPresent(
            layer -> {
              throw new IllegalArgumentException(
                  layer.name() + ": softmax is possible only as the last layer");
            });
    checkClasses(layers.get(count - 1).output().channels());
  }

  private static boolean isSoftmax(PlacedLayer layer) {
    return layer.layer() instanceof Layer.Activation activation
        && activation.function() == ActivationFunction.SOFTMAX;
  }

  static void checkClasses(int classes) {
    if (classes < 2 || classes > MAX_CLASSES) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "classes (%d) must be 2 to %d", classes, MAX_CLASSES));
    }
  }

  /**
   * What the network is called.
   *
   * @return not blank, for example {@code emnist-cnn}
   */
  public String name() {
    return name;
  }

  /**
   * The shape of a picture.
   *
   * @return (height, width, channels)
   */
  public TensorShape input() {
    return input;
  }

  /**
   * The number of classes it tells apart.
   *
   * @return 2 to 256
   */
  public int classes() {
    return layers.get(layers.size() - 1).output().channels();
  }

  /**
   * The layers with their names, shapes and parameters.
   *
   * @return from the input to the softmax, unmodifiable; a residual layer holds its inner ones
   */
  public List<PlacedLayer> layers() {
    return layers;
  }

  /**
   * The names of the layers before the last dense one, those within residual layers included: what
   * to freeze where only the head of a trained network should learn.
   *
   * @return in order, unmodifiable
   */
  public Set<String> bodyLayerNames() {
    Set<String> names = new LinkedHashSet<>();
    layers.subList(0, layers.size() - 2).stream()
        .flatMap(PlacedLayer::walk)
        .forEach(layer -> names.add(layer.name()));
    return Collections.unmodifiableSet(names);
  }

  /**
   * All parameters.
   *
   * @return in the order of the layers, each layer's in Keras' order, unmodifiable
   */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /**
   * The number of elements of all parameters.
   *
   * @return 1,384,911 for {@link #emnistCnn()}
   */
  public long parameterCount() {
    return layers.stream().mapToLong(PlacedLayer::parameterCount).sum();
  }

  /**
   * The number of elements of the parameters that training changes by gradient descent.
   *
   * @return 1,384,655 for {@link #emnistCnn()}
   */
  public long trainableParameterCount() {
    return parameters().stream().filter(Parameter::trainable).mapToLong(Parameter::size).sum();
  }

  /**
   * How often its convolutions and dense layers multiply and add for one picture.
   *
   * @return half of the floating-point operations of a forward pass; 18,011,904 for {@link
   *     #emnistCnn()}
   */
  public long multiplyAdds() {
    return layers.stream().mapToLong(PlacedLayer::multiplyAdds).sum();
  }

  /**
   * The same network for another number of classes.
   *
   * @param classes 2 to 256
   * @return this with another last dense layer
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public CnnArchitecture withClasses(int classes) {
    checkClasses(classes);
    List<Layer> changed = new ArrayList<>(layers.stream().map(PlacedLayer::layer).toList());
    changed.set(changed.size() - 2, new Layer.Dense(classes));
    return of(name, input, changed);
  }

  /**
   * Layers, shapes and parameter counts as text, in the plain form of Keras 2.
   *
   * @return lines ending in {@code \n}
   */
  public String summary() {
    return Summary.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CnnArchitecture that
        && name.equals(that.name)
        && input.equals(that.input)
        && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + layers.hashCode();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "CnnArchitecture[%s, input %s, %d layers, %d classes]",
        name,
        input,
        layers.size(),
        classes());
  }
}
