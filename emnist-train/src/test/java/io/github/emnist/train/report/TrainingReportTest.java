package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TrainingReportTest {
  private static final String HOSTILE = "<script>alert('\"&\u0000')</script>";
  private static final LabelMap LABELS =
      LabelMap.of(List.of("0", "O", HOSTILE, "a label of several words", "\u5b57", "]]>"));

  private static final String PROVENANCE =
      """
      {"train":{"split":"balanced","images":1234,"contentSha256":"00ff"},
       "settings":{"epochs":2,"batchSize":128,"schedule":"<b>&\\"","nested":{"deepValue":true}},
       "computedIn":"float32","cpuFeatures":["avx","fma"],"futureField":{"inner":[1,{"x":2}]},
       "history":[{"epoch":1}],"bestEpoch":2}
      """;

  @TempDir private Path folder;

  private static ModelBundle model() {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(4, 4, 1).flatten().dense(6).softmax().build();
    ModelMetadata metadata =
        ModelMetadata.of(architecture, LABELS)
            .withProvenance("training", new ProvenanceSection(1, PROVENANCE));
    return new ModelBundle(metadata, Weights.initialize(architecture, 1));
  }

  private static TrainingHistory history() {
    double none = Double.NaN;
    return new TrainingHistory(
        List.of(
            new EpochRecord(1, 10, 61.5, 2000, 0.005, 2.5, 0.25, 1.5, 0.5, 0, 0),
            new EpochRecord(2, 20, 125, none, 1e-9, none, none, 1.25, 0.625, 0, 0)),
        OptionalInt.of(2));
  }

  private static Scores scores() {
    CounterRandom random = new CounterRandom(1, 2, 3);
    float[][] probabilities = new float[60][6];
    int[] labels = new int[60];
    for (int i = 0; i < 60; i++) {
      labels[i] = i % 6;
      probabilities[i][random.nextInt(6)] = 0.5f;
      probabilities[i][labels[i]] += 0.5f - 0.001f * i;
    }
    return Scores.of(LABELS, probabilities, labels);
  }

  private static EmnistDataset dataset() {
    EmnistDataset.Builder builder = EmnistDataset.builder(LABELS, 4, 4);
    for (int i = 0; i < 60; i++) {
      byte[] pixels = new byte[16];
      pixels[i % 16] = (byte) (i + 100);
      builder.add(pixels, 0, i % 6);
    }
    return builder.build();
  }

  private static TrainingReport report() {
    return TrainingReport.of(model(), history())
        .with(
            Measurement.of(scores(), Optional.of(new TemperatureScaling(1.5, 321))),
            Mistakes.mostConfident(scores(), dataset(), 7));
  }

  private static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<String> texts(Document document, String element) {
    List<String> texts = new ArrayList<>();
    NodeList all = document.getElementsByTagName(element);
    for (int i = 0; i < all.getLength(); i++) {
      texts.add(all.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void isWellFormedWithAllSections() throws Exception {
    Document page = parse(report().toHtml());

    List<String> sections =
        List.of(
            "Training",
            "Results",
            "Confusion matrix",
            "Classes",
            "Calibration",
            "Most confident mistakes",
            "Settings and machine",
            "Data and checksums",
            "Network");
    assertThat(texts(page, "h2")).isEqualTo(sections);
    assertThat(texts(page, "a")).isEqualTo(sections);
    assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(7);
    assertThat(texts(page, "th")).contains("batch size", "nested deep value", "CPU features");
    assertThat(texts(page, "td"))
        .contains("128", "<b>&\"", "true", "avx, fma", "1, {\"x\":2}", "00ff", "1:02 min");
    assertThat(texts(page, "td")).contains(model().weightsSha256());
    assertThat(texts(page, "pre").get(0)).isEqualTo(model().architecture().summary());
  }

  @Test
  void figuresAreThoseOfTheMeasurement() throws Exception {
    Measurement measured = Measurement.of(scores(), Optional.of(new TemperatureScaling(1.5, 321)));

    Document page = parse(report().toHtml());

    assertThat(texts(page, "b"))
        .contains(
            String.format(Locale.ROOT, "%.4f", measured.evaluation().accuracy()),
            "0.6250",
            "2:05 min");
    assertThat(texts(page, "p"))
        .anyMatch(
            text ->
                text.contains("a temperature of 1.500, which was fitted on 321 other images")
                    && text.contains(
                        String.format(Locale.ROOT, "to %.4f;", measured.calibrated().get().loss())))
        .contains("Look-alikes: 0/O.");
  }

  @Test
  void needsNothingElse() {
    String html = report().toHtml();

    assertThat(html).doesNotContain("<script", "<link", "@import", "url(", "<iframe");
    assertThat(Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(html).results())
        .map(match -> match.group(1))
        .allMatch(target -> target.startsWith("#") || target.startsWith("data:image/png;base64,"));
    assertThat(Pattern.compile("https?://[^\"]*").matcher(html).results())
        .map(MatchResult::group)
        .allMatch(name -> name.startsWith("http://www.w3.org/")); // names, never fetched
  }

  @Test
  void labelsMayBeAnyText() throws Exception {
    assertThat(texts(parse(report().toHtml()), "td"))
        .contains("<script>alert('\"&\ufffd')</script>", "\u5b57", "]]>");
  }

  @Test
  void picturesAreTheMistakes() throws Exception {
    Mistakes mistakes = Mistakes.mostConfident(scores(), dataset(), 7);

    List<String> pictures =
        Pattern.compile("base64,([^\"]*)\"")
            .matcher(report().toHtml())
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(pictures).hasSize(7);
    for (int i = 0; i < 7; i++) {
      byte[] png = Base64.getDecoder().decode(pictures.get(i));
      byte[] pixels = new byte[16];
      ImageIO.read(new ByteArrayInputStream(png)).getRaster().getDataElements(0, 0, 4, 4, pixels);
      assertThat(GrayImage.of(4, 4, pixels)).isEqualTo(mistakes.list().get(i).image());
    }
  }

  @Test
  void equalRunsGiveEqualBytesInEveryLocale() {
    String expected = report().toHtml();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(report().toHtml().equals(expected)).isTrue(); // a diff would take a minute
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aRunFolderGivesTheSameReport() throws IOException {
    writeRun();

    TrainingReport read = TrainingReport.read(folder);
    read.writeTo(folder.resolve("report.html"));

    // The CSV keeps fewer digits than the history has; here they are enough.
    assertThat(folder.resolve("report.html")).hasContent(report().toHtml());
  }

  private void writeRun() throws IOException {
    model().save(folder.resolve("model"));
    Files.writeString(folder.resolve("history.csv"), history().toCsv());
    Measurement measured = Measurement.of(scores(), Optional.of(new TemperatureScaling(1.5, 321)));
    Files.writeString(folder.resolve("metrics.json"), measured.toJson() + "\n");
    Files.writeString(
        folder.resolve("mistakes.json"),
        Mistakes.mostConfident(scores(), dataset(), 7).toJson() + "\n");
  }

  @Test
  void withoutMeasurementThereAreFewerSections() throws Exception {
    writeRun();
    Files.delete(folder.resolve("metrics.json"));
    assertThat(texts(parse(TrainingReport.read(folder).toHtml()), "h2"))
        .containsExactly("Training", "Settings and machine", "Data and checksums", "Network");
  }

  @Test
  void aModelWithoutProvenanceHasAReport() throws Exception {
    ModelBundle bare =
        new ModelBundle(ModelMetadata.of(model().architecture(), LABELS), model().weights());
    TrainingHistory none = new TrainingHistory(List.of(), OptionalInt.empty());

    assertThat(texts(parse(TrainingReport.of(bare, none).toHtml()), "h2"))
        .containsExactly("Data and checksums", "Network");
  }

  @Test
  void missingOrDamagedFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> TrainingReport.read(folder)).isInstanceOf(NoSuchFileException.class);
    writeRun();
    Path metrics = folder.resolve("metrics.json");
    Files.writeString(metrics, "{}");
    assertThatThrownBy(() -> TrainingReport.read(folder))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "%s, images, byte 0: found nothing, expected a whole number of at most 32 bits",
            metrics);
    Files.delete(folder.resolve("history.csv"));
    assertThatThrownBy(() -> TrainingReport.read(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(folder.resolve("history.csv").toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsTheReportIsWrittenWithoutFigures() throws Exception {
    Path file = folder.resolve("report.html");

    assertThat(TrainingPlotsTest.runWithoutFonts(folder, WithoutFonts.class, file)).isEmpty();

    Document page = parse(Files.readString(file));
    assertThat(page.getElementsByTagName("svg").getLength()).isZero();
    assertThat(texts(page, "h2")).hasSize(9);
    assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(7);
    assertThat(texts(page, "p"))
        .anyMatch(
            text ->
                text.startsWith("Without figures: Java finds no fonts (java.lang.")
                    && text.endsWith(
                        "); install fontconfig and a font such as DejaVu"
                            + " (Debian: fonts-dejavu-core), and write the report again."));
  }

  /** What the test above runs. */
  static final class WithoutFonts {
    private WithoutFonts() {}

    public static void main(String[] arguments) throws IOException {
      report().writeTo(Path.of(arguments[0]));
    }
  }
}
