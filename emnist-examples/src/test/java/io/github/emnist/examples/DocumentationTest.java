package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every Java sample of README and docs is an example that the build compiles, or a region of one;
 * every link to a file of the repository leads to one, and to a heading of it where it names one.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path EXAMPLES =
      ROOT.resolve("emnist-examples/src/main/java/io/github/emnist/examples");
  private static final Path SPARK_EXAMPLES =
      ROOT.resolve("emnist-spark/src/main/java/io/github/emnist/spark/examples");

  /** For example: &lt;!-- sample: PredictInk.java#ink --> and the block under it. */
  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (\\S+?)(?:#(\\S+))? -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  @TestFactory
  List<DynamicTest> samplesAreExamples() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult sample : SAMPLE.matcher(read(page)).results().toList()) {
        String name = page.getFileName() + ": " + sample.group(1) + "#" + sample.group(2);
        Path own = EXAMPLES.resolve(sample.group(1));
        String source = read(Files.exists(own) ? own : SPARK_EXAMPLES.resolve(sample.group(1)));
        String expected =
            sample.group(2) == null
                ? source.substring(source.indexOf("\n\n") + 2) // without its package
                : region(source, sample.group(2));
        tests.add(
            DynamicTest.dynamicTest(name, () -> assertThat(sample.group(3)).isEqualTo(expected)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(15);
    return tests;
  }

  @TestFactory
  Stream<DynamicTest> everyJavaBlockIsASample() throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.getFileName().toString(),
                    () -> {
                      String text = read(page);
                      assertThat(text.lines().filter("```java"::equals).count())
                          .isEqualTo(SAMPLE.matcher(text).results().count());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() throws IOException {
    return pages().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.getFileName().toString(),
                    () -> assertThat(brokenLinks(page)).as("broken links").isEmpty()));
  }

  @Test
  void theReadmeIsShortAndBeginsWithAProgram() {
    List<String> lines = read(ROOT.resolve("README.md")).lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(150);
    assertThat(lines.indexOf("```java") + 1).isBetween(1, 25);
  }

  @Test
  void everyExampleIsShortAndListed() throws IOException {
    String list = read(ROOT.resolve("docs/getting-started.md"));
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        String code = read(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^ *//.*", "");
        assertThat(code.lines().filter(line -> !line.isBlank())).as(name).hasSizeLessThan(60);
        if (!name.equals("package-info.java")) {
          assertThat(list).contains("/" + name + ")");
        }
      }
    }
  }

  private static List<String> brokenLinks(Path page) {
    List<String> broken = new ArrayList<>();
    for (MatchResult link : LINK.matcher(read(page)).results().toList()) {
      String target = link.group(1);
      if (target.startsWith("https://")) {
        continue;
      }
      int hash = target.indexOf('#');
      String path = hash < 0 ? target : target.substring(0, hash);
      Path file = path.isEmpty() ? page : page.getParent().resolve(path);
      if (!Files.exists(file) || hash >= 0 && !anchors(file).contains(target.substring(hash + 1))) {
        broken.add(target);
      }
    }
    return broken;
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) {
    return read(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(docs, top)
          .filter(file -> file.getFileName().toString().endsWith(".md"))
          .sorted()
          .toList();
    }
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
