package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.Partition;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.examples.cli.Emnist.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, as a script would use it, on a small folder of digits. */
class CommandLineIT {
  @TempDir static Path folder;

  private static Path data;
  private static Path run;
  private static Outcome training;

  @BeforeAll
  static void trainOnce() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(60, 20);
    IdxFolder.write(data, Partition.TRAIN, digits.train());
    IdxFolder.write(data, Partition.TEST, digits.test());
    run = folder.resolve("run");
    training =
        Emnist.run(
            folder, "train", "--data", "data", "--epochs", "1", "--tensorboard", "--out", "run");
  }

  @Test
  void trainingLeavesAllItsFilesAndSaysHowGoodItIs() throws IOException {
    assertThat(training.exit()).as(training.err()).isZero();
    assertThat(training.out()).contains("accuracy: 0.").contains("model: run/model");
    assertThat(training.err()).doesNotContain("InitializeLog", ".cc:");
    assertThat(training.err().lines().filter(line -> line.matches("[a-z]+: .*|computed in .*")))
        .hasSizeGreaterThanOrEqualTo(5);
    assertThat(Files.readString(run.resolve("history.csv")))
        .startsWith("epoch,step,seconds,images_per_second,learning_rate,train_loss,");
    assertThat(files(run.resolve("tensorboard/train"))).isNotEmpty();
    assertThat(files(run.resolve("samples")))
        .hasSize(20)
        .allMatch(name -> name.matches("\\d\\d-\\d.png"));
    assertThat(files(run.resolve("plots")))
        .containsExactlyInAnyOrder(
            "accuracy.png",
            "accuracy.svg",
            "loss.png",
            "loss.svg",
            "learning-rate.png",
            "learning-rate.svg",
            "confusion.png",
            "confusion.svg",
            "reliability.png",
            "reliability.svg");
    assertThat(files(run.resolve("checkpoints")))
        .containsExactlyInAnyOrder("best", "step-000000000", "step-000000187");
    JsonNode metrics = new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
    assertThat(metrics.get("images").asInt()).isEqualTo(200);
    assertThat(metrics.get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(metrics.get("confusion")).hasSize(10);
  }

  @Test
  void errorsStreamHoldsNoTensorFlowBannerAndNoControlCodes() {
    assertThat(training.err())
        .doesNotContain("tensorflow/", "oneDNN", "MLIR", "absl")
        .doesNotContain("\u001b", "\r");
  }

  @Test
  void evaluatingInANewJvmGivesTheSameFigures() throws IOException {
    Outcome outcome =
        Emnist.run(folder, "evaluate", "--model", "run/model", "--data", "data", "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(new ObjectMapper().readTree(outcome.out()))
        .isEqualTo(new ObjectMapper().readTree(run.resolve("metrics.json").toFile()));
  }

  /** Of all commands {@code evaluate} prefers TensorFlow. */
  @Test
  void withoutTheNativeLibraryTheJavaEngineRecognises() throws IOException {
    Outcome outcome = evaluatedWithoutNatives("auto");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("images: 200\naccuracy: ");
    assertThat(outcome.err())
        .containsOnlyOnce("does not load")
        .contains("characters are recognised by the Java engine instead");

    Outcome asked = evaluatedWithoutNatives("tensorflow");
    assertThat(asked.exit()).isOne();
    assertThat(asked.err()).startsWith("emnist: ").hasLineCount(1);
  }

  private static Outcome evaluatedWithoutNatives(String engine) throws IOException {
    return Emnist.runWith(
        "-Dorg.bytedeco.javacpp.platform=none-none",
        folder,
        "evaluate",
        "--model",
        "run/model",
        "--data",
        "data",
        "--engine",
        engine);
  }

  @Test
  void aFinishedRunGivesTheSameReportAgain() throws IOException {
    Outcome outcome = Emnist.run(folder, "report", "run", "--out", "again.html");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualToIgnoringNewLines("wrote again.html");
    assertThat(folder.resolve("again.html"))
        .hasSameBinaryContentAs(run.resolve("report.html"))
        .content()
        .contains("<h2>Calibration</h2>", "With temperature ", "data:image/png;base64,");
  }

  @Test
  void aReportCanMeasureAgain() throws IOException {
    Outcome outcome =
        Emnist.run(folder, "report", "run", "--data", "data", "--out", "measured.html");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(folder.resolve("measured.html")).hasSameBinaryContentAs(run.resolve("report.html"));

    assertThat(Emnist.run(folder, "report", "run", "--split", "digits").exit()).isEqualTo(2);
    Outcome missing = Emnist.run(folder, "report", "data");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err().lines()).hasSize(1).allMatch(line -> line.contains("data/model"));
  }

  @Test
  void aModelDoesNotDifferFromItself() throws IOException {
    Outcome outcome =
        Emnist.run(folder, "compare", "run/model", "run/model", "--data", "data", "--json");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    JsonNode metrics = new ObjectMapper().readTree(run.resolve("metrics.json").toFile());
    assertThat(json.get("images").asInt()).isEqualTo(200);
    assertThat(json.at("/first/accuracy")).isEqualTo(metrics.get("accuracy"));
    assertThat(json.at("/second/model").asText()).isEqualTo("run/model");
    assertThat(json.get("difference").asDouble()).isZero();
    assertThat(json.get("test").asText()).isEqualTo("exact binomial");
    assertThat(json.get("pValue").asDouble()).isOne();
    assertThat(Emnist.run(folder, "compare", "run/model").exit()).isEqualTo(2);
  }

  @Test
  void predictsEachPictureOnALineOfItsOwn() throws IOException {
    String sample = files(run.resolve("samples")).get(0);
    Outcome outcome =
        Emnist.run(
            folder, "predict", "--model", "run/model", "--top", "2", "run/samples/" + sample);
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .matches("run/samples/" + sample + ": \\d [01]\\.\\d{4} \\(\\d [01]\\.\\d{4}\\)\n");
  }

  @Test
  void predictsWithOptions() throws IOException {
    String sample = "run/samples/" + files(run.resolve("samples")).get(0);
    Outcome outcome =
        Emnist.run(folder, "predict", "--model", "run/model", "--only", "7", "--tta", "3", sample);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).startsWith(sample + ": 7 1.0000 (");
    assertThat(Emnist.run(folder, "predict", "--model", "run/model", "--only", "x", sample).err())
        .isEqualTo(
            "emnist: no class of the model stands for \"x\"; it knows"
                + " [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n");
  }

  @Test
  void anUnreadablePictureDoesNotLoseTheOthers() throws IOException {
    Files.writeString(folder.resolve("bad.png"), "not a picture");
    Outcome outcome =
        Emnist.run(
            folder,
            "predict",
            "--model",
            "run/model",
            "--json",
            "bad.png",
            "missing.png",
            "run/samples/" + files(run.resolve("samples")).get(0));
    assertThat(outcome.exit()).isEqualTo(1);
    JsonNode items = new ObjectMapper().readTree(outcome.out());
    assertThat(items).hasSize(3);
    assertThat(items.get(0).get("error").asText()).contains("bad.png");
    assertThat(items.get(1).get("error").asText()).isEqualTo("missing.png: file not found");
    assertThat(items.get(2).get("top")).hasSize(3);
    assertThat(items.get(2).get("blank").asBoolean()).isFalse();
    assertThat(outcome.err().lines()).hasSize(2).allMatch(line -> line.startsWith("emnist: "));
  }

  @Test
  void aSecondRunDoesNotOverwriteTheFirst() throws IOException {
    Outcome outcome = Emnist.run(folder, "train", "--data", "data", "--out", "run");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("emnist: run: already holds a training run; choose another --out\n");
  }

  @Test
  void aTrainingStartsFromAModel() throws IOException {
    String[] options = {"train", "--data", "data", "--epochs", "1", "--start", "run/model"};
    assertThat(Emnist.run(folder, with(options, "--out", "more")).exit()).isZero();
    String before = Files.readString(run.resolve("model/model.json"));
    String after = Files.readString(folder.resolve("more/model/model.json"));
    assertThat(before).doesNotContain("startWeightsSha256");
    assertThat(after).contains("startWeightsSha256");
    assertThat(Emnist.run(folder, with(options, "--architecture", "fast")).err())
        .startsWith("emnist: --architecture and --start exclude each other");
  }

  private static String[] with(String[] options, String... more) {
    return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void severalSplitsInOneFolderAreListed() throws IOException {
    Path both = Files.createDirectory(folder.resolve("both"));
    for (EmnistSplit split : List.of(EmnistSplit.DIGITS, EmnistSplit.LETTERS)) {
      IdxFolder.write(
          both, Partition.TEST, SyntheticEmnist.of(split).withImagesPerClass(1, 1).test());
    }
    Outcome outcome = Emnist.run(folder, "info", "--data", "both");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains("letters", "digits");
    assertThat(Emnist.run(folder, "info", "--data", "both", "--split", "letters").out())
        .startsWith("split: letters\nclasses: 26 (A B C");
  }

  @Test
  void infoTellsCountsAndContent() throws IOException {
    Outcome outcome = Emnist.run(folder, "info", "--data", "data", "--json");
    JsonNode info = new ObjectMapper().readTree(outcome.out());
    List<String> fields = new ArrayList<>();
    info.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactly("split", "classes", "labelMapSha256", "partitions");
    JsonNode test = info.get("partitions").get("test");
    assertThat(test.get("count").asInt()).isEqualTo(200);
    assertThat(test.get("histogram")).hasSize(10).allMatch(n -> n.asInt() == 20);
    assertThat(test.get("contentSha256").asText())
        .isEqualTo(
            SyntheticEmnist.of(EmnistSplit.DIGITS)
                .withImagesPerClass(60, 20)
                .test()
                .contentSha256());
  }

  @Test
  void contactSheetsAreDrawn() throws IOException {
    for (String content : List.of("images", "means", "histogram")) {
      String file = content + ".png";
      Outcome outcome = Emnist.run(folder, "contact-sheet", "--show", content, "--out", file);
      assertThat(outcome.out()).isEqualToIgnoringNewLines("wrote " + file);
      assertThat(ImageIO.read(folder.resolve(file).toFile()).getWidth()).isGreaterThan(300);
    }
    Outcome outcome = Emnist.run(folder, "contact-sheet", "--per-class", "0", "--out", "no.png");
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("emnist: --per-class (0) must be between 1 and 100");
  }

  @Test
  void oneImageIsDrawnUnderEachTransform() throws IOException {
    Outcome outcome =
        Emnist.run(folder, "augment", "--data", "data", "--seed", "5", "--out", "augment.png");
    assertThat(outcome.out()).isEqualToIgnoringNewLines("wrote augment.png");
    GrayImage image = EmnistReader.open(data).train().shuffle(5).image(0);
    SheetTiles sheet = new SheetTiles(ImageIO.read(folder.resolve("augment.png").toFile()));
    // Seventeen transforms at strength 0 and six presets' own image, on the left and on the right.
    TreeMap<Integer, List<SheetTiles.Place>> columns =
        sheet.placesOf(image).stream()
            .collect(Collectors.groupingBy(SheetTiles.Place::x, TreeMap::new, Collectors.toList()));
    columns.values().removeIf(places -> places.size() < 23);
    assertThat(columns).hasSize(2);
    for (int row = 0; row < 17; row++) {
      SheetTiles.Place left = columns.firstEntry().getValue().get(row).right(10, image);
      SheetTiles.Place right = columns.lastEntry().getValue().get(row).right(10, image);
      assertThat(sheet.stands(image, left)).as("row %s at strength 1", row).isFalse();
      assertThat(sheet.same(left, right, image)).as("row %s, another draw", row).isFalse();
    }
    assertThat(Emnist.run(folder, "augment").exit()).isEqualTo(2);
  }

  @Test
  void failuresAreOneLineAndUsageErrorsExitWithTwo() throws IOException {
    Outcome missing = Emnist.run(folder, "info", "--data", "nowhere");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err().lines()).hasSize(1).allMatch(line -> line.contains("nowhere"));
    assertThat(missing.out()).isEmpty();

    assertThat(Emnist.run(folder, "train", "--epochs", "0").exit()).isEqualTo(2);
    assertThat(Emnist.run(folder, "train", "--split", "moon").err())
        .contains("found 'moon', expected one of byclass, bymerge, balanced, letters");
    assertThat(Emnist.run(folder, "dance").exit()).isEqualTo(2);
    assertThat(Emnist.run(folder).exit()).isEqualTo(2);
  }

  @Test
  void namesThatAreUnknownAreAnsweredWithTheList() throws IOException {
    assertThat(Emnist.run(folder, "summary", "--architecture", "tower").err())
        .contains("found 'tower', expected one of emnist-cnn");
    assertThat(Emnist.run(folder, "train", "--precision", "half").err())
        .contains("found 'half', expected one of auto, float32, bfloat16");
    assertThat(Emnist.run(folder, "train", "--max-minutes", "0").err())
        .contains("--max-minutes (0.0) must be above 0 and at most 100000");
    Outcome augmentation = Emnist.run(folder, "train", "--augment", "wild");
    assertThat(augmentation.exit()).isEqualTo(2);
    assertThat(augmentation.err()).contains("wild", "none, light, standard, strong");
  }

  @Test
  void everyCommandHasHelp() throws IOException {
    for (String command :
        List.of(
            "train",
            "evaluate",
            "predict",
            "read",
            "compare",
            "report",
            "info",
            "contact-sheet",
            "augment",
            "download",
            "extract",
            "summary",
            "version")) {
      Outcome outcome = Emnist.run(folder, command, "--help");
      assertThat(outcome.exit()).as(command).isZero();
      assertThat(outcome.out()).startsWith("Usage: emnist " + command);
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void errorsOfTheMachineAreOneLineToo() throws IOException {
    Outcome outcome = Emnist.runWith("-Xmx12m", folder, "info");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err().lines().reduce((first, last) -> last).orElseThrow())
        .isEqualTo("emnist: out of memory (Java heap space); give Java more, for example -Xmx4g");
    assertThat(outcome.err()).doesNotContain("\tat ");
  }

  @Test
  void anInterruptedRunIsNotOverwritten() throws IOException {
    Files.createDirectories(folder.resolve("cut/checkpoints/step-000000000"));
    Outcome outcome = Emnist.run(folder, "train", "--data", "data", "--out", "cut");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo("emnist: cut: already holds a training run; choose another --out\n");
  }

  @Test
  void aDamagedTestPartitionIsReportedBeforeTheTraining() throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(1, 1);
    IdxFolder.write(damaged, Partition.TRAIN, digits.train());
    Files.createFile(damaged.resolve("emnist-digits-test-images-idx3-ubyte"));
    Files.createFile(damaged.resolve("emnist-digits-test-labels-idx1-ubyte"));
    Outcome outcome = Emnist.run(folder, "train", "--data", "damaged", "--out", "unbegun");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err().lines()).hasSize(1).allMatch(line -> line.contains("test-images"));
    assertThat(folder.resolve("unbegun")).doesNotExist();
  }

  @Test
  void aTrainingThatCannotBeginLeavesNoFolder() throws IOException {
    Outcome outcome = Emnist.run(folder, "train", "--data", "nowhere", "--out", "never");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void versionNamesWhatRuns() throws IOException {
    Outcome outcome = Emnist.run(folder, "version");
    assertThat(Emnist.run(folder, "--version")).isEqualTo(outcome);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("emnist 0.1.0")
        .contains("TensorFlow 2.")
        .contains("JDK " + Runtime.version().feature());
  }

  @Test
  void summaryPrintsTheExactParameterCount() throws IOException {
    Outcome outcome = Emnist.run(folder, "summary");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("Total params: 1,384,911");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
