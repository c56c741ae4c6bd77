package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Terminal;
import io.github.emnist.model.ClassifierInput;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "predict",
    description = {
      "Recognises the character in each picture.",
      "A picture without ink is reported as blank. A picture that seems to contain several"
          + " characters is reported on standard error; use the read command for those."
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private EngineOption engine;
  @Mixin private AnswerOptions answer;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE|FOLDER",
      description = "PNG, JPEG, GIF, BMP or TIFF files, folders of them, or pen strokes as .json.")
  private List<String> names;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "Number of candidates to list (default ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(
      names = "--csv",
      description =
          "Print a table: file, label, probability, blank, error, whether it shows several"
              + " characters.")
  private boolean csv;

  @Override
  public Integer call() throws IOException {
    if (json && csv) {
      throw new ParameterException(spec.commandLine(), "--json and --csv exclude each other");
    }
    if (top < 1) {
      throw new ParameterException(
          spec.commandLine(), Messages.format("--top (%d) must be at least 1", top));
    }
    List<String> images = new ArrayList<>();
    for (String name : names) {
      images.addAll(pictures(name));
    }
    PrintWriter out = spec.commandLine().getOut();
    if (csv) {
      out.println("file,label,probability,blank,error,severalCharacters");
    }
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    int done = 0;
    int failed = 0;
    try (StatusLine status = new StatusLine(spec.commandLine().getErr(), showsProgress());
        EmnistClassifier classifier = engine.load(root, images.size());
        Stream<PredictionResult<String>> results =
            classifier
                .with(answer.options())
                .predictEach(images.stream(), name -> ClassifierInput.of(Failures.path(name)))) {
      for (PredictionResult<String> result :
          (Iterable<PredictionResult<String>>) results::iterator) {
        if (out.checkError()) { // flushes too; the reader has ended
          break;
        }
        String image = result.input();
        if (result.exception().isPresent()) { // the other pictures are still recognised
          failed++;
          String message = Failures.oneLine(result.exception().get());
          if (json) {
            items.addObject().put("file", image).put("error", message);
          } else if (csv) {
            out.println(quoted(image) + ",,,," + quoted(message) + ",");
          }
          status.say("emnist: " + message);
        } else {
          Prediction prediction = result.prediction().orElseThrow();
          String shown = Failures.printable(image);
          if (prediction.severalCharacters()) {
            status.say(
                "emnist: %s seems to contain several characters; read it with: emnist read %s %s"
                    .formatted(shown, engine.modelArgument(), shown));
          }
          if (json) {
            items.addObject().put("file", image).setAll(toJson(prediction));
          } else if (csv) {
            out.println(toRow(image, prediction));
          } else {
            out.println(toLine(shown, prediction));
          }
        }
        done++;
        status.show(progress(done, images.size(), failed));
      }
    }
    if (json) {
      Json.print(out, items);
    }
    out.flush();
    return failed == 0 ? 0 : EmnistCommand.FAILED;
  }

  /** Returns the file itself, or the pictures of a folder, sorted by name. */
  private static List<String> pictures(String name) throws IOException {
    Path folder;
    try {
      folder = Failures.path(name);
    } catch (TypeConversionException e) {
      return List.of(name); // reported as a failed picture
    }
    if (!Files.isDirectory(folder)) {
      return List.of(name);
    }
    List<String> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(PredictCommand::isPicture).map(Path::toString).sorted().toList();
    }
    if (found.isEmpty()) {
      throw new IOException(
          name + ": found a folder without pictures, expected PNG, JPEG, GIF, BMP or TIFF files");
    }
    return found;
  }

  /**
   * Returns whether a file has the name of a picture. Names that begin with a dot are hidden, such
   * as macOS' {@code ._A.png}.
   */
  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.matches("(?s)[^.].*\\.(png|jpe?g|gif|bmp|tiff?)");
  }

  /** Quotes a cell as RFC 4180 says. */
  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static String toRow(String image, Prediction prediction) {
    return Messages.format(
        "%s,%s,%.6f,%s,,%s",
        quoted(image),
        prediction.blank() ? "" : quoted(prediction.label()),
        prediction.probability(),
        prediction.blank(),
        prediction.severalCharacters());
  }

  /** Returns whether the results themselves do not show the progress. */
  private boolean showsProgress() {
    return Terminal.onStandardError() && (json || !Terminal.onStandardOutput());
  }

  /** Formats the progress, which changes only with the percentage and with each failure. */
  static String progress(int done, int total, int failed) {
    return Messages.format(
        "%3d %% of %,d pictures%s",
        100L * done / total, total, failed == 0 ? "" : Messages.format(", %,d failed", failed));
  }

  private String toLine(String image, Prediction prediction) {
    if (prediction.blank()) {
      return image + ": [blank: no ink found]";
    }
    String runnersUp =
        prediction.top(top).stream()
            .skip(1)
            .map(c -> Messages.format("%s %.4f", c.label(), c.probability()))
            .collect(Collectors.joining(", "));
    return Messages.format(
        "%s: %s %.4f%s",
        image,
        prediction.label(),
        prediction.probability(),
        runnersUp.isEmpty() ? "" : " (" + runnersUp + ")");
  }

  private ObjectNode toJson(Prediction prediction) {
    return (ObjectNode) Json.parse(prediction.toJson(top));
  }
}
