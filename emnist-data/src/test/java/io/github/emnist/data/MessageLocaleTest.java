package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages format numbers equally in every locale. */
class MessageLocaleTest {
  /** A format with a number, of which {@code formatted} would make what the locale says. */
  private static final Pattern LOCALE_DEPENDENT =
      Pattern.compile(
          "\"[^\"\\n]*%[-,.0-9]*[dfeg][^\"\\n]*\"\\s*\\)?\\s*\\.formatted\\("
              + "|String\\s*\\.format\\(\\s*\"");

  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void liveInEgypt() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab")); // writes 28 in other digits
    assertThat(String.format("%d", 28)).isNotEqualTo("28");
  }

  @AfterEach
  void liveAtHome() {
    Locale.setDefault(usual);
  }

  @Test
  void malformedData() {
    assertThat(new MalformedDataException("a.gz", 1234567, "b", "c"))
        .hasMessage("a.gz, byte 1234567: found b, expected c");
  }

  @Test
  void argumentsAndDescriptions() {
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("abc"), 28, 28);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(new byte[784], 0, 12))
        .withMessage("label (12) must be in [0, 3)");
    assertThat(builder.build()).hasToString("EmnistDataset[0 images of 28x28 in 3 classes]");
  }

  @Test
  void allOtherFormats() throws IOException {
    Path sources = Path.of("src", "main", "java");
    List<Path> files;
    try (Stream<Path> all = Files.walk(sources)) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(files).hasSizeGreaterThan(40);
    for (Path file : files) {
      assertThat(Files.readString(file, StandardCharsets.UTF_8))
          .as(file.toString())
          .doesNotContainPattern(LOCALE_DEPENDENT);
    }
  }
}
