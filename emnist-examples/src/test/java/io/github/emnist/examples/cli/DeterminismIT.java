package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same seed gives the same weights in two JVMs; another seed gives others. */
class DeterminismIT {
  @TempDir private Path folder;

  @Test
  void theSeedAloneDecides() throws IOException {
    String first = train("42");
    assertThat(train("42")).isEqualTo(first);
    assertThat(train("43")).isNotEqualTo(first);
  }

  private String train(String seed) throws IOException {
    Emnist.Outcome outcome = Emnist.main(folder, DeterminismIT.class, seed);
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return outcome.out();
  }

  /** Trains the reference network for a few steps and prints its weights' checksum. */
  public static void main(String[] args) {
    Weights weights =
        Trainer.of(CnnArchitecture.emnistCnn())
            .deterministic(true)
            .seed(Long.parseLong(args[0]))
            .epochs(2)
            .samplesPerClass(20)
            .fit(SyntheticEmnist.balanced().withImagesPerClass(40, 1).train())
            .bundle()
            .weights();
    for (String name : weights.names()) {
      int bits = 0;
      for (float value : weights.values(name)) {
        bits = 31 * bits + Float.floatToRawIntBits(value);
      }
      System.out.println(name + " " + HexFormat.of().toHexDigits(bits));
    }
  }
}
