package io.github.emnist.model.architecture;

/** The networks that come with the library. */
final class Presets {
  private Presets() {}

  static CnnArchitecture emnistCnn(int classes) {
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

  static CnnArchitecture small(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("small");
    convolution(network, 32, 3, 1).relu();
    halve(network, 64);
    halve(network, 96);
    refine(network, 96);
    return network.globalAveragePool().dropout(0.2).dense(classes).softmax().build();
  }

  static CnnArchitecture large(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("large");
    convolution(network, 48, 3, 1).relu();
    refine(network, 48);
    halve(network, 96);
    halve(network, 192);
    refine(network, 192);
    return network.globalAveragePool().dropout(0.3).dense(classes).softmax().build();
  }

  static CnnArchitecture fast(int classes) {
    CnnArchitecture.checkClasses(classes);
    ArchitectureBuilder network = named("fast");
    convolution(network, 32, 5, 2).relu();
    shrink(network, 64);
    convolution(network, 96, 3, 1).relu();
    shrink(network, 96);
    convolution(network, 192, 3, 1).relu();
    return network.globalAveragePool().dense(classes).softmax().build();
  }

  static CnnArchitecture best(int classes) {
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

  /** The basic block of He et al. 2016: two 3x3 convolutions beside the identity. */
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
   * The same at half the height and width. The shortcut pools before its 1x1 convolution, which
   * would otherwise skip three pixels of four (He et al., "Bag of tricks for image classification",
   * 2019, ResNet-D).
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

  /** Pools before it normalizes, which leaves a quarter of the values to normalize. */
  private static void shrink(ArchitectureBuilder network, int channels) {
    network.conv2d(channels, 3, Padding.SAME).maxPool(2).batchNormalization().relu();
  }

  private static <B extends LayerBuilder<B>> B convolution(
      B network, int channels, int kernel, int stride) {
    return network.conv2d(channels, kernel, stride, Padding.SAME).batchNormalization();
  }
}
