package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;

/** Models that are quick to save. */
final class TinyModels {
  static final CnnArchitecture TINY =
      CnnArchitecture.builder()
          .name("tiny")
          .input(4, 4, 1)
          .conv2d(2, 3)
          .relu()
          .batchNormalization()
          .flatten()
          .dense(2)
          .softmax()
          .build();

  private TinyModels() {}

  static ModelBundle tiny(long seed) {
    return of(TINY, "no", seed);
  }

  static ModelBundle of(CnnArchitecture architecture, String characters, long seed) {
    return new ModelBundle(
        ModelMetadata.of(architecture, LabelMap.ofCharacters(characters)),
        Weights.initialize(architecture, seed));
  }
}
