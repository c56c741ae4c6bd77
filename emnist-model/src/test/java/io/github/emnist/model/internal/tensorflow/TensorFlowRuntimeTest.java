package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In child JVMs, since TensorFlow loads once per process and surefire owns standard error. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "descriptors are out of reach there")
class TensorFlowRuntimeTest {
  @TempDir Path folder;

  @Test
  void loadsQuietlyAndGivesStandardErrorBack() throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(run(Quiet.class, errors)).isEqualTo("2.18.0\n");
    assertThat(errors).hasContent("after\n");
  }

  /** From JDK 24 on the JVM has something to say of protobuf. */
  @Test
  void everyProgramIsSparedTensorFlowsLines() throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(run(Plain.class, errors)).isEqualTo("2.18.0\n");
    assertThat(errors).content().doesNotContain("tensorflow", ".cc:", "absl");
  }

  /** Some lines ask no level, so that a level that hides even warnings once showed them. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3"})
  void aHigherLevelIsNoLouder(String level) throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(run(Plain.class, errors, Map.of("TF_CPP_MIN_LOG_LEVEL", level)))
        .isEqualTo("2.18.0\n");
    assertThat(errors).content().doesNotContain("tensorflow", ".cc:", "absl");
  }

  /** What the tests above are worth: there is something to be silent about. */
  @Test
  void theEnvironmentOrACallShowsThem() throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(run(Plain.class, errors, Map.of("TF_CPP_MIN_LOG_LEVEL", "0"))).isEqualTo("2.18.0\n");
    assertThat(errors).content().contains("MLIR V1 optimization pass");
    assertThat(run(Quiet.class, errors, Map.of("TF_CPP_MIN_LOG_LEVEL", "0"))).isEqualTo("2.18.0\n");
    assertThat(errors).content().contains("MLIR V1 optimization pass");
    assertThat(run(Shown.class, errors)).isEqualTo("2.18.0\n");
    assertThat(errors).content().contains("MLIR V1 optimization pass");
  }

  @Test
  void capturesWhatIsPrintedMeanwhileEvenOnFailure() throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(run(Captured.class, errors)).isEqualTo("captured [inside]\nfailed\n");
    assertThat(errors).hasContent("before\nafter\n");
  }

  /** What stands in for a destructor that takes away what a call under way uses ends in 134. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "glibc alone has on_exit")
  void theProcessEndsBeforeNativeDestructorsWhileAClassifierIsOpen() throws Exception {
    Path errors = folder.resolve("errors");
    assertThat(exit(Exiting.class, errors, Map.of(), "open")).as(() -> read(errors)).isEqualTo(3);
    assertThat(folder.resolve("output")).hasContent("buffered");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "glibc alone has on_exit")
  void theProcessEndsAsItAlwaysDoesOnceAllIsClosed() throws Exception {
    assertThat(exit(Exiting.class, folder.resolve("errors"), Map.of(), "closed")).isEqualTo(134);
  }

  private String run(Class<?> main, Path errors) throws IOException, InterruptedException {
    return run(main, errors, Map.of());
  }

  private String run(Class<?> main, Path errors, Map<String, String> environment)
      throws IOException, InterruptedException {
    assertThat(exit(main, errors, environment)).as(() -> read(errors)).isZero();
    return Files.readString(folder.resolve("output"));
  }

  private int exit(Class<?> main, Path errors, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      // As in an application's manifest. Without it the JVM warns when JNA loads, which is before
      // anything could be captured.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(errors.toFile());
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void predictOnce() {
    predictOnce(RuntimeOptions.DEFAULT);
  }

  private static void predictOnce(RuntimeOptions options) {
    CnnArchitecture tiny =
        CnnArchitecture.builder().input(1, 1, 1).flatten().dense(2).softmax().build();
    try (FrozenNetwork network = new FrozenNetwork(tiny, Weights.initialize(tiny, 1), options)) {
      network.probabilities(new byte[1], 1);
      network.probabilities(new byte[2], 2);
    }
    System.out.println(TensorFlowRuntime.version());
  }

  /** A child's main. */
  static final class Quiet {
    private Quiet() {}

    /** Twice, since the second call must do nothing. */
    public static void main(String[] arguments) {
      TensorFlowRuntime.loadQuietly(0);
      TensorFlowRuntime.loadQuietly(0);
      predictOnce();
      System.err.println("after");
    }
  }

  /** A child's main. */
  static final class Plain {
    private Plain() {}

    /** In bfloat16 too, of which each session has something to say. */
    public static void main(String[] arguments) {
      predictOnce(new RuntimeOptions(1, true, Precision.BFLOAT16));
    }
  }

  /** A child's main. */
  static final class Shown {
    private Shown() {}

    public static void main(String[] arguments) {
      TensorFlowRuntime.showLog();
      predictOnce();
    }
  }

  /** A child's main. */
  static final class Exiting {
    private Exiting() {}

    /** Exits with 3, by way of a handler that aborts, with a classifier open or closed. */
    public static void main(String[] arguments) {
      CnnArchitecture tiny =
          CnnArchitecture.builder().input(1, 1, 1).flatten().dense(2).softmax().build();
      FrozenNetwork network =
          new FrozenNetwork(tiny, Weights.initialize(tiny, 1), RuntimeOptions.DEFAULT);
      network.probabilities(new byte[1], 1);
      NativeLibrary c = NativeLibrary.getProcess();
      c.getFunction("__cxa_atexit").invokeInt(new Object[] {c.getFunction("abort"), null, null});
      c.getFunction("printf").invokeInt(new Object[] {"buffered"});
      if (arguments[0].equals("closed")) {
        network.close();
      }
      System.exit(3);
    }
  }

  /** A child's main. */
  static final class Captured {
    private Captured() {}

    public static void main(String[] arguments) {
      PrintStream raw =
          new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
      raw.println("before");
      try {
        NativeProcess.capture(
            () -> {
              raw.println("inside");
              throw new IllegalStateException("failed");
            },
            printed -> System.out.println("captured [" + printed.strip() + "]"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      raw.println("after");
    }
  }
}
