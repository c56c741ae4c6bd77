package io.github.emnist.examples.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.examples.mixture.MixedSources.Weights;
import io.github.emnist.train.Trainer.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixedSourcesTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(4, 1).train();

  private final List<String> told = new ArrayList<>();
  @TempDir private Path folder;

  private MixedSources draw(long seed, Optional<Path> ink) throws IOException {
    return MixedSources.draw(DIGITS, 0.25, ink, Weights.STANDARD, seed, told::add);
  }

  /** A seven by each of 25 writers, and a letter, which is no digit. */
  private Path strokes() throws IOException {
    StringBuilder lines = new StringBuilder("a\t1\t0,20 110,0 40,255\n");
    for (int writer = 1; writer <= 25; writer++) {
      lines.append("7\t").append(writer).append("\t0,20 110,0 40,255;20,130 90,125\n");
    }
    Files.writeString(folder.resolve("unipen-train.tsv"), lines);
    return folder;
  }

  private static Source named(MixedSources mixed, String name) {
    return mixed.sources().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<String> hashes(MixedSources mixed) {
    return mixed.sources().stream().map(source -> source.dataset().contentSha256()).toList();
  }

  @Test
  void everySourceIsFixedByTheSeed() throws IOException {
    MixedSources mixed = draw(3, Optional.of(strokes()));

    assertThat(hashes(draw(3, Optional.of(folder)))).isEqualTo(hashes(mixed));
    assertThat(named(draw(4, Optional.empty()), "pictures").dataset().contentSha256())
        .isNotEqualTo(named(mixed, "pictures").dataset().contentSha256());
  }

  @Test
  void wrongFilesShowBeforeAnythingIsDrawn() {
    assertThatThrownBy(() -> draw(3, Optional.of(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unipen-train");
    assertThat(told).isEmpty();
  }

  @Test
  void nothingNeedsToBeHeldOut() throws IOException {
    MixedSources mixed =
        MixedSources.draw(DIGITS, 0, Optional.empty(), Weights.STANDARD, 3, told::add);
    assertThat(named(mixed, "EMNIST").dataset().size()).isEqualTo(DIGITS.size());
    assertThat(mixed.validation().size()).isZero();
  }

  @Test
  void theWeightsAreThoseOfATrainingByItsProvenance() throws IOException {
    String sources =
        """
        [{"name": "EMNIST", "weight": 0.7}, {"name": "pictures", "weight": 0.2},
         {"name": "print", "weight": 0.1}]""";
    Weights then = Weights.of(new ObjectMapper().readTree(sources));
    assertThat(then).isEqualTo(new Weights(0.7, 0.2, 0, 0.1));
    MixedSources mixed = MixedSources.draw(DIGITS, 0.25, Optional.empty(), then, 3, told::add);
    assertThat(named(mixed, "EMNIST").weight()).isEqualTo(0.7);
    assertThat(named(mixed, "pictures").weight()).isEqualTo(0.2);
  }

  @Test
  void picturesAreOfTheImagesTrainedOnAlone() throws IOException {
    MixedSources mixed = draw(3, Optional.empty());

    EmnistDataset own = named(mixed, "EMNIST").dataset();
    EmnistDataset pictures = named(mixed, "pictures").dataset();
    assertThat(own.size()).isEqualTo(30).isEqualTo(pictures.size());
    assertThat(pictures.classCounts()).isEqualTo(own.classCounts());
    assertThat(mixed.validation().size()).isEqualTo(10);
    assertThat(told).first().isEqualTo("drawing 30 pictures of EMNIST");
  }

  @Test
  void writersHeldOutValidateAndWhatIsNoClassIsLeftOut() throws IOException {
    MixedSources mixed = draw(3, Optional.of(strokes()));

    assertThat(named(mixed, "ink").dataset().classCounts())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 5 * 9, 0, 0);
    assertThat(mixed.validation().classCounts()[7]).isEqualTo(1 + 20);
  }
}
