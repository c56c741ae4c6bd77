package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emnist.data.EmnistDataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the jars tell GraalVM's native image to keep. Built without it, this is all that can be
 * checked: every resource that the code reads is named, and every one named is there.
 */
class NativeImageTest {
  @ParameterizedTest
  @ValueSource(strings = {"emnist-data", "emnist-model"})
  void namesTheResourcesThatAreThere(String module) throws IOException {
    String config = "META-INF/native-image/io.github.emnist/" + module + "/resource-config.json";
    List<String> named = new ArrayList<>();
    try (InputStream in = EmnistDataset.class.getClassLoader().getResourceAsStream(config)) {
      JsonNode includes = new JsonMapper().readTree(in).at("/resources/includes");
      includes.forEach(include -> named.add(include.get("pattern").asText()));
    }
    Path resources = Path.of("..", module, "src", "main", "resources");
    try (Stream<Path> files = Files.walk(resources)) {
      List<String> found =
          files
              .filter(Files::isRegularFile)
              .map(file -> resources.relativize(file).toString().replace('\\', '/'))
              .filter(name -> !name.startsWith("META-INF/"))
              .map(name -> "\\Q" + name + "\\E")
              .toList();
      assertThat(named).isNotEmpty().containsExactlyInAnyOrderElementsOf(found);
    }
  }
}
