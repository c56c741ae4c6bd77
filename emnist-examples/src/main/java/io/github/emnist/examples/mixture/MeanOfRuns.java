package io.github.emnist.examples.mixture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.Unipen;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.ModelQuantization;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import io.github.emnist.train.evaluation.Scores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Makes the model in the jar from two runs of the recipe {@code best}: the mean of their weights,
 * calibrated, and with activation ranges ({@code docs/pretrained.md}).
 */
public final class MeanOfRuns {
  private static final long SEED = 42; // of the runs
  private static final double FRACTION = 0.05;
  private static final int IMAGES = 500; // of each source, to measure ranges

  private MeanOfRuns() {}

  /**
   * Writes the model.
   *
   * @param args a model, its share in [0, 1], a second model, the folders of EMNIST and UNIPEN that
   *     both were trained on with seed 42, and the folder or ZIP to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 6) {
      System.err.println("usage: MeanOfRuns MODEL SHARE MODEL EMNIST UNIPEN OUT");
      System.exit(2);
    }
    ModelBundle first = ModelBundle.load(Path.of(args[0]));
    ModelBundle second = ModelBundle.load(Path.of(args[2]));
    ModelBundle mean = mean(first, Double.parseDouble(args[1]), second);
    EmnistDataset.TrainValidation emnist =
        EmnistReader.open(Path.of(args[3])).train().stratifiedSplit(FRACTION, SEED);
    LabelMap labels = emnist.train().labelMap();
    Unipen.WriterSplit writers =
        Unipen.read(Path.of(args[4]), Partition.TRAIN)
            .splitByWriter(MixedSources.VALIDATION_WRITERS, SEED);

    EmnistDataset held =
        emnist.validation().concat(MixedSources.asWritten(writers.validation(), labels));
    ModelBundle calibrated;
    try (EmnistClassifier classifier = EmnistClassifier.of(mean)) {
      calibrated = TemperatureScaling.fit(Scores.of(classifier, held)).addTo(mean);
    }
    EmnistDataset some =
        spread(emnist.train()).concat(spread(MixedSources.asWritten(writers.train(), labels)));
    ModelQuantization.prepare(calibrated, some).save(Path.of(args[5]));
  }

  /**
   * Returns the model whose weights are the means of two others'; with the metadata of the first,
   * but for what holds only for its weights.
   *
   * @throws IllegalArgumentException if the share is not in [0, 1], or the networks differ
   */
  static ModelBundle mean(ModelBundle first, double share, ModelBundle second) {
    Checks.in("share", share, 0, 1);
    if (!first.architecture().equals(second.architecture())) {
      throw Messages.illegal(
          "found the networks %s and %s, expected two equal ones",
          first.architecture().name(), second.architecture().name());
    }
    Weights.Builder mean = Weights.builder();
    for (String name : first.weights().names()) {
      float[] values = first.weights().values(name);
      float[] others = second.weights().values(name);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (share * values[i] + (1 - share) * others[i]);
      }
      mean.put(name, first.weights().shape(name), values);
    }
    ModelMetadata metadata = first.metadata();
    Map<String, ProvenanceSection> provenance = new TreeMap<>(metadata.provenance());
    provenance.remove("evaluation");
    provenance.put(
        "average",
        new ProvenanceSection(
            1,
            JsonNodeFactory.instance
                .objectNode()
                .put("share", share)
                .put("weightsSha256", first.weightsSha256())
                .put("restWeightsSha256", second.weightsSha256())
                .toString()));
    return new ModelBundle(
        new ModelMetadata(
            metadata.architecture(),
            metadata.labelMap(),
            metadata.preprocessing(),
            Optional.empty(),
            Optional.empty(),
            provenance),
        mean.build());
  }

  private static EmnistDataset spread(EmnistDataset dataset) {
    int count = Math.min(IMAGES, dataset.size());
    return dataset.subset(
        IntStream.range(0, count).map(i -> (int) ((long) i * dataset.size() / count)).toArray());
  }
}
