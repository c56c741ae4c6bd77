package io.github.emnist.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.internal.TrainingSection;
import io.github.emnist.train.report.Figure.Text;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The report of a run as one self-contained HTML page without scripts: figures, curves, confusion
 * matrix, tables, calibration, the most confident mistakes as pictures, settings, machine and
 * provenance. Follows the reader's light or dark theme. Equal runs give equal bytes. Immutable.
 *
 * <pre>{@code
 * TrainingReport.read(Path.of("my-run")).writeTo(Path.of("report.html"));
 * }</pre>
 */
public final class TrainingReport {

  private final ModelBundle model;
  private final TrainingHistory history;
  private final Optional<Measurement> measurement;
  private final Mistakes mistakes;

  private TrainingReport(
      ModelBundle model,
      TrainingHistory history,
      Optional<Measurement> measurement,
      Mistakes mistakes) {
    this.model = Objects.requireNonNull(model, "model");
    this.history = Objects.requireNonNull(history, "history");
    this.measurement = measurement;
    this.mistakes = Objects.requireNonNull(mistakes, "mistakes");
  }

  /**
   * {@return a report without measurements}
   *
   * @param model with the provenance of its training, if it has one
   * @param history of the training
   */
  public static TrainingReport of(ModelBundle model, TrainingHistory history) {
    return new TrainingReport(model, history, Optional.empty(), Mistakes.NONE);
  }

  /**
   * Reads a run folder as the {@code train} command writes it: {@code model} (a bundle), {@code
   * history.csv} and, if they exist, {@code metrics.json} and {@code mistakes.json}.
   *
   * @param folder of a finished run
   * @return the report
   * @throws IOException if a file is missing, malformed or cannot be read
   */
  public static TrainingReport read(Path folder) throws IOException {
    ModelBundle model = ModelBundle.load(folder.resolve("model"));
    JsonNode training = TrainingSection.of(model.metadata());
    int best = training.path("bestEpoch").asInt();
    Path csv = folder.resolve("history.csv");
    TrainingHistory history =
        TrainingHistory.fromCsv(
            Files.readString(csv),
            csv.toString(),
            best > 0 ? OptionalInt.of(best) : OptionalInt.empty());
    if (training.has("history")) {
      history =
          new TrainingHistory(
              history.epochs(), history.bestEpoch(), TrainingHistory.of(model.metadata()).curve());
    }
    TrainingReport report = of(model, history);
    Path metrics = folder.resolve("metrics.json");
    if (Files.exists(metrics)) {
      Path pictures = folder.resolve("mistakes.json");
      Mistakes mistakes =
          Files.exists(pictures)
              ? Mistakes.fromJson(Files.readString(pictures), pictures.toString())
              : Mistakes.NONE;
      report =
          report.with(
              Measurement.fromJson(Files.readString(metrics), metrics.toString()), mistakes);
    }
    return report;
  }

  /**
   * {@return a copy with measurements}
   *
   * @param measurement of the model
   * @param mistakes of the model; possibly none
   */
  public TrainingReport with(Measurement measurement, Mistakes mistakes) {
    return new TrainingReport(model, history, Optional.of(measurement), mistakes);
  }

  /** {@return the page, well-formed XML; without fonts it has a note instead of figures} */
  public String toHtml() {
    try (Reader template =
        new InputStreamReader(
            TrainingReport.class.getResourceAsStream("report.mustache"), StandardCharsets.UTF_8)) {
      return html(template);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the resource is in the jar
    }
  }

  private String html(Reader template) {
    return Mustache.compiler()
        .strictSections(true)
        .emptyStringIsFalse(true)
        .withEscaper(text -> Escapers.HTML.escape(Text.legal(text)))
        .compile(template)
        .execute(
            ReportView.of(
                model, TrainingSection.of(model.metadata()), history, measurement, mistakes));
  }

  /**
   * Writes the page to a file atomically.
   *
   * @param file replaced if it exists
   * @throws IOException if it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    AtomicFiles.write(file, toHtml().getBytes(StandardCharsets.UTF_8));
  }
}
