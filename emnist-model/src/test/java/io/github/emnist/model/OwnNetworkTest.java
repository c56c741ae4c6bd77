package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks other than the standard one, from the description to the answer. */
class OwnNetworkTest {
  @TempDir private Path dir;

  static List<CnnArchitecture> architectures() {
    CnnArchitecture own =
        CnnArchitecture.builder()
            .name("own")
            .input(28, 28, 1)
            .conv2d(4, 3, 2, Padding.SAME)
            .batchNormalization()
            .leakyRelu(0.1)
            .residual(
                body -> body.conv2d(6, 3, Padding.SAME).gelu().spatialDropout(0.2),
                shortcut -> shortcut.conv2d(6, 1))
            .averagePool(2)
            .residual(body -> body.conv2d(6, 3, Padding.SAME).batchNormalization())
            .globalAveragePool()
            .dense(5)
            .softmax()
            .build();
    return List.of(CnnArchitecture.small(10), CnnArchitecture.large(10), own);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void isSavedLoadedAndUsedLikeAnyOther(CnnArchitecture architecture) throws IOException {
    List<String> labels =
        IntStream.range(0, architecture.classes()).mapToObj(Integer::toString).toList();
    ModelBundle model =
        new ModelBundle(
            ModelMetadata.of(architecture, LabelMap.of(labels)),
            Weights.initialize(architecture, 3));
    model.save(dir.resolve("model.zip"));
    List<GrayImage> images = TestModels.images(5, 11);
    try (EmnistClassifier before = EmnistClassifier.of(model);
        EmnistClassifier after = EmnistClassifier.load(dir.resolve("model.zip"))) {
      assertThat(after.architecture()).isEqualTo(architecture);
      List<Prediction> answers = after.predictAll(images);
      TestModels.assertSame(answers, before.predictAll(images));
      assertThat(answers.get(0).probabilities()).isNotEqualTo(answers.get(1).probabilities());
      assertThat(answers.get(0).top(1).get(0).label()).isIn(labels);
    }
  }
}
