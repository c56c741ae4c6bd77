package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TensorFlow's classes are there, but no native library for the system that the JVM says it is. */
@Timeout(300)
class BrokenTensorFlowTest {
  /** JavaCPP's own words. */
  private static final String PROBLEM =
      "Platform \"none-none\" not supported by class"
          + " org.tensorflow.internal.c_api.global.tensorflow";

  @TempDir private Path folder;

  @Test
  void autoWarnsOnceAndTakesTheJavaEngine() throws Exception {
    assertThat(ask(Engine.AUTO)).containsExactly("JAVA false", "JAVA false");
    String warning =
        "TensorFlow is on the class path but does not load ("
            + PROBLEM
            + "); characters are recognised by the Java engine instead";
    assertThat(Files.readString(folder.resolve("errors"))).containsOnlyOnce(warning);
  }

  @Test
  void tensorFlowAskedForIsAnError() throws Exception {
    assertThat(ask(Engine.TENSORFLOW)).containsExactly("UnsatisfiedLinkError: " + PROBLEM);
    assertThat(Files.readString(folder.resolve("errors"))).doesNotContain("the Java engine");
  }

  private String[] ask(Engine engine) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.platform=none-none",
                "-cp",
                System.getProperty("java.class.path"),
                AskEngine.class.getName(),
                engine.name())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.strip().split("\\R");
  }
}
