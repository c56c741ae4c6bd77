package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of {@code src/test/modules}, compiled and run by the JDK's own tools with the built
 * jars on the module path.
 */
class ModulePathIT {
  private static final Path SOURCES = Path.of("src/test/modules");
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

  /** Without what is optional: a program that does not draw tables has no DFLib. */
  @TempDir private static Path libraries;

  @TempDir private Path folder;

  @BeforeAll
  static void leaveOptionalLibrariesOut() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      for (Path jar :
          jars.filter(it -> !it.getFileName().toString().startsWith("dflib")).toList()) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
  }

  @Test
  void aProgramThatRequiresTheModelAlonePredicts() throws Exception {
    assertThat(compileAndRun("predict")).isEqualTo("module predict: L\n");
  }

  @Test
  void aProgramThatRequiresTheTrainerAloneTrains() throws Exception {
    assertThat(compileAndRun("train")).endsWith("module train: 2 epochs\n");
    assertThat(folder.resolve("results/plots/loss.png")).exists();
    assertThat(folder.resolve("results/report.html")).exists();
  }

  /** Returns what the program prints on standard output. */
  private String compileAndRun(String module) throws IOException, InterruptedException {
    List<String> compiler = new ArrayList<>(List.of("-d", folder.resolve(module).toString()));
    compiler.addAll(List.of("-p", libraries.toString(), "-Xlint:all,-path", "-Werror"));
    try (Stream<Path> files = Files.walk(SOURCES.resolve(module))) {
      files.filter(Files::isRegularFile).forEach(file -> compiler.add(file.toString()));
    }
    run("javac", compiler);
    List<String> java = new ArrayList<>();
    if (Runtime.version().feature() >= 24) {
      java.add("--enable-native-access=org.bytedeco.javacpp,com.sun.jna");
    }
    java.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true"));
    java.addAll(List.of("-p", libraries + File.pathSeparator + folder.resolve(module)));
    java.addAll(List.of("-m", module + "/" + module + ".Main"));
    java.add(folder.resolve("results").toString());
    return run("java", java);
  }

  private String run(String tool, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JDK.resolve(tool).toString()));
    command.addAll(arguments);
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(() -> read(errors)).isZero();
    return output;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
