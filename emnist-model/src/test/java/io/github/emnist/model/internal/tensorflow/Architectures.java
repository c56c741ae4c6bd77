package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import java.util.List;
import java.util.stream.Stream;

/** Tiny networks that hold every kind of layer in every position that matters. */
public final class Architectures {
  private Architectures() {}

  public static List<CnnArchitecture> all() {
    return Stream.of(plain(), ResidualArchitectures.all()).flatMap(List::stream).toList();
  }

  private static List<CnnArchitecture> plain() {
    return List.of(
        named("dense").flatten().dense(3).softmax().build(),
        named("hidden dense").flatten().dense(5).relu().dense(3).softmax().build(),
        named("convolution").conv2d(3, 3).flatten().dense(3).softmax().build(),
        named("same convolution").conv2d(3, 3, Padding.SAME).flatten().dense(3).softmax().build(),
        named("strided rectangular convolution")
            .layer(new Layer.Conv2D(2, 3, 2, 2, Padding.SAME))
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("max pooling").conv2d(3, 2).maxPool(2).flatten().dense(3).softmax().build(),
        named("same max pooling")
            .conv2d(3, 2)
            .layer(new Layer.MaxPool2D(2, 2, Padding.SAME))
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("average pooling").conv2d(4, 2).globalAveragePool().dense(3).softmax().build(),
        named("strides")
            .conv2d(3, 3, 2, Padding.SAME)
            .leakyRelu(0.2)
            .conv2d(3, 2, 2, Padding.VALID)
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("gelu and leaky rectifier")
            .conv2d(3, 3)
            .gelu()
            .conv2d(3, 2)
            .leakyRelu(0.3)
            .flatten()
            .dense(4)
            .gelu()
            .dense(3)
            .softmax()
            .build(),
        named("average pooling of windows")
            .conv2d(3, 2)
            .relu()
            .batchNormalization()
            .averagePool(2)
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("same average pooling")
            .conv2d(3, 2)
            .relu()
            .batchNormalization()
            .layer(new Layer.AveragePool2D(3, 2, Padding.SAME))
            .conv2d(2, 2)
            .spatialDropout(0)
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("normalized pictures")
            .conv2d(3, 3)
            .batchNormalization()
            .relu()
            .flatten()
            .dense(3)
            .softmax()
            .build(),
        named("normalized features")
            .flatten()
            .dense(4)
            .batchNormalization()
            .relu()
            .dense(3)
            .softmax()
            .build(),
        named("normalized input").batchNormalization().flatten().dense(3).softmax().build(),
        named("like emnistCnn")
            .conv2d(3, 3)
            .relu()
            .batchNormalization()
            .conv2d(4, 2)
            .relu()
            .batchNormalization()
            .maxPool(2)
            .dropout(0)
            .flatten()
            .dense(5)
            .relu()
            .dense(3)
            .softmax()
            .build(),
        named("normalization before same convolution")
            .conv2d(3, 3)
            .relu()
            .batchNormalization()
            .batchNormalization()
            .conv2d(3, 3, Padding.SAME)
            .relu()
            .batchNormalization()
            .relu()
            .globalAveragePool()
            .batchNormalization()
            .dense(3)
            .softmax()
            .build());
  }

  private static ArchitectureBuilder named(String name) {
    return CnnArchitecture.builder().name(name).input(6, 5, 2);
  }
}
