package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.Trainer;
import io.github.emnist.train.TrainingResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A saved model predicts, in a JVM that never saw the training, every probability to the bit. On
 * the real test images where {@code EMNIST_DATA} names them, else on synthetic ones.
 */
class ReloadIT {
  @TempDir private Path folder;

  @Test
  void aNewJvmPredictsTheSameToTheBit() throws IOException {
    TrainingResult result =
        Trainer.of(CnnArchitecture.emnistCnn())
            .samplesPerClass(20)
            .epochs(1)
            .validationFraction(0)
            .fit(SyntheticEmnist.balanced().withImagesPerClass(20, 1).train());
    result.saveTo(folder.resolve("model"));
    String trained;
    try (EmnistClassifier classifier = result.classifier()) {
      trained = fingerprint(classifier, images());
    }
    String loaded = fingerprints(folder.resolve("model"));
    assertThat(loaded).contains("FLOAT32 " + trained);
    Emnist.Outcome there = Emnist.main(folder, ReloadIT.class, folder.resolve("model").toString());
    assertThat(there.exit()).as(there.err()).isZero();
    assertThat(there.out()).isEqualTo(loaded);
    System.out.println(
        "Equal to the bit in a new JVM"
            + (System.getenv("EMNIST_DATA") == null ? ", synthetic, EMNIST_DATA is not set" : "")
            + ":\n"
            + loaded);
  }

  /** Prints the fingerprints of a saved model's predictions. */
  public static void main(String[] args) throws IOException {
    System.out.print(fingerprints(Path.of(args[0])));
  }

  /** In float32, as it was trained, and in whatever is the fastest here. */
  private static String fingerprints(Path model) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Precision precision : List.of(Precision.FLOAT32, Precision.AUTO)) {
      try (EmnistClassifier classifier =
          EmnistClassifier.load(model, ClassifierOptions.defaults().withPrecision(precision))) {
        lines.append(precision + " " + fingerprint(classifier, images()) + "\n");
      }
    }
    return lines.toString();
  }

  private static EmnistDataset images() throws IOException {
    String real = System.getenv("EMNIST_DATA");
    EmnistSource source =
        real == null ? SyntheticEmnist.balanced() : EmnistReader.open(Path.of(real));
    return source.test();
  }

  private static String fingerprint(EmnistClassifier classifier, EmnistDataset images) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      List<GrayImage> all = IntStream.range(0, images.size()).mapToObj(images::image).toList();
      for (Prediction prediction : classifier.predictAll(all)) {
        for (float probability : prediction.probabilities()) {
          sha.update(ByteBuffer.allocate(Float.BYTES).putFloat(probability).flip());
        }
      }
      return images.size() + " images " + HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
