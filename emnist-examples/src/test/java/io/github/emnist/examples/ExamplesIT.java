package io.github.emnist.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the main method of every example, on little data. */
class ExamplesIT {
  @TempDir private static Path folder;
  private static Path digits;
  private static Path pictures;

  @BeforeAll
  static void write() throws IOException {
    SyntheticEmnist few = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(20, 5);
    digits = folder.resolve("digits");
    EmnistWriter.write(few, digits);
    pictures = folder.resolve("pictures");
    EmnistDataset images = few.train().filterClasses("0", "1", "4");
    for (int i = 0; i < images.size(); i++) {
      String label = images.labelMap().label(images.label(i));
      Path file = pictures.resolve(label).resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(images.image(i).toBufferedImage(), "png", file.toFile());
    }
  }

  @Test
  void noExampleIsForgotten() throws IOException {
    String tests =
        Files.readString(Path.of("src/test/java/io/github/emnist/examples/ExamplesIT.java"));
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/github/emnist/examples"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".java") && !name.equals("package-info.java"))
          .allSatisfy(
              name -> assertThat(tests).containsPattern(name.replace(".java", "\\.(class|main)")));
    }
  }

  /** What an example prints. */
  private static String run(Class<?> example, Object... arguments) throws Exception {
    Method main = example.getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    String[] strings = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(caught);
      main.invoke(null, (Object) strings);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Path zero() throws IOException {
    try (Stream<Path> files = Files.list(pictures.resolve("0"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private static Path mixed() throws IOException {
    Path mixed = Files.createTempDirectory(folder, "mixed");
    Files.copy(zero(), mixed.resolve("a.png"));
    Files.writeString(mixed.resolve("b.png"), "no picture");
    Files.writeString(mixed.resolve("c.json"), Ink.builder().stroke(5, 0, 5, 30).build().toJson());
    return mixed;
  }

  @Test
  void picturesInkAndLinesAreRecognised() throws Exception {
    assertThat(run(PredictPicture.class, zero())).matches("(?s). 0\\.\\d+ \\[.*\\]\n");
    assertThat(run(PredictInk.class)).startsWith("[7 ");
    Path file = folder.resolve("seven.json");
    Files.writeString(file, Ink.builder().stroke(10, 10, 60, 10, 25, 90).build().toJson());
    assertThat(run(PredictInk.class, file)).startsWith("[7 ");
    assertThat(run(ReadLine.class, zero()).lines().count()).isEqualTo(2);
  }

  @Test
  void anUnreadablePictureDoesNotAffectOthers() throws Exception {
    Path mixed = mixed();
    String printed =
        run(
            PredictManyWays.class,
            mixed.resolve("a.png"),
            mixed.resolve("b.png"),
            mixed.resolve("c.json"));
    List<String> lines = printed.lines().toList();
    assertThat(lines).hasSize(5); // three, and two as JSON
    assertThat(lines.get(1)).contains("b.png", "expected the start of a PNG");

    Path csv = folder.resolve("answers.csv");
    run(FolderToCsv.class, mixed, csv);
    assertThat(Files.readAllLines(csv))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("file,label,probability"),
            line -> assertThat(line).matches("\"a\\.png\",.,[01]\\.\\d+"),
            line -> assertThat(line).matches("\"c\\.json\",.,[01]\\.\\d+"));
  }

  @Test
  void dataIsReadLookedAtAndWritten() throws Exception {
    Path balanced = folder.resolve("balanced");
    Files.createDirectories(balanced);
    EmnistWriter.write(SyntheticEmnist.balanced().withImagesPerClass(6, 2), balanced);
    Path out = Files.createDirectories(folder.resolve("out"));
    assertThat(run(ReadEmnist.class, out, balanced).lines()).hasSize(5);
    assertThat(out.resolve("vowels.csv")).isNotEmptyFile();
    assertThat(ImageIO.read(out.resolve("vowels.png").toFile())).isNotNull();
    assertThat(run(ClassStatistics.class, digits)).contains("mean ink");
    assertThat(run(SyntheticBesideReal.class, digits, folder.resolve("beside.png")))
        .contains("| stroke width, pixels | ");
    assertThat(run(WriteSynthetic.class, folder.resolve("written"), "digits")).startsWith("wrote ");
    assertThat(folder.resolve("written/emnist-digits-test.csv")).isNotEmptyFile();
  }

  @Test
  void augmentationsAndNetworksAreDescribed() throws Exception {
    Path sheet = folder.resolve("augmented.png");
    assertThat(run(CustomAugmentation.class, sheet)).contains("elastic");
    assertThat(ImageIO.read(sheet.toFile())).isNotNull();
    assertThat(run(CustomNetwork.class)).contains("Total params");
  }

  @Test
  void networksAreTrainedMeasuredAndSaved() throws Exception {
    Path out = folder.resolve("trained");
    assertThat(run(TrainAndSave.class, digits, out)).contains("accuracy 0.");
    assertThat(out.resolve("plots")).isNotEmptyDirectory();
    assertThat(run(EvaluateModel.class, out.resolve("model"), digits).lines()).hasSize(6);

    Path resumable = folder.resolve("resumable");
    run(ResumableTraining.class, digits, resumable);
    assertThat(ModelBundle.load(resumable.resolve("model")).metadata().labelMap().size())
        .isEqualTo(10);
  }

  @Test
  void ownPicturesAreLearnt() throws Exception {
    Path model = folder.resolve("own-model");
    String printed = run(TrainOnPictures.class, pictures, model);
    assertThat(accuracy(printed)).isGreaterThan(0.75);
    try (EmnistClassifier classifier = EmnistClassifier.load(model)) {
      assertThat(classifier.predict(zero()).label()).isEqualTo("0");
    }
  }

  @Test
  void newClassesAreToldApart() throws Exception {
    assertThat(accuracy(run(FineTuneToNewClasses.class))).isGreaterThan(0.75);
  }

  private static double accuracy(String printed) {
    String line =
        printed.lines().filter(l -> l.startsWith("accuracy ")).collect(Collectors.joining());
    return Double.parseDouble(line.substring("accuracy ".length()));
  }

  @Test
  void modelsAreExported() throws Exception {
    Path exported = Files.createDirectories(folder.resolve("exported"));
    run(ExportModel.class, exported);
    assertThat(exported.resolve("emnist.onnx")).isNotEmptyFile();
    assertThat(exported.resolve("saved-model")).isNotEmptyDirectory();
    assertThat(exported.resolve("emnist.safetensors")).isNotEmptyFile();
  }

  @Test
  void manyThreadsShareAClassifier() throws Exception {
    assertThat(run(ServeManyThreads.class)).matches("\\d+ of \\d+ right, in \\d+ runs\n");
  }

  @Test
  void theDrawingPageIsServedUntilTheThreadIsInterrupted() throws Exception {
    StringBuilder address = new StringBuilder();
    PrintStream out = System.out;
    try (PrintStream interrupting =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void println(Object uri) {
            address.append(uri);
            Thread.currentThread().interrupt();
          }
        }) {
      System.setOut(interrupting);
      assertThatThrownBy(() -> EmbedDrawingPage.main(new String[] {"0"}))
          .isInstanceOf(InterruptedException.class);
    } finally {
      System.setOut(out);
    }
    assertThat(address).startsWith("http://127.0.0.1:");
  }
}
