package io.github.emnist.model.export;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.tensorflow.ActivationMeter;
import io.github.emnist.model.internal.tensorflow.TestNetwork;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;

/** Models with weights none of which is at a special value. */
final class TestBundles {
  /** The presets, and their labels of several kinds. */
  static final List<CnnArchitecture> PRESETS =
      List.of(
          CnnArchitecture.emnistCnn(),
          CnnArchitecture.fast(),
          CnnArchitecture.small(),
          CnnArchitecture.large(),
          CnnArchitecture.best());

  private static final int MEASURED = 20;

  private TestBundles() {}

  /** A preset as training begins with it, whose logits have a moderate size. */
  static ModelBundle initial(CnnArchitecture architecture) {
    return of(architecture, Weights.initialize(architecture, 11));
  }

  /** The same with the ranges of some noise. */
  static ModelBundle measured(ModelBundle model) {
    ActivationRanges ranges =
        ActivationMeter.measure(
            model.architecture(),
            model.weights(),
            noise(MEASURED * model.architecture().input().size(), 1),
            MEASURED);
    return new ModelBundle(model.metadata().withActivationRanges(ranges), model.weights());
  }

  /** Few weights; 5 x 6 pixels, 3 classes, a label that is a word, one beyond ASCII. */
  static ModelBundle small(long seed) {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .name("small one")
            .input(5, 6, 1)
            .conv2d(3, 3)
            .relu()
            .batchNormalization()
            .flatten()
            .dense(3)
            .softmax()
            .build();
    return new ModelBundle(
        ModelMetadata.of(architecture, LabelMap.of(List.of("A", "a \"word\"", "é"))),
        TestNetwork.randomWeights(architecture, seed));
  }

  private static ModelBundle of(CnnArchitecture architecture, Weights weights) {
    List<String> labels =
        IntStream.range(0, architecture.classes()).mapToObj(i -> "class " + i).toList();
    return new ModelBundle(ModelMetadata.of(architecture, LabelMap.of(labels)), weights);
  }

  static byte[] noise(int length, long seed) {
    byte[] pixels = new byte[length];
    new CounterRandom(seed, 0, 0).nextBytes(pixels);
    return pixels;
  }
}
