package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime.LoadFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFailureTest {
  private static final File FOLDER = new File("/cache");

  private static UnsatisfiedLinkError jni() {
    return new UnsatisfiedLinkError("no jnitensorflow in java.library.path: /usr/lib");
  }

  @Test
  void librariesThatMayNotBeRunNameTheirFolderAndTheProperty() {
    UnsatisfiedLinkError error = jni();
    error.initCause(
        new UnsatisfiedLinkError(
            "/cache/libjnitensorflow.so: /cache/libjnitensorflow.so: failed to map segment from"
                + " shared object"));
    assertThat(LoadFailure.explained(error, () -> FOLDER))
        .isInstanceOf(UnsatisfiedLinkError.class)
        .hasCause(error)
        .hasMessage(
            "TensorFlow's libraries in /cache cannot be loaded (failed to map segment from shared"
                + " object): the folder may be mounted noexec, or its disk full; name another with"
                + " -Dorg.bytedeco.javacpp.cachedir=FOLDER");
  }

  @Test
  void missingLibrariesNameTheirArtifact() {
    assertThat(LoadFailure.explained(jni(), () -> FOLDER))
        .hasMessage(
            "TensorFlow's libraries for this system are not on the class path; add"
                + " org.tensorflow:tensorflow-core-native with the classifier "
                + Loader.getPlatform());
  }

  @Test
  void otherErrorsStayAsTheyAre() {
    NoClassDefFoundError other = new NoClassDefFoundError("org/example/Other");
    assertThat(LoadFailure.explained(other, () -> FOLDER)).isSameAs(other);
    UnsatisfiedLinkError unknown = new UnsatisfiedLinkError("something else");
    assertThat(LoadFailure.explained(unknown, () -> FOLDER)).isSameAs(unknown);
  }

  /** In a process of its own, since TensorFlow loads once. */
  @Test
  void foldersThatCannotBeWrittenAreNamed(@TempDir Path dir) throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    Path output = dir.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Duser.home=" + file,
                    "-Djava.io.tmpdir=" + file,
                    "-Dorg.bytedeco.javacpp.cachedir=" + file.resolve("named"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Loads.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(output)
        .hasContent(
            "TensorFlow's libraries cannot be unpacked: none of the folders [%s, %s, %s] can be"
                    .formatted(file.resolve("named"), file.resolve(".javacpp/cache"), file)
                + " written; name another with -Dorg.bytedeco.javacpp.cachedir=FOLDER\n");
  }

  /** A child's main. */
  static final class Loads {
    private Loads() {}

    public static void main(String[] arguments) {
      try {
        TensorFlowRuntime.load();
      } catch (UnsatisfiedLinkError e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
