package io.github.emnist.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Evaluation.ClassMetrics;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import io.github.emnist.train.evaluation.Measurement;
import io.github.emnist.train.evaluation.Measurement.BootstrapIntervals;
import io.github.emnist.train.evaluation.Measurement.CalibratedFigures;
import io.github.emnist.train.evaluation.Mistakes;
import io.github.emnist.train.evaluation.Mistakes.Mistake;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The content of {@code report.mustache}: numbers as text, figures as SVG, and a list of one or
 * none for each optional section.
 */
record ReportView(
    String name,
    String description,
    List<Tile> tiles,
    List<String> missingFonts,
    List<Training> training,
    List<Results> results,
    List<Gallery> mistakes,
    List<Entry> settings,
    List<Entry> machine,
    List<Entry> data,
    String classes,
    String network) {
  private static final int CONFUSIONS = 20;
  private static final int LONG = 16; // rows of a table

  boolean hasSettings() {
    return !settings.isEmpty() || !machine.isEmpty();
  }

  record Tile(String figure, String name, String remark) {}

  record Training(List<String> charts, List<Epoch> epochs) {}

  record Epoch(
      String epoch,
      String step,
      String images,
      String passes,
      String time,
      String speed,
      String learningRate,
      String loss,
      String accuracy,
      String validationLoss,
      String validationAccuracy) {}

  record Results(
      String images,
      String resamples,
      String confidence,
      String seed,
      String lookAlikes,
      List<Row> figures,
      List<String> confusion,
      List<List<Mixup>> mistakes,
      List<List<ClassRow>> classes,
      String calibrationError,
      List<Temperature> temperature,
      List<String> reliability) {
    boolean hasMistakes() {
      return !mistakes.isEmpty();
    }
  }

  record Row(String name, String value, String interval, String bootstrap) {}

  record Mixup(String truth, String predicted, String count, String share) {}

  /** A class; {@code bar} is its F1 score as a length in CSS. */
  record ClassRow(
      String label, String images, String precision, String recall, String f1, String bar) {}

  record Temperature(
      String temperature, String images, String error, String lossBefore, String lossAfter) {}

  record Gallery(List<Picture> pictures) {}

  record Picture(
      String uri,
      String image,
      String truth,
      String predicted,
      String probability,
      String truthProbability) {}

  record Entry(String name, String value) {}

  /** Creates the content; {@code training} is the section of the model's provenance. */
  static ReportView of(
      ModelBundle model,
      JsonNode training,
      TrainingHistory history,
      Optional<Measurement> measurement,
      Mistakes mistakes) {
    Optional<String> missing = Figure.missingFonts();
    boolean drawn = missing.isEmpty();
    Background background = Background.of(training);
    Map<String, String> data = background.data();
    data.put("model weights SHA-256", model.weightsSha256());
    data.put("labels SHA-256", model.metadata().labelMap().sha256());
    data.put("preprocessing", model.metadata().preprocessing());
    boolean hasFigures = !history.epochs().isEmpty() || measurement.isPresent();
    return new ReportView(
        model.architecture().name(),
        description(model, training),
        tiles(history, measurement),
        hasFigures ? missing.stream().toList() : List.of(),
        history.epochs().isEmpty() ? List.of() : List.of(training(history, drawn)),
        measurement.map(measured -> results(measured, drawn)).stream().toList(),
        mistakes.list().isEmpty() ? List.of() : List.of(gallery(mistakes)),
        entries(background.settings()),
        entries(background.machine()),
        entries(data),
        String.join(" ", model.metadata().labelMap().labels()),
        model.architecture().summary());
  }

  private static String description(ModelBundle model, JsonNode training) {
    String text =
        count(model.architecture().classes())
            + " classes, "
            + count(model.architecture().parameterCount())
            + " parameters";
    JsonNode data = training.path("train");
    if (data.path("images").isIntegralNumber()) {
      text += ", trained on " + count(data.path("images").asLong()) + " images";
      text += data.has("split") ? " of " + data.path("split").asText() : "";
    }
    return text + ".";
  }

  private static List<Tile> tiles(TrainingHistory history, Optional<Measurement> measurement) {
    List<Tile> tiles = new ArrayList<>();
    measurement.ifPresent(measured -> addTiles(tiles, measured));
    history.last().ifPresent(last -> addTiles(tiles, history, last));
    return tiles;
  }

  private static void addTiles(List<Tile> tiles, Measurement measured) {
    Evaluation evaluation = measured.evaluation();
    tiles.add(
        new Tile(
            figure(evaluation.accuracy()),
            "accuracy on " + count(evaluation.images()) + " images",
            interval(evaluation.accuracyInterval())));
    tiles.add(new Tile(figure(evaluation.top3Accuracy()), "top-3 accuracy", ""));
    if (!measured.confusable().groups().isEmpty()) {
      tiles.add(new Tile(figure(measured.mergedAccuracy()), "accuracy, look-alikes merged", ""));
    }
    tiles.add(
        new Tile(
            figure(evaluation.expectedCalibrationError()),
            "calibration error",
            measured
                .calibrated()
                .map(c -> figure(c.reliability().expectedError()) + " with temperature")
                .orElse("")));
  }

  private static void addTiles(List<Tile> tiles, TrainingHistory history, EpochRecord last) {
    if (!Double.isNaN(last.validationAccuracy())) {
      EpochRecord kept =
          history.epochs().stream()
              .filter(epoch -> epoch.epoch() == history.bestEpoch().orElse(last.epoch()))
              .findFirst()
              .orElse(last);
      tiles.add(
          new Tile(
              figure(kept.validationAccuracy()),
              "validation accuracy",
              "after epoch " + kept.epoch()));
    }
    int epochs = history.epochs().size();
    tiles.add(
        new Tile(
            duration(last.seconds()),
            "training",
            count(epochs)
                + (epochs == 1 ? " epoch, " : " epochs, ")
                + count(last.step())
                + " steps"));
  }

  private static Training training(TrainingHistory history, boolean drawn) {
    List<Epoch> epochs = new ArrayList<>();
    for (EpochRecord epoch : history.epochs()) {
      epochs.add(
          new Epoch(
              Integer.toString(epoch.epoch()),
              count(epoch.step()),
              epoch.images() == 0 ? "" : count(epoch.images()),
              epoch.passes() == 0 ? "" : text("%.2f", epoch.passes()),
              duration(epoch.seconds()),
              Double.isNaN(epoch.imagesPerSecond()) ? "" : text("%,.0f", epoch.imagesPerSecond()),
              text("%.3g", epoch.learningRate()),
              figure(epoch.trainLoss()),
              figure(epoch.trainAccuracy()),
              figure(epoch.validationLoss()),
              figure(epoch.validationAccuracy())));
    }
    Stream<Function<TrainingHistory, Chart>> charts =
        Stream.of(Charts::accuracy, Charts::loss, Charts::learningRate, Charts::speed);
    return new Training(
        drawn ? charts.map(chart -> chart.apply(history).figure().svg()).toList() : List.of(),
        epochs);
  }

  private static Results results(Measurement measurement, boolean drawn) {
    Evaluation evaluation = measurement.evaluation();
    BootstrapIntervals bootstrap = measurement.bootstrap();
    int mistakes = evaluation.images() - evaluation.ranks()[0];
    List<Mixup> worst =
        evaluation.worstConfusions(CONFUSIONS).stream()
            .map(
                it ->
                    new Mixup(
                        it.truth(),
                        it.predicted(),
                        count(it.count()),
                        percent((double) it.count() / mistakes)))
            .toList();
    return new Results(
        count(evaluation.images()),
        count(bootstrap.bootstrap().resamples()),
        withoutZeros(100 * bootstrap.bootstrap().confidence()),
        Long.toString(bootstrap.bootstrap().seed()),
        measurement.confusable().groups().stream()
            .map(group -> String.join("/", group))
            .collect(Collectors.joining(", ")),
        rows(measurement),
        svg(drawn, () -> ConfusionFigure.of(evaluation)),
        halves(worst),
        halves(evaluation.perClass().stream().map(ReportView::row).toList()),
        figure(evaluation.expectedCalibrationError()),
        measurement.calibrated().map(it -> temperature(evaluation, it)).stream().toList(),
        reliability(measurement, drawn));
  }

  private static List<Row> rows(Measurement measurement) {
    Evaluation evaluation = measurement.evaluation();
    BootstrapIntervals bootstrap = measurement.bootstrap();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "accuracy",
            figure(evaluation.accuracy()),
            interval(evaluation.accuracyInterval()),
            interval(bootstrap.accuracy())));
    for (int k : new int[] {2, 3, 5}) {
      if (k < evaluation.labelMap().size()) {
        String interval = k == 3 ? interval(bootstrap.top3Accuracy()) : "";
        rows.add(
            new Row("top-" + k + " accuracy", figure(evaluation.topAccuracy(k)), "", interval));
      }
    }
    if (!measurement.confusable().groups().isEmpty()) {
      rows.add(
          new Row(
              "accuracy, look-alikes merged",
              figure(measurement.mergedAccuracy()),
              interval(measurement.mergedAccuracyInterval()),
              ""));
    }
    rows.add(
        new Row(
            "loss (cross-entropy, nats)",
            figure(evaluation.loss()),
            "",
            interval(bootstrap.loss())));
    rows.add(new Row("calibration error", figure(evaluation.expectedCalibrationError()), "", ""));
    return rows;
  }

  private static ClassRow row(ClassMetrics metrics) {
    return new ClassRow(
        metrics.label(),
        count(metrics.support()),
        text("%.3f", metrics.precision()),
        text("%.3f", metrics.recall()),
        text("%.3f", metrics.f1()),
        text("%.1f%%", 100 * metrics.f1()));
  }

  private static Temperature temperature(Evaluation evaluation, CalibratedFigures figures) {
    return new Temperature(
        text("%.3f", figures.scaling().temperature()),
        count(figures.scaling().images()),
        figure(figures.reliability().expectedError()),
        figure(evaluation.loss()),
        figure(figures.loss()));
  }

  private static List<String> reliability(Measurement measurement, boolean drawn) {
    List<String> figures = new ArrayList<>();
    figures.addAll(
        svg(drawn, () -> Charts.reliability(measurement.evaluation().reliability(), "As trained")));
    measurement
        .calibrated()
        .ifPresent(
            it ->
                figures.addAll(
                    svg(
                        drawn,
                        () ->
                            Charts.reliability(
                                it.reliability(),
                                text("With temperature %.3f", it.scaling().temperature())))));
    return figures;
  }

  /** Splits a long table, so that its halves can be side by side. */
  private static <T> List<List<T>> halves(List<T> rows) {
    int half = rows.size() < LONG ? rows.size() : (rows.size() + 1) / 2;
    return Stream.of(rows.subList(0, half), rows.subList(half, rows.size()))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Gallery gallery(Mistakes mistakes) {
    return new Gallery(mistakes.list().stream().map(ReportView::picture).toList());
  }

  private static Picture picture(Mistake mistake) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(mistake.image().toBufferedImage(), "png", png)) {
        throw new IOException("this Java has no PNG writer");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot draw a mistake: " + e.getMessage(), e);
    }
    return new Picture(
        "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray()),
        count(mistake.index()),
        mistake.truth(),
        mistake.predicted(),
        share(mistake.probability()),
        share(mistake.truthProbability()));
  }

  private static List<String> svg(boolean drawn, Supplier<Figure> figure) {
    return drawn ? List.of(figure.get().svg()) : List.of();
  }

  private static List<Entry> entries(Map<String, String> map) {
    return map.entrySet().stream().map(it -> new Entry(it.getKey(), it.getValue())).toList();
  }

  /** Settings, data and machine in a model's provenance: all fields, by their names. */
  private record Background(
      Map<String, String> settings, Map<String, String> data, Map<String, String> machine) {
    private static final Set<String> DATA = Set.of("train", "validation");
    private static final Set<String> ELSEWHERE = Set.of("history", "bestEpoch", "curve", "ended");

    /** The meanings of 0 for some settings. */
    private static final Map<String, String> NONE =
        Map.of(
            "max steps", "no limit",
            "samples per class", "one pass over the data",
            "gradient clip norm", "none",
            "label smoothing", "none",
            "plain share", "none");

    static Background of(JsonNode training) {
      Background background =
          new Background(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
      for (Map.Entry<String, JsonNode> field : training.properties()) {
        String name = field.getKey();
        if (name.equals("settings")) {
          flatten("", field.getValue(), background.settings());
        } else if (DATA.contains(name)) {
          flatten(words(name), field.getValue(), background.data());
        } else if (!ELSEWHERE.contains(name)) {
          flatten(words(name), field.getValue(), background.machine());
        }
      }
      return background;
    }

    /** Adds an entry for each value; an object adds several, a list one. */
    private static void flatten(String name, JsonNode node, Map<String, String> entries) {
      if (node.isObject()) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          flatten((name + " " + words(field.getKey())).strip(), field.getValue(), entries);
        }
      } else if (node.isArray()) {
        List<String> list = new ArrayList<>();
        node.forEach(element -> list.add(value(element)));
        entries.put(name, list.isEmpty() ? "none" : String.join(", ", list));
      } else if (node.isNumber() && node.asDouble() == 0 && NONE.containsKey(name)) {
        entries.put(name, NONE.get(name));
      } else {
        entries.put(name, value(node));
      }
    }

    private static String value(JsonNode node) {
      return node.isNull() ? "none" : node.isValueNode() ? node.asText() : node.toString();
    }

    /** Splits a name, {@code batchSize} into {@code batch size}; names keep their capitals. */
    private static String words(String name) {
      String spaced =
          name.replace("Sha256", " SHA-256")
              .replaceAll("(?<=[a-z])(?=[A-Z][a-z])", " ")
              .replaceAll(" +", " ")
              .strip();
      return Stream.of(spaced.split(" "))
          .map(
              word ->
                  word.length() > 1 && Character.isUpperCase(word.charAt(1))
                      ? word
                      : word.toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(" "))
          .replace("tensor flow", "TensorFlow")
          .replace("cpu ", "CPU ");
    }
  }

  private static String text(String format, double value) {
    return Messages.format(format, value);
  }

  private static String count(long value) {
    return Messages.format("%,d", value);
  }

  private static String figure(double value) {
    return Double.isNaN(value) ? "" : text("%.4f", value);
  }

  private static String percent(double share) {
    return text("%.1f\u00a0%%", 100 * share);
  }

  private static String share(float probability) {
    return probability > 0.9995 ? "> 99.9\u00a0%" : percent(probability);
  }

  private static String withoutZeros(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String interval(Interval interval) {
    return Messages.format("%.4f to %.4f", interval.low(), interval.high());
  }

  /** Formats a duration as {@code 45.2 s}, {@code 8:04 min} or {@code 2:08:04 h}. */
  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 60) {
      return text("%.1f s", seconds);
    }
    return whole < 3600
        ? Messages.format("%d:%02d min", whole / 60, whole % 60)
        : Messages.format("%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
