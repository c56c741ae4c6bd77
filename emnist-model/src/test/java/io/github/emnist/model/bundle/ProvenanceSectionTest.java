package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceSectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"text with \\\"quotes\\\" and \\u00e9\"",
        "{ \"b\" : 1, \"a\" : [ ] }",
        "[0.1, 1.500, 1e400, 1E-400, 123456789012345678901234567890, 3.14159265358979323846264]"
      })
  void anyJsonComesBack(String json, @TempDir Path dir) throws IOException {
    ProvenanceSection section = new ProvenanceSection(7, json);
    ModelBundle model = TinyModels.tiny(1);
    new ModelBundle(model.metadata().withProvenance("tool", section), model.weights()).save(dir);
    assertThat(ModelBundle.load(dir).metadata().provenance()).containsEntry("tool", section);
  }

  @Test
  void numbersKeepEveryDigit() {
    String json = "[0.1,1.500,3.14159265358979323846264,123456789012345678901234567890]";
    assertThat(new ProvenanceSection(1, json).json()).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``            | provenance must be a JSON value, found nothing
          {"a":1,"a":2} | provenance must be a JSON value: Duplicate field 'a'
          """)
  void otherTextIsRefused(String json, String message) {
    assertThatThrownBy(() -> new ProvenanceSection(1, json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theVersionMustBePositive() {
    assertThatThrownBy(() -> new ProvenanceSection(0, "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("provenance version (0) must be at least 1");
  }
}
