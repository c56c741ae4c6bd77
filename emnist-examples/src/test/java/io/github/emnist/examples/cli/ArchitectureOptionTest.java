package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ArchitectureOptionTest {
  private static Architecture convert(String name) {
    return Choice.convert(name, Architecture::toString, List.of(Architecture.values()));
  }

  @Test
  void namesEachNetwork() {
    assertThat(convert("emnist-cnn").network(10)).isEqualTo(CnnArchitecture.emnistCnn(10));
    assertThat(convert("small").network(10)).isEqualTo(CnnArchitecture.small(10));
    assertThat(convert("LARGE").network(62)).isEqualTo(CnnArchitecture.large(62));
    assertThat(convert("fast").network(10)).isEqualTo(CnnArchitecture.fast(10));
  }

  @Test
  void namesAreThoseOfTheNetworks() {
    for (Architecture architecture : Architecture.values()) {
      assertThat(architecture.network(47).name()).isEqualTo(architecture.toString());
    }
  }

  @Test
  void unknownNamesAreAnsweredWithTheList() {
    assertThatThrownBy(() -> convert("tower"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("found 'tower', expected one of emnist-cnn, small, large, fast, best");
  }
}
