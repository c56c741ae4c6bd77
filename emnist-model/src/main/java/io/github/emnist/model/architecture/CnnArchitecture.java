package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The description of a convolutional network: a sequence of layers from an image to the
 * probabilities of its classes, with the branches of {@link Residual}. Immutable; needs no
 * TensorFlow.
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
  /** The maximum number of classes: labels are one byte each. */
  public static final int MAX_CLASSES = 256;

  private final String name;
  private final TensorShape input;
  private final List<PlacedLayer> layers;

  private CnnArchitecture(String name, TensorShape input, List<PlacedLayer> layers) {
    this.name = name;
    this.input = input;
    this.layers = List.copyOf(layers);
  }

  /** {@return an empty builder} */
  public static ArchitectureBuilder builder() {
    return new ArchitectureBuilder();
  }

  /**
   * {@return a network of the given layers}
   *
   * @param name not blank
   * @param input the shape of an image
   * @param layers in order; the last two must be {@code Dense} and a softmax
   * @throws IllegalArgumentException if a layer cannot follow the one before it, the end is not
   *     {@code Dense} and softmax, or the classes are not 2 to 256
   */
  public static CnnArchitecture of(String name, TensorShape input, List<Layer> layers) {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("the architecture's name must not be blank");
    }
    if (input.isFlat()) {
      throw new IllegalArgumentException("input must be (height, width, channels), found " + input);
    }
    List<PlacedLayer> placed = PlacedLayer.place("", layers, input);
    checkEnd(placed);
    return new CnnArchitecture(name, input, placed);
  }

  /**
   * {@return {@link #emnistCnn(int)} with the 47 classes of EMNIST Balanced, with 1,384,911
   * parameters}
   */
  public static CnnArchitecture emnistCnn() {
    return emnistCnn(47);
  }

  /**
   * {@return a network of three convolutions with batch normalization, one pooling and two dense
   * layers, with input 28x28x1, as Keras networks that reach about 89 % on EMNIST Balanced}
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture emnistCnn(int classes) {
    CnnArchitecture.checkClasses(classes);
    return named("emnist-cnn")
        .conv2d(32, 5)
        .relu()
        .batchNormalization()
        .conv2d(32, 5)
        .relu()
        .batchNormalization()
        .conv2d(64, 3)
        .relu()
        .batchNormalization()
        .maxPool(2)
        .dropout(0.25)
        .flatten()
        .dense(256)
        .relu()
        .dense(classes)
        .softmax()
        .build();
  }

  /**
   * {@return {@link #small(int)} with the 47 classes of EMNIST Balanced, with 375,983 parameters}
   */
  public static CnnArchitecture small() {
    return small(47);
  }

  /**
   * {@return a network of seven 3x3 convolutions with batch normalization, six of them in residual
   * layers, with input 28x28x1} It has a quarter of {@link #emnistCnn(int)}'s parameters and 1.5
   * times its multiplications.
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture small(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("small");
    convolution(network, 32, 3, 1).relu();
    halve(network, 64);
    halve(network, 96);
    refine(network, 96);
    return network.globalAveragePool().dropout(0.2).dense(classes).softmax().build();
  }

  /**
   * {@return {@link #large(int)} with the 47 classes of EMNIST Balanced, with 1,366,607 parameters}
   */
  public static CnnArchitecture large() {
    return large(47);
  }

  /**
   * {@return a network of nine 3x3 convolutions with batch normalization, eight of them in residual
   * layers, with input 28x28x1, for few errors: 6.4 times the multiplications of {@link
   * #emnistCnn(int)}}
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture large(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("large");
    convolution(network, 48, 3, 1).relu();
    refine(network, 48);
    halve(network, 96);
    halve(network, 192);
    refine(network, 192);
    return network.globalAveragePool().dropout(0.3).dense(classes).softmax().build();
  }

  /**
   * {@return {@link #fast(int)} with the 47 classes of EMNIST Balanced, with 334,831 parameters,
   * for a training of a minute and a half}
   */
  public static CnnArchitecture fast() {
    return fast(47);
  }

  /**
   * {@return a network of five convolutions with batch normalization, with input 28x28x1} It works
   * at half the height and width, with two thirds of {@link #emnistCnn(int)}'s multiplications and
   * a quarter of its parameters.
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture fast(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("fast");
    convolution(network, 32, 5, 2).relu();
    shrink(network, 64);
    convolution(network, 96, 3, 1).relu();
    shrink(network, 96);
    convolution(network, 192, 3, 1).relu();
    return network.globalAveragePool().dense(classes).softmax().build();
  }

  /**
   * {@return {@link #best(int)} with the 47 classes of EMNIST Balanced, with 754,487 parameters,
   * for a long training on many kinds of pictures}
   */
  public static CnnArchitecture best() {
    return best(47);
  }

  /**
   * {@return a network of seven convolutions with batch normalization, three of them in residual
   * layers, with input 28x28x1, for few errors at about the speed of {@link #emnistCnn(int)}}
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public static CnnArchitecture best(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("best");
    convolution(network, 40, 5, 2).relu();
    network.residual(body -> convolution(body, 40, 3, 1)).relu();
    convolution(network, 80, 3, 1).relu().maxPool(2);
    refine(network, 80);
    convolution(network, 160, 3, 1).relu().maxPool(2);
    convolution(network, 320, 3, 1).relu();
    return network.globalAveragePool().dropout(0.2).dense(classes).softmax().build();
  }

  private static ArchitectureBuilder named(String name) {
    return CnnArchitecture.builder().name(name).input(28, 28, 1);
  }

  /** Adds the basic block of He et al. 2016: two 3x3 convolutions beside the identity. */
  private static void refine(ArchitectureBuilder network, int channels) {
    network
        .residual(
            body -> {
              convolution(body, channels, 3, 1).relu();
              convolution(body, channels, 3, 1);
            })
        .relu();
  }

  /**
   * Adds that block at half the height and width. The shortcut pools before its 1x1 convolution,
   * which would otherwise skip three of four pixels (He et al., "Bag of tricks for image
   * classification", 2019, ResNet-D).
   */
  private static void halve(ArchitectureBuilder network, int channels) {
    network
        .residual(
            body -> {
              convolution(body, channels, 3, 2).relu();
              convolution(body, channels, 3, 1);
            },
            shortcut -> convolution(shortcut.averagePool(2), channels, 1, 1))
        .relu();
  }

  /** Adds a convolution that pools before it normalizes, which is faster. */
  private static void shrink(ArchitectureBuilder network, int channels) {
    network.conv2d(channels, 3, Padding.SAME).maxPool(2).batchNormalization().relu();
  }

  private static <B extends LayerBuilder<B>> B convolution(
      B network, int channels, int kernel, int stride) {
    return network.conv2d(channels, kernel, stride, Padding.SAME).batchNormalization();
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
                  layer.name() + ": softmax is allowed only as the last layer");
            });
    checkClasses(layers.get(count - 1).output().channels());
  }

  private static boolean isSoftmax(PlacedLayer layer) {
    return layer.layer() instanceof Layer.Activation activation
        && activation.function() == ActivationFunction.SOFTMAX;
  }

  private static void checkClasses(int classes) {
    if (classes < 2 || classes > MAX_CLASSES) {
      throw Messages.illegal("classes (%d) must be 2 to %d", classes, MAX_CLASSES);
    }
  }

  /** {@return the network's name, such as {@code emnist-cnn}} */
  public String name() {
    return name;
  }

  /** {@return the shape of an image: (height, width, channels)} */
  public TensorShape input() {
    return input;
  }

  /** {@return the number of classes, 2 to 256} */
  public int classes() {
    return layers.get(layers.size() - 1).output().channels();
  }

  /**
   * {@return the layers with their names, shapes and parameters, in order, unmodifiable; a residual
   * layer contains its inner ones}
   */
  public List<PlacedLayer> layers() {
    return layers;
  }

  /**
   * {@return the names of the layers before the last dense one, including those within residual
   * layers, in order, unmodifiable; freeze them to train only the head}
   */
  public Set<String> bodyLayerNames() {
    Set<String> names = new LinkedHashSet<>();
    layers.subList(0, layers.size() - 2).stream()
        .flatMap(PlacedLayer::walk)
        .forEach(layer -> names.add(layer.name()));
    return Collections.unmodifiableSet(names);
  }

  /** {@return all parameters in the order of the layers, and in Keras' order within a layer} */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** {@return the number of elements of all parameters; 1,384,911 for {@link #emnistCnn()}} */
  public long parameterCount() {
    return layers.stream().mapToLong(PlacedLayer::parameterCount).sum();
  }

  /**
   * {@return the number of elements of the trainable parameters; 1,384,655 for {@link
   * #emnistCnn()}}
   */
  public long trainableParameterCount() {
    return parameters().stream().filter(Parameter::trainable).mapToLong(Parameter::size).sum();
  }

  /**
   * {@return the multiply-adds of convolutions and dense layers for one image, half of the
   * floating-point operations of a forward pass; 18,011,904 for {@link #emnistCnn()}}
   */
  public long multiplyAdds() {
    return layers.stream().mapToLong(PlacedLayer::multiplyAdds).sum();
  }

  /**
   * {@return a copy with another number of classes}
   *
   * @param classes 2 to 256
   * @throws IllegalArgumentException if the classes are not 2 to 256
   */
  public CnnArchitecture withClasses(int classes) {
    checkClasses(classes);
    List<Layer> changed = new ArrayList<>(layers.stream().map(PlacedLayer::layer).toList());
    changed.set(changed.size() - 2, new Layer.Dense(classes));
    return of(name, input, changed);
  }

  /**
   * {@return layers, shapes and parameter counts as text, in the format of Keras 2, lines ending in
   * {@code \n}}
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
    return Messages.format(
        "CnnArchitecture[%s, input %s, %d layers, %d classes]",
        name, input, layers.size(), classes());
  }

  /**
   * Builds a sequence of layers. A setting out of range causes an {@link IllegalArgumentException}
   * at once. Not thread-safe.
   *
   * @param <B> the type of the builder
   */
  public abstract static sealed class LayerBuilder<B extends LayerBuilder<B>>
      permits ArchitectureBuilder, BranchBuilder {
    private final List<Layer> layers = new ArrayList<>();

    LayerBuilder() {}

    abstract B self();

    /** Returns the layers so far. */
    final List<Layer> layers() {
      return List.copyOf(layers);
    }

    /**
     * Adds a convolution with stride 1 and 'valid' padding.
     *
     * @param filters the number of output channels, positive
     * @param kernel height and width in pixels, positive
     * @return this
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
     */
    public B conv2d(int filters, int kernel, int stride, Padding padding) {
      return layer(new Layer.Conv2D(filters, kernel, kernel, stride, padding));
    }

    /** {@return this, with a batch normalization of momentum 0.99 and epsilon 0.001 added} */
    public B batchNormalization() {
      return layer(new Layer.BatchNormalization());
    }

    /** {@return this, with a rectifier added} */
    public B relu() {
      return layer(new Layer.Activation(ActivationFunction.RELU));
    }

    /**
     * Adds a leaky rectifier.
     *
     * @param slope below 0, in [0, 1); 0.1 is usual
     * @return this
     */
    public B leakyRelu(double slope) {
      return layer(new Layer.LeakyRelu(slope));
    }

    /** {@return this, with a Gaussian error linear unit added} */
    public B gelu() {
      return layer(new Layer.Activation(ActivationFunction.GELU));
    }

    /** {@return this, with a softmax added, the last layer} */
    public B softmax() {
      return layer(new Layer.Activation(ActivationFunction.SOFTMAX));
    }

    /**
     * Adds a max pooling without overlap, with 'valid' padding.
     *
     * @param pool the window's height, width and stride in pixels, positive
     * @return this
     */
    public B maxPool(int pool) {
      return layer(new Layer.MaxPool2D(pool, pool, Padding.VALID));
    }

    /**
     * Adds an average pooling without overlap, with 'valid' padding.
     *
     * @param pool the window's height, width and stride in pixels, positive
     * @return this
     */
    public B averagePool(int pool) {
      return layer(new Layer.AveragePool2D(pool, pool, Padding.VALID));
    }

    /** {@return this, with a global average pooling added} */
    public B globalAveragePool() {
      return layer(new Layer.GlobalAveragePool());
    }

    /**
     * Adds a dropout.
     *
     * @param rate the probability of 0 in training, in [0, 1)
     * @return this
     */
    public B dropout(double rate) {
      return layer(new Layer.Dropout(rate));
    }

    /**
     * Adds a dropout of whole channels.
     *
     * @param rate the probability of 0 in training, in [0, 1)
     * @return this
     */
    public B spatialDropout(double rate) {
      return layer(new Layer.SpatialDropout2D(rate));
    }

    /** {@return this, with a flattening added} */
    public B flatten() {
      return layer(new Layer.Flatten());
    }

    /**
     * Adds a fully connected layer.
     *
     * @param units the number of outputs, positive
     * @return this
     */
    public B dense(int units) {
      return layer(new Layer.Dense(units));
    }

    /**
     * Adds a residual layer without layers in the shortcut.
     *
     * @param body adds the layers, which must keep the shape
     * @return this
     * @throws IllegalArgumentException if the body is empty
     */
    public B residual(Consumer<BranchBuilder> body) {
      return residual(body, shortcut -> {});
    }

    /**
     * Adds a residual layer, the sum of two branches.
     *
     * @param body adds the layers of one branch, at least one
     * @param shortcut adds those of the other, often a 1x1 convolution if the body changes the
     *     shape
     * @return this
     * @throws IllegalArgumentException if the body is empty
     */
    public B residual(Consumer<BranchBuilder> body, Consumer<BranchBuilder> shortcut) {
      return layer(new Residual(BranchBuilder.layers(body), BranchBuilder.layers(shortcut)));
    }

    /**
     * Adds any layer.
     *
     * @param layer the layer
     * @return this
     */
    public B layer(Layer layer) {
      layers.add(layer);
      return self();
    }
  }

  /**
   * Builds a {@link CnnArchitecture}. Settings are checked at once, shapes in {@link #build()}. Not
   * thread-safe.
   */
  public static final class ArchitectureBuilder extends LayerBuilder<ArchitectureBuilder> {
    private String name = "sequential";
    private TensorShape input;

    ArchitectureBuilder() {}

    @Override
    ArchitectureBuilder self() {
      return this;
    }

    /**
     * Sets the name of the network.
     *
     * @param name not blank; "sequential" by default
     * @return this
     */
    public ArchitectureBuilder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Sets the shape of an image.
     *
     * @param height in pixels, positive
     * @param width in pixels, positive
     * @param channels positive; 1 for EMNIST
     * @return this
     * @throws IllegalStateException if it is already set
     */
    public ArchitectureBuilder input(int height, int width, int channels) {
      if (input != null) {
        throw new IllegalStateException("the input is declared already, as " + input);
      }
      input = TensorShape.of(height, width, channels);
      return this;
    }

    /**
     * {@return the network}
     *
     * @throws IllegalStateException if no input is set
     * @throws IllegalArgumentException as {@link CnnArchitecture#of}
     */
    public CnnArchitecture build() {
      if (input == null) {
        throw new IllegalStateException(
            "no input is declared; call input(height, width, channels)");
      }
      return CnnArchitecture.of(name, input, layers());
    }
  }

  /** Builds the layers of a branch of a {@link Residual}. Not thread-safe. */
  public static final class BranchBuilder extends LayerBuilder<BranchBuilder> {
    private BranchBuilder() {}

    static List<Layer> layers(Consumer<BranchBuilder> branch) {
      BranchBuilder builder = new BranchBuilder();
      branch.accept(builder);
      return builder.layers();
    }

    @Override
    BranchBuilder self() {
      return this;
    }
  }
}
