package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.evaluation.ModelComparison;
import io.github.emnist.train.evaluation.Scores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "compare", description = "Compares two models on the same labelled images.")
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private DataOptions data;

  @Parameters(
      index = "0",
      paramLabel = "MODEL1",
      description = "Model bundle (folder or ZIP), or pretrained.")
  private Path first;

  @Parameters(index = "1", paramLabel = "MODEL2", description = "Another of the same classes.")
  private Path second;

  @Option(
      names = "--partition",
      defaultValue = "test",
      description = "train or test (default ${DEFAULT-VALUE}).")
  private Partition partition;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ModelBundle one = ModelOption.bundle(first);
    ModelBundle other = ModelOption.bundle(second);
    LabelMap labels = one.metadata().labelMap();
    LabelMap others = other.metadata().labelMap();
    if (!others.equals(labels)) {
      throw new IOException(
          "%s: found a model of the classes %s, expected those of %s, %s"
              .formatted(second, others.labels(), first, labels.labels()));
    }
    root.tryTensorFlow();
    EmnistDataset images = data.read(partition, labels, spec.commandLine().getErr());
    ModelComparison comparison = ModelComparison.of(scores(one, images), scores(other, images));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, toJson(comparison));
    } else {
      print(out, comparison);
    }
    out.flush();
    return 0;
  }

  private static Scores scores(ModelBundle model, EmnistDataset images) {
    try (EmnistClassifier classifier = EmnistClassifier.of(model)) {
      return Scores.of(classifier, images);
    }
  }

  private void print(PrintWriter out, ModelComparison comparison) {
    out.printf(Locale.ROOT, "images: %d%n", comparison.images());
    out.printf(Locale.ROOT, "accuracy of %s: %.4f%n", first, comparison.firstAccuracy());
    out.printf(Locale.ROOT, "accuracy of %s: %.4f%n", second, comparison.secondAccuracy());
    out.printf(
        Locale.ROOT,
        "difference: %+.4f (95 %% interval: %+.4f to %+.4f)%n",
        comparison.difference(),
        comparison.differenceInterval().low(),
        comparison.differenceInterval().high());
    out.printf(Locale.ROOT, "only the first right: %d%n", comparison.onlyFirstRight());
    out.printf(Locale.ROOT, "only the second right: %d%n", comparison.onlySecondRight());
    out.printf(
        Locale.ROOT, "McNemar's test (%s): p = %.4g%n", test(comparison), comparison.pValue());
  }

  private ObjectNode toJson(ModelComparison comparison) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("images", comparison.images());
    node.putObject("first")
        .put("model", first.toString())
        .put("accuracy", comparison.firstAccuracy());
    node.putObject("second")
        .put("model", second.toString())
        .put("accuracy", comparison.secondAccuracy());
    node.put("bothRight", comparison.bothRight());
    node.put("onlyFirstRight", comparison.onlyFirstRight());
    node.put("onlySecondRight", comparison.onlySecondRight());
    node.put("bothWrong", comparison.bothWrong());
    node.put("difference", comparison.difference());
    node.putArray("differenceInterval")
        .add(comparison.differenceInterval().low())
        .add(comparison.differenceInterval().high());
    node.put("test", test(comparison));
    node.put("pValue", comparison.pValue());
    return node;
  }

  private static String test(ModelComparison comparison) {
    return switch (comparison.test()) {
      case EXACT_BINOMIAL -> "exact binomial";
      case CHI_SQUARE -> "chi-square, continuity-corrected";
    };
  }
}
