package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewHeadTest {
  private static final LabelMap FRUIT = LabelMap.of(List.of("apple", "fig", "pear"));

  private static final ModelBundle MODEL =
      new ModelBundle(
          new ModelMetadata(
              TinyModels.TINY,
              LabelMap.ofCharacters("no"),
              CharacterPreprocessor.emnist().id(),
              Optional.of(new Calibration(1.5, 10)),
              Optional.empty(),
              Map.of("training", new ProvenanceSection(3, "{\"accuracy\": 0.90}"))),
          Weights.initialize(TinyModels.TINY, 1));

  @Test
  void theBodyIsKeptToTheBitAndTheHeadIsNew() {
    ModelBundle changed = MODEL.withNewHead(FRUIT, 7);

    assertThat(changed.architecture()).isEqualTo(TinyModels.TINY.withClasses(3));
    assertThat(changed.architecture().name()).isEqualTo("tiny");
    assertThat(changed.metadata().labelMap()).isEqualTo(FRUIT);
    assertThat(changed.metadata().calibration()).isEmpty();
    assertThat(changed.metadata().preprocessing()).isEqualTo(MODEL.metadata().preprocessing());
    assertThat(changed.weights().names()).containsExactlyElementsOf(MODEL.weights().names());
    for (String name : MODEL.weights().names()) {
      if (!name.startsWith("dense/")) {
        assertThat(changed.weights().values(name)).isEqualTo(MODEL.weights().values(name));
      }
    }
    assertThat(changed.weights().shape("dense/kernel")).containsExactly(8, 3);
    assertThat(changed.weights().values("dense/bias")).containsOnly(0).hasSize(3);
    float limit = (float) Math.sqrt(6.0 / (8 + 3)); // Glorot's
    assertThat(changed.weights().values("dense/kernel"))
        .hasSize(24)
        .doesNotHaveDuplicates()
        .satisfies(
            kernel -> {
              for (float value : kernel) {
                assertThat(value).isBetween(-limit, limit);
              }
            });
  }

  @Test
  void asManyClassesAsBeforeGetANewHeadToo() {
    ModelBundle changed = MODEL.withNewHead(LabelMap.ofCharacters("ab"), 7);

    assertThat(changed.weights().values("dense/kernel"))
        .hasSameSizeAs(MODEL.weights().values("dense/kernel"))
        .isNotEqualTo(MODEL.weights().values("dense/kernel"));
  }

  @Test
  void theSeedDecidesTheHead() {
    assertThat(MODEL.withNewHead(FRUIT, 7)).isEqualTo(MODEL.withNewHead(FRUIT, 7));
    assertThat(MODEL.withNewHead(FRUIT, 7).weights())
        .isNotEqualTo(MODEL.withNewHead(FRUIT, 8).weights());
  }

  @Test
  void remembersWhereTheBodyComesFromAndClaimsNoFiguresOfItsOwn() {
    assertThat(MODEL.withNewHead(FRUIT, 7).metadata().provenance())
        .isEqualTo(
            Map.of(
                "newHead",
                new ProvenanceSection(
                    1,
                    """
                    {"seed": 7, "from": {"weightsSha256": "%s", "labels": ["n", "o"],
                     "provenance": {"training": {"version": 3, "content": {"accuracy": 0.90}}}}}
                    """
                        .formatted(MODEL.weightsSha256()))));
  }

  @Test
  void headsThatAreChangedTimeAndAgainDoNotNest(@TempDir Path dir) throws IOException {
    ModelBundle changed = MODEL;
    for (int i = 0; i < 100; i++) {
      changed = changed.withNewHead(i % 2 == 0 ? FRUIT : LabelMap.ofCharacters("no"), i);
    }
    changed.save(dir.resolve("model"));

    assertThat(ModelBundle.load(dir.resolve("model"))).isEqualTo(changed);
    assertThat(changed.metadata().provenance().get("newHead").json())
        .startsWith("{\"seed\":99,\"from\":{\"weightsSha256\":\"")
        .endsWith("\"labels\":[\"apple\",\"fig\",\"pear\"],\"provenance\":{}}}");
  }

  @Test
  void oneClassIsNoChoice() {
    assertThatThrownBy(() -> MODEL.withNewHead(LabelMap.of(List.of("apple")), 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes (1) must be 2 to 256");
  }
}
