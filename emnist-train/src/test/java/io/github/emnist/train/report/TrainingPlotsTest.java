package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.report.Figure.Palette;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingPlotsTest {
  private static final TrainingHistory HISTORY =
      Histories.of(new double[] {0.5, 0.7}, new double[] {0.6, 0.8}, 2);

  @TempDir private Path folder;

  private static Evaluation evaluation() {
    return Evaluation.of(
        Scores.of(
            LabelMap.ofCharacters("AB"),
            new float[][] {{1, 0}, {0.75f, 0.25f}, {0, 1}},
            new int[] {0, 1, 1}));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesEachPlotTwiceAndNothingElse() throws IOException {
    Path plots = folder.resolve("run/plots");

    List<Path> files = TrainingPlots.of(HISTORY, evaluation()).writeTo(plots);

    assertThat(files)
        .containsExactly(
            plots.resolve("accuracy.png"),
            plots.resolve("accuracy.svg"),
            plots.resolve("loss.png"),
            plots.resolve("loss.svg"),
            plots.resolve("learning-rate.png"),
            plots.resolve("learning-rate.svg"),
            plots.resolve("confusion.png"),
            plots.resolve("confusion.svg"),
            plots.resolve("reliability.png"),
            plots.resolve("reliability.svg"));
    assertThat(names(plots))
        .containsExactlyInAnyOrderElementsOf(
            files.stream().map(file -> file.getFileName().toString()).toList());
    for (String name :
        List.of("accuracy.png", "loss.png", "learning-rate.png", "reliability.png")) {
      BufferedImage image = ImageIO.read(plots.resolve(name).toFile());
      assertThat(image.getWidth()).isEqualTo(960);
      assertThat(image.getHeight()).isEqualTo(name.equals("reliability.png") ? 980 : 600);
      assertThat(Pixels.of(Palette.TRAINING, image, Pixels.all(image))).as(name).isNotEmpty();
    }
    assertThat(plots.resolve("loss.svg")).hasContent(Charts.loss(HISTORY).figure().svg());
    BufferedImage confusion = ImageIO.read(plots.resolve("confusion.png").toFile());
    ConfusionFigure figure =
        new ConfusionFigure(List.of("A", "B"), evaluation().confusion(), "as long as it may be");
    int corner = confusion.getRGB(figure.cell(1, 0).x, figure.cell(1, 0).y);
    assertThat(corner).isEqualTo(Palette.ofShare(0.5, false).getRGB());
  }

  @Test
  void writesALearningRateRangeTestTwice() throws IOException {
    List<Path> files = TrainingPlots.of(ChartsTest.sweep()).writeTo(folder.resolve("new"));

    assertThat(files)
        .containsExactly(
            folder.resolve("new/learning-rate-sweep.png"),
            folder.resolve("new/learning-rate-sweep.svg"));
    BufferedImage image = ImageIO.read(files.get(0).toFile());
    assertThat(image.getWidth()).isEqualTo(960);
    assertThat(image.getHeight()).isEqualTo(600);
    assertThat(files.get(1)).hasContent(Charts.sweep(ChartsTest.sweep()).figure().svg());
  }

  @Test
  void withoutAnEvaluationThereIsNoConfusionMatrix() throws IOException {
    assertThat(TrainingPlots.of(HISTORY).writeTo(folder)).hasSize(6);
    assertThat(names(folder))
        .containsExactly(
            "accuracy.png",
            "accuracy.svg",
            "learning-rate.png",
            "learning-rate.svg",
            "loss.png",
            "loss.svg");
  }

  @Test
  void replacesOlderPictures() throws IOException {
    Path old = Files.writeString(folder.resolve("loss.png"), "old".repeat(100_000));

    TrainingPlots.of(HISTORY).writeTo(folder);

    assertThat(ImageIO.read(old.toFile())).isNotNull();
    assertThat(Files.size(old)).isLessThan(100_000);
  }

  @Test
  void refusesAFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("plots"));

    assertThatThrownBy(() -> TrainingPlots.of(HISTORY).writeTo(file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot create the folder %s: java.nio.file.FileAlreadyExistsException: %s",
            file, file);
  }

  @Test
  void leavesNoTemporaryFileWhereItCannotWrite() throws IOException {
    Path occupied = folder.resolve("loss.png");
    Files.createDirectories(occupied.resolve("not empty"));

    assertThatThrownBy(() -> TrainingPlots.of(HISTORY).writeTo(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write %s: java.nio.file.", occupied);
    assertThat(names(folder)).containsExactly("accuracy.png", "accuracy.svg", "loss.png");
  }

  @Test
  void refusesAHistoryWithoutEpochs() {
    TrainingHistory empty = new TrainingHistory(List.of(), OptionalInt.empty());

    assertThatThrownBy(() -> TrainingPlots.of(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the history has no epochs to plot");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsSaysWhatToInstallAndWritesNothing() throws Exception {
    Path plots = folder.resolve("plots");

    assertThat(runWithoutFonts(folder, WithoutFonts.class, plots))
        .startsWith("IOException: cannot draw plots: Java finds no fonts (java.lang.")
        .endsWith(
            "); install fontconfig and a font such as DejaVu (Debian: fonts-dejavu-core)"
                + System.lineSeparator());
    assertThat(plots).doesNotExist();
  }

  /** Runs a program in a JVM of its own, whose fontconfig knows of no font. Returns its output. */
  static String runWithoutFonts(Path folder, Class<?> program, Path argument) throws Exception {
    Path configuration =
        Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // where the JDK keeps what it found before
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            argument.toString());
    builder.environment().put("FONTCONFIG_FILE", configuration.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  /** What the test above runs. */
  static final class WithoutFonts {
    private WithoutFonts() {}

    public static void main(String[] arguments) {
      try {
        TrainingPlots.of(HISTORY).writeTo(Path.of(arguments[0]));
        System.out.println("no exception");
      } catch (IOException e) {
        System.out.println("IOException: " + e.getMessage());
      }
    }
  }
}
