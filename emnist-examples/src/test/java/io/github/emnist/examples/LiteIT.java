package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program with nothing but what emnist-lite brings, as in a small container: 64 MB of heap, one
 * processor, no folder that can be written.
 */
class LiteIT {
  private static final Path LIBRARIES = Path.of("../emnist-lite/target/lib");
  private static final Path SOURCES = Path.of("src/test/modules/lite");
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
  private static final long MOST_BYTES = 12_000_000;

  /** Packages of TensorFlow and of what only it and the ONNX export need. */
  private static final List<String> FOREIGN =
      List.of(
          "org.tensorflow.", "org.bytedeco.", "com.sun.jna.", "com.google.protobuf.", "ai.onnx.");

  private static final String NEEDS_TENSORFLOW =
      " needs TensorFlow, which is not on the class path: depend on io.github.emnist:emnist-model,"
          + " which brings it, instead of emnist-lite (and on the module path, let your module"
          + " require tensorflow)";

  @TempDir private Path folder;

  @Test
  void bringsLittleAndNothingNative() throws IOException {
    long bytes = 0;
    List<String> names = new ArrayList<>();
    for (Path jar : jars()) {
      bytes += Files.size(jar);
      names.add(jar.getFileName().toString());
    }
    assertThat(bytes).as("bytes of " + names).isBetween(1L, MOST_BYTES);
    assertThat(names).noneMatch(name -> name.matches("(tensorflow|javacpp|jna|onnx|protobuf).*"));
  }

  @Test
  void predictsFromTheClassPathAndTouchesNoClassOfTensorFlow() throws Exception {
    Path classes = compile(false);
    StringBuilder classPath = new StringBuilder(classes.toString());
    for (Path jar : jars()) {
      classPath.append(File.pathSeparator).append(jar);
    }
    check(run("java", options("-cp", classPath.toString(), "lite.Main", folder.toString())));
  }

  @Test
  void predictsFromTheModulePathAndTouchesNoClassOfTensorFlow() throws Exception {
    String path = LIBRARIES + File.pathSeparator + compile(true);
    check(run("java", options("-p", path, "-m", "lite/lite.Main", folder.toString())));
  }

  private static void check(String printed) {
    List<String> answers =
        printed
            .lines()
            .filter(line -> !line.startsWith("["))
            .filter(line -> !line.isBlank())
            .toList();
    String part = " needs classes that are not on the class path (";
    assertThat(answers.subList(0, answers.size() - 1))
        .containsExactly(
            "JAVA FLOAT32",
            "picture: L",
            "bytes: L",
            "stream: L",
            "ink: L",
            "line: L",
            "each: 2",
            "observed: 7",
            "loading a SavedModel" + NEEDS_TENSORFLOW,
            "engine TENSORFLOW" + NEEDS_TENSORFLOW,
            "precision INT8: the Java engine supports only FLOAT32; use that or AUTO, or TensorFlow",
            "the version of TensorFlow" + NEEDS_TENSORFLOW,
            "the export as a SavedModel" + NEEDS_TENSORFLOW);
    assertThat(answers.get(answers.size() - 1))
        .startsWith("the export as ONNX" + part)
        .endsWith(
            "): depend on org.tribuo:tribuo-util-onnx, which io.github.emnist:emnist-model brings");
    List<String> loaded = printed.lines().filter(line -> line.startsWith("[")).toList();
    assertThat(loaded).anyMatch(line -> line.contains("io.github.emnist.model.EmnistClassifier"));
    assertThat(loaded)
        .noneMatch(line -> FOREIGN.stream().anyMatch(line::contains))
        .noneMatch(line -> line.contains("io.github.emnist.model.internal.tensorflow."));
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      return files.sorted().toList();
    }
  }

  private Path compile(boolean module) throws IOException, InterruptedException {
    Path classes = folder.resolve(module ? "lite" : "classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-Xlint:all"));
    arguments.addAll(
        module
            ? List.of("-p", LIBRARIES.toString(), SOURCES.resolve("module-info.java").toString())
            : List.of("-cp", LIBRARIES + "/*"));
    arguments.add(SOURCES.resolve("lite/Main.java").toString());
    run("javac", arguments);
    return classes;
  }

  private static List<String> options(String... rest) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx64m",
                "-XX:ActiveProcessorCount=1",
                "-Djava.awt.headless=true",
                "-Duser.home=/dev/null/home",
                "-Djava.io.tmpdir=/dev/null/tmp",
                "-Xlog:class+load"));
    options.addAll(List.of(rest));
    return options;
  }

  private String run(String tool, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JDK.resolve(tool).toString()));
    command.addAll(arguments);
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertThat(status).as(Files.readString(errors).toLowerCase(Locale.ROOT)).isZero();
    return output;
  }
}
