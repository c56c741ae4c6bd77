package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.bundle.ModelFormatException;
import io.github.emnist.model.internal.tensorflow.SavedModelContract.SavedModelSource;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.types.TFloat64;

/** What is no SavedModel, or one that this library cannot ask. */
class SavedModelHostileTest {
  @TempDir private Path dir;

  @Test
  void nothing() {
    Path none = dir.resolve("none");
    assertThatThrownBy(() -> SavedModelContract.read(none))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none + ": found nothing, expected a SavedModel, a folder with saved_model.pb");
  }

  @Test
  void aFile() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "text");
    checkRefused(
        file, file + ": found a file, expected a SavedModel, a folder with saved_model.pb");
  }

  @Test
  void aFolderWithoutGraph() {
    checkRefused(
        dir, dir.resolve("saved_model.pb") + ": found no file, expected a SavedModel's graph");
  }

  @Test
  void aFolderForAGraph() throws Exception {
    Path graph = Files.createDirectory(dir.resolve("saved_model.pb"));
    checkRefused(dir, graph + ": found no file of bytes, expected a SavedModel's graph");
  }

  @Test
  void anEmptyGraph() throws Exception {
    Path graph = Files.createFile(dir.resolve("saved_model.pb"));
    checkRefused(
        dir, graph + ": found 0 bytes, expected a SavedModel's graph of at most 536,870,912");
  }

  @Test
  void anAbsurdGraph() throws Exception {
    Path graph = grow(dir.resolve("saved_model.pb"), SavedModelSource.MAX_GRAPH + 1);
    checkRefused(
        dir,
        graph + ": found 536,870,913 bytes, expected a SavedModel's graph of at most 536,870,912");
  }

  @Test
  void absurdVariables() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).writeTo(dir);
    grow(dir.resolve("variables"), SavedModelSource.MAX_FOLDER);
    checkRefused(
        dir,
        dir
            + ": found more than 4,294,967,296 bytes in its files, expected a SavedModel of a"
            + " sensible size");
  }

  @Test
  void absurdlyManyFiles() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).writeTo(dir);
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(dir.resolve("file" + i));
    }
    checkRefused(
        dir, dir + ": found more than 1,000 files, expected a SavedModel of a sensible size");
  }

  @Test
  void bytesOfSomethingElse() throws Exception {
    Path graph = Files.writeString(dir.resolve("saved_model.pb"), "<html>not found</html>");
    assertThatThrownBy(() -> SavedModelContract.read(dir))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(graph + ": found no SavedModel's graph (");
  }

  @Test
  void aGraphThatIsCutShort() throws Exception {
    Path graph = ForeignModel.of(-1, 5, 6, 1).writeTo(dir).resolve("saved_model.pb");
    try (RandomAccessFile file = new RandomAccessFile(graph.toFile(), "rw")) {
      file.setLength(file.length() - 10);
    }
    assertThatThrownBy(() -> SavedModelContract.read(dir))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(graph + ": found no SavedModel's graph (");
  }

  @Test
  void noGraphForServing() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).tagged("train").writeTo(dir);
    checkRefused(
        dir,
        dir.resolve("saved_model.pb")
            + ": found graphs with the tags [[train]], expected one with serve");
  }

  @Test
  void anotherSignature() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).signed("predict").writeTo(dir);
    checkRefused(
        dir,
        dir.resolve("saved_model.pb")
            + ": found signatures [predict], expected one named serving_default");
  }

  @Test
  void twoInputs() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).withSecondInput().writeTo(dir);
    checkRefused(dir, signature() + ": found inputs [x, y], expected exactly one");
  }

  @Test
  void anotherType() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).reading(TFloat64.class).writeTo(dir);
    checkRefused(
        dir, signature() + ": found input x of type DT_DOUBLE, expected DT_FLOAT or DT_UINT8");
  }

  @Test
  void shapesThatAreNoGreyImages() throws Exception {
    checkShape("[?, 28, 28, 3]", -1, 28, 28, 3);
    checkShape("[?, ?, ?, 1]", -1, -1, -1, 1);
    checkShape("[?, 785]", -1, 785);
    checkShape("[32, 28, 28, 1]", 32, 28, 28, 1);
    checkShape("[?]", -1);
    checkShape("[?, 5000, 1, 1]", -1, 5000, 1, 1);
  }

  private void checkShape(String text, long... shape) throws Exception {
    ForeignModel.of(shape).writeTo(dir);
    checkRefused(
        dir,
        signature()
            + ": found input x of shape "
            + text
            + ", expected [N, height, width, 1], [N, height, width], [N, 1, height, width] or"
            + " [N, side * side], with N open or 1");
  }

  @Test
  void outputsOfWhichNoneCanBeChosen() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).answering("a", "b", "wide").writeTo(dir);
    checkRefused(
        dir,
        signature()
            + ": found outputs [a DT_FLOAT [?, 3], b DT_FLOAT [?, 3], wide DT_DOUBLE [?, 3]],"
            + " expected one of DT_FLOAT [N, classes], or of several one named probabilities or"
            + " logits");
  }

  @Test
  void answersThatAreNoNumbers() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).answering("nothing").writeTo(dir);
    assertThatThrownBy(() -> SavedModelNetwork.load(dir, 3))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(dir + ": found the answer NaN, expected probabilities or logits");
  }

  /** Says what TensorFlow says, and where. */
  @Test
  void anOperationThatTensorFlowDoesNotKnow() throws Exception {
    ForeignModel.of(-1, 5, 6, 1).writeTo(dir);
    byte[] graph = Files.readAllBytes(dir.resolve("saved_model.pb"));
    String text = new String(graph, StandardCharsets.ISO_8859_1);
    String broken = text.replace("MatMul", "MatMux");
    assertThat(broken).isNotEqualTo(text);
    Files.write(dir.resolve("saved_model.pb"), broken.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> SavedModelNetwork.load(dir, 3))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(dir + ": TensorFlow cannot load it (");
  }

  private String signature() {
    return dir.resolve("saved_model.pb") + ", serving_default";
  }

  private static void checkRefused(Path folder, String message) {
    assertThatThrownBy(() -> SavedModelContract.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  /** Sparse where the system can. */
  private static Path grow(Path file, long size) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(size);
    }
    return file;
  }
}
