package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every Java sample of the README is a region of an example that the build compiles. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path EXAMPLES =
      ROOT.resolve("emnist-examples/src/main/java/io/github/emnist/examples");

  /** For example: &lt;!-- sample: PredictPicture.java#predict --> and the block under it. */
  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (\\S+)#(\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  private final String readme = read(ROOT.resolve("README.md"));

  @TestFactory
  List<DynamicTest> samplesAreRegionsOfExamples() {
    List<DynamicTest> tests = new ArrayList<>();
    Matcher sample = SAMPLE.matcher(readme);
    while (sample.find()) {
      String file = sample.group(1);
      String region = sample.group(2);
      String shown = sample.group(3);
      tests.add(
          DynamicTest.dynamicTest(
              file + "#" + region,
              () -> assertThat(shown).isEqualTo(region(read(EXAMPLES.resolve(file)), region))));
    }
    return tests;
  }

  @Test
  void everyJavaBlockIsASample() {
    long blocks = readme.lines().filter("```java"::equals).count();
    assertThat(blocks).isPositive().isEqualTo(SAMPLE.matcher(readme).results().count());
  }

  @Test
  void theFirstSampleAndTheResultsComeEarly() {
    List<String> lines = readme.lines().toList();
    assertThat(lines.indexOf("```java") + 1).isBetween(1, 25);
    assertThat(lines.indexOf("## Results") + 1).isBetween(1, 40);
  }

  private static String region(String source, String name) {
    Matcher region =
        Pattern.compile("( *)// region: " + name + "\\n(.*?) *// endregion", Pattern.DOTALL)
            .matcher(source);
    assertThat(region.find()).as("region %s", name).isTrue();
    return region
        .group(2)
        .lines()
        .map(line -> line.isEmpty() ? line : line.substring(region.group(1).length()))
        .reduce("", (text, line) -> text + line + "\n");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
