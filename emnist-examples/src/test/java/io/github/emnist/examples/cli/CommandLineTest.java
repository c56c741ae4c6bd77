package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line in this process, with a model that has learnt nothing. */
class CommandLineTest {
  @TempDir private static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void write() throws IOException {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(47).softmax().build();
    new ModelBundle(
            ModelMetadata.of(architecture, EmnistSplit.BALANCED.labelMap()),
            Weights.initialize(architecture, 1))
        .save(folder.resolve("model"));
    ImageIO.write(
        SyntheticEmnist.of(EmnistSplit.BALANCED)
            .withImagesPerClass(1, 1)
            .test()
            .image(0)
            .toBufferedImage(),
        "png",
        folder.resolve("good.png").toFile());
  }

  private int run(String... arguments) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return EmnistCommand.run(commandLine, arguments);
  }

  private static String path(String name) {
    return folder + "/" + name;
  }

  @Test
  void aNameThatNoFileCanHaveFailsAloneAmongThePictures() throws IOException {
    // As a name does that the encoding of the process cannot hold.
    int status =
        run("predict", "--model", path("model"), "--json", path("a\0b.png"), path("good.png"));

    assertThat(status).isEqualTo(EmnistCommand.FAILED);
    JsonNode items = new ObjectMapper().readTree(out.toString());
    assertThat(items).hasSize(2);
    assertThat(items.get(0).get("file").asText()).isEqualTo(path("a\0b.png"));
    assertThat(items.get(0).get("error").asText()).contains("no file can have this name");
    assertThat(items.get(1).get("file").asText()).isEqualTo(path("good.png"));
    assertThat(items.get(1).get("top")).hasSize(3);
  }

  @Test
  void aPictureHasTheFormatThatItsNameSays() throws IOException {
    assertThat(run("contact-sheet", "--out", path("sheet.jpg"))).isZero();
    assertThat(Files.readAllBytes(folder.resolve("sheet.jpg"))).startsWith(0xFF, 0xD8);
    assertThat(run("augment", "--out", path("sheet.gif"))).isZero();
    assertThat(Files.readAllBytes(folder.resolve("sheet.gif"))).startsWith('G', 'I', 'F');
    String[] read = {"read", "--model", path("model"), path("good.png"), "--boxes"};
    for (String[] command :
        List.of(new String[] {"contact-sheet", "--out"}, new String[] {"augment", "--out"}, read)) {
      String[] all = Arrays.copyOf(command, command.length + 1);
      all[command.length] = path("sheet.tiff");
      assertThat(run(all)).isEqualTo(EmnistCommand.USAGE);
      assertThat(err.toString()).contains("expected a name that ends in .png, .jpg, .gif or .bmp");
    }
    assertThat(folder.resolve("sheet.tiff")).doesNotExist();
  }

  @Test
  void dataMayBeFoldersOfPictures() throws IOException {
    EmnistDataset digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(2, 1).train();
    for (int i = 0; i < digits.size(); i++) {
      String label = digits.labelMap().label(digits.label(i));
      for (String place : List.of("own/train/", "own/test/", "labels/")) {
        if (!place.equals("own/test/") || digits.label(i) > 0) { // a label without test pictures
          Path file = folder.resolve(place + "d" + label + "/" + i + ".png");
          Files.createDirectories(file.getParent());
          ImageIO.write(digits.image(i).toBufferedImage(), "png", file.toFile());
        }
      }
    }

    assertThat(run("info", "--data", path("own"), "--json")).as(err.toString()).isZero();
    JsonNode info = new ObjectMapper().readTree(out.toString());
    assertThat(info.get("split").isNull()).isTrue();
    assertThat(info.get("classes")).hasSize(10);
    assertThat(info.at("/partitions/train/count").asInt()).isEqualTo(20);
    assertThat(info.at("/partitions/test/count").asInt()).isEqualTo(18);
    assertThat(info.at("/partitions/test/histogram/0").asInt()).isZero();

    out.getBuffer().setLength(0);
    assertThat(run("info", "--data", path("labels"))).isZero();
    assertThat(out.toString()).startsWith("split: none").contains("classes: 10 (d0 d1");
    String sheet = path("no-test.png");
    assertThat(
            run("contact-sheet", "--data", path("labels"), "--partition", "test", "--out", sheet))
        .isOne();
    assertThat(run("evaluate", "--data", path("labels"), "--model", path("model"))).isOne();
    assertThat(err.toString())
        .contains("labels: found no test pictures, expected them in a folder test beside train")
        .contains("labels/d0: found the label \"d0\", expected one of [0, 1, 2,");
  }

  @Test
  void picturesOfSomeOfTheModelsLabelsMeasureIt() throws IOException {
    Path good = folder.resolve("good.png");
    for (String file :
        List.of("some/7/a", "some/A/a", "some/A/b", "parts/train/7/a", "parts/train/A/a")) {
      Path picture = folder.resolve(file + ".png");
      Files.createDirectories(picture.getParent());
      Files.copy(good, picture);
    }
    Path test = Files.createDirectories(folder.resolve("parts/test/A")).resolve("a.png");
    Files.copy(good, test);

    String model = path("model");
    assertThat(images("evaluate", "--model", model, "--data", path("some"))).isEqualTo(3);
    assertThat(images("evaluate", "--model", model, "--data", path("parts"))).isEqualTo(1);
    assertThat(images("evaluate", "--data", path("parts"), "--partition", "train")).isEqualTo(2);
    assertThat(images("compare", model, model, "--data", path("some"))).isEqualTo(3);
    assertThat(err.toString()).isEmpty();
  }

  private int images(String... command) throws IOException {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = "--json";
    out.getBuffer().setLength(0);
    assertThat(run(all)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString()).get("images").asInt();
  }

  @Test
  void otherClassesThanTheModelsAreRefusedBeforeImagesAreRead() throws IOException {
    CnnArchitecture three =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(3).softmax().build();
    new ModelBundle(
            ModelMetadata.of(three, LabelMap.ofCharacters("xyz")), Weights.initialize(three, 1))
        .save(folder.resolve("three"));

    assertThat(run("evaluate", "--split", "digits")).isOne();
    assertThat(run("evaluate", "--model", path("three"))).isOne();
    assertThat(run("compare", path("model"), path("three"))).isOne();
    assertThat(err.toString())
        .contains(
            "emnist: found the 10 classes of digits, expected the model's 47: --split bymerge or balanced",
            "emnist: found the 47 classes of balanced, expected the model's 3: --data with a"
                + " sub-folder of pictures for each label",
            "emnist: " + path("three") + ": found a model of the classes [x, y, z], expected");
  }

  @Test
  void loosePicturesAreNoData() throws IOException {
    Path loose = Files.createDirectory(folder.resolve("loose"));
    Files.copy(folder.resolve("good.png"), loose.resolve("a.png"));

    assertThat(run("info", "--data", loose.toString())).isOne();
    assertThat(err.toString())
        .startsWith("emnist: " + loose + ": found no EMNIST files, expected ")
        .endsWith(
            ", or two or more sub-folders of pictures, one for each label"
                + System.lineSeparator());
  }

  @Test
  void trainingLeavesTheFilesOfItsFolderAsTheyAre() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path report = Files.writeString(mine.resolve("report.html"), "kept");

    assertThat(run("train", "--out", mine.toString())).isOne();
    assertThat(run("train", "--out", report.toString())).isOne();
    assertThat(err.toString().lines())
        .containsExactly(
            "emnist: "
                + mine
                + ": found report.html, expected a new or empty folder; choose another --out",
            "emnist: " + report + ": not a folder");
    assertThat(mine).isDirectoryContaining(report::equals);
    assertThat(report).hasContent("kept");
  }

  @Test
  void anInterruptedRunHasNoReportYet() throws IOException {
    Path cut = folder.resolve("cut");
    Files.createDirectories(cut.resolve("checkpoints/step-000000000"));

    assertThat(run("report", cut.toString())).isOne();
    assertThat(run("report", path("nowhere"))).isOne();
    assertThat(err.toString().lines())
        .containsExactly(
            "emnist: "
                + cut
                + ": the training has not finished; continue with: emnist resume "
                + cut,
            "emnist: "
                + path("nowhere/model")
                + ": file not found, expected a model, a folder or a ZIP");
  }

  @Test
  void anEmptyFileIsNotSaidToBeMissing() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.json"));
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Files.createFile(damaged.resolve("model.json"));

    assertThat(run("predict", empty.toString())).isOne();
    assertThat(run("predict", "--only", "", path("good.png"))).isEqualTo(EmnistCommand.USAGE);
    assertThat(run("predict", "--model", damaged.toString(), path("good.png"))).isOne();
    assertThat(err.toString())
        .contains(empty + ", byte 0: found nothing, expected")
        .contains(damaged.resolve("model.json") + ": found nothing, expected a JSON object")
        .doesNotContain("not found");
  }

  @Test
  void dataMayBeACsv() throws IOException {
    EmnistDataset test = SyntheticEmnist.balanced().withImagesPerClass(1, 2).test();
    Path official = folder.resolve("emnist-balanced-test.csv");
    EmnistWriter.writeCsv(test, official);
    Path other = Files.copy(official, folder.resolve("mine.CSV"));

    assertThat(run("info", "--data", official.toString(), "--json")).as(err.toString()).isZero();
    JsonNode info = new ObjectMapper().readTree(out.toString());
    assertThat(info.get("split").asText()).isEqualTo("balanced");
    assertThat(info.at("/partitions/test/contentSha256").asText()).isEqualTo(test.contentSha256());
    for (String file : List.of(official.toString(), other.toString())) {
      assertThat(run("evaluate", "--data", file, "--split", "balanced", "--model", path("model")))
          .as(err.toString())
          .isZero();
    }
    assertThat(err.toString()).isEmpty();

    assertThat(run("evaluate", "--data", other.toString(), "--model", path("model"))).isOne();
    assertThat(run("train", "--data", official.toString(), "--out", path("unbegun"))).isOne();
    assertThat(err.toString().lines())
        .containsExactly(
            "emnist: "
                + other
                + ": the name does not contain the split; add it, for example --split balanced",
            "emnist: "
                + official
                + ": found the test partition, expected train; use the folder that holds both");
  }

  @Test
  void aNameThatBeginsWithAtIsAName() throws IOException {
    Path file = Files.writeString(folder.resolve("arguments"), "--json");

    assertThat(run("predict", "--model", path("model"), "@" + file)).isOne();
    assertThat(err.toString()).contains("@" + file + ": file not found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          predcit | unknown command 'predcit'; did you mean predict? | emnist
          predict --modle x | unknown option or argument '--modle'; did you mean --model? | \
          emnist predict
          predict a --top many | Invalid value for option '--top': found 'many', expected a whole \
          number | emnist predict
          evaluate --partition tset | Invalid value for option '--partition': found 'tset', \
          expected one of train, test | emnist evaluate
          predict a --json --csv | --json and --csv exclude each other | emnist predict
          compare m | Missing required parameter: 'MODEL2' | emnist compare
          contact-sheet | Missing required option: '--out=FILE' | emnist contact-sheet
          """)
  void usageErrorsAreOneLineAndWhereTheHelpIs(String command, String message, String help) {
    assertThat(run(command.split(" "))).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString()).isEqualToIgnoringNewLines("emnist: " + message + help + " --help");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void foldersGiveATable() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("pictures, \"mine\""));
    Files.copy(folder.resolve("good.png"), pictures.resolve("b.PNG"));
    Files.copy(folder.resolve("good.png"), pictures.resolve("a.png"));
    Files.writeString(pictures.resolve("c.png"), "no picture");
    Files.writeString(pictures.resolve("notes.txt"), "not looked at");
    Files.writeString(pictures.resolve("._a.png"), "what macOS keeps beside a.png");

    assertThat(run("predict", "--csv", pictures.toString(), path("good.png"))).isOne();

    List<String> lines = out.toString().lines().toList();
    String begin = '"' + pictures.toString().replace("\"", "\"\"");
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("file,label,probability,blank,error,severalCharacters");
    assertThat(lines.get(1)).startsWith(begin + "/a.png\",").endsWith(",false,,false");
    assertThat(lines.get(2)).startsWith(begin + "/b.PNG\",");
    assertThat(lines.get(3)).startsWith(begin + "/c.png\",,,,\"").endsWith("\",");
    assertThat(lines.get(4)).matches("\\Q" + path("good.png") + "\\E,.,[01]\\.\\d{6},false,,false");

    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(run("predict", empty.toString())).isOne();
    assertThat(err.toString()).contains("empty: found a folder without pictures");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no name there has a line break")
  void aNameMayHaveALineBreak() throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("breaks"));
    Files.copy(folder.resolve("good.png"), pictures.resolve("a\nb.png"));

    assertThat(run("predict", pictures.toString())).isZero();
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith(pictures + "/a b.png: ");
  }

  @Test
  void progressIsALineThatIsRedrawnAndErased() {
    assertThat(PredictCommand.progress(1, 12_345, 0)).isEqualTo("  0 % of 12,345 pictures");
    assertThat(PredictCommand.progress(50, 100, 3)).isEqualTo(" 50 % of 100 pictures, 3 failed");
    PrintWriter printer = new PrintWriter(err);
    try (StatusLine status = new StatusLine(printer, true)) {
      status.show("working");
      status.show("working");
      status.show("done");
      status.say("note");
      status.show("x");
    }
    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "\rworking" + "\rdone   " + "\r    \r" + "note\n" + "\rx" + "\r \r");
    err.getBuffer().setLength(0);
    try (StatusLine status = new StatusLine(printer, false)) {
      status.show("working");
      status.say("note");
    }
    assertThat(err.toString()).isEqualToNormalizingNewlines("note\n");
  }

  @Test
  void summariesFitATerminal() {
    for (Architecture architecture : Architecture.values()) {
      out.getBuffer().setLength(0);
      assertThat(run("summary", "--architecture", architecture.toString())).isZero();
      assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }
  }
}
