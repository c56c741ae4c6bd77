package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "predict", description = "Recognises the character in each picture.")
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private ModelOption model;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "PNG, JPEG, GIF or BMP files.")
  private List<Path> images;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "3",
      description = "How many candidates to list (default ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new ParameterException(
          spec.commandLine(), String.format(Locale.ROOT, "--top (%d) must be at least 1", top));
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    int failed = 0;
    try (EmnistClassifier classifier = model.load(root)) {
      for (Path image : images) {
        try {
          Prediction prediction = classifier.predict(image);
          if (json) {
            items.add(toJson(image, prediction));
          } else {
            out.println(toLine(image, prediction));
          }
        } catch (IOException | RuntimeException e) { // the other pictures are still answered
          failed++;
          if (json) {
            items.addObject().put("file", image.toString()).put("error", Failures.oneLine(e));
          }
          err.println("emnist: " + Failures.oneLine(e));
        }
      }
    }
    if (json) {
      Json.print(out, items);
    }
    out.flush();
    err.flush();
    return failed == 0 ? 0 : EmnistCommand.FAILED;
  }

  private String toLine(Path image, Prediction prediction) {
    String runnersUp =
        prediction.top(top).stream()
            .skip(1)
            .map(c -> String.format(Locale.ROOT, "%s %.4f", c.label(), c.probability()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s: %s %.4f%s%s",
        image,
        prediction.label(),
        prediction.probability(),
        runnersUp.isEmpty() ? "" : " (" + runnersUp + ")",
        prediction.blank() ? " [no ink found]" : "");
  }

  private ObjectNode toJson(Path image, Prediction prediction) {
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("file", image.toString());
    item.put("label", prediction.label());
    item.put("probability", prediction.probability());
    item.put("blank", prediction.blank());
    ArrayNode candidates = item.putArray("top");
    prediction
        .top(top)
        .forEach(
            c ->
                candidates.addObject().put("label", c.label()).put("probability", c.probability()));
    return item;
  }
}
