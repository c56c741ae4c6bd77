package io.github.emnist.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.benchmarks.ComposedLines.Kind;
import io.github.emnist.benchmarks.ComposedLines.Layout;
import io.github.emnist.benchmarks.ComposedLines.Line;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.preprocess.CharacterSegmenter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ComposedLinesTest {
  private static final EmnistDataset IMAGES =
      SyntheticEmnist.balanced().withImagesPerClass(3, 1).train();

  /** Merged small letters are written in capitals, those with a class of their own are not. */
  @ParameterizedTest
  @CsvSource({
    "UPPER, '[A-Z]+( [A-Z]+){1,3}'",
    "LOWER, '[abdefghnqrtCIJKLMOPSUVWXYZ]+( [abdefghnqrtCIJKLMOPSUVWXYZ]+){1,3}'",
    "CAPITALISED, '[A-Z][abdefghnqrtA-Z]*( [A-Z][abdefghnqrtA-Z]*){1,3}'",
    "DIGITS, '[0-9]{2,8}( [0-9]{2,8}){0,2}'",
    "CODES, '[A-Z0-9]+( [A-Z0-9]+){0,2}'",
    "MIXED, '[A-Z]+( [A-Z]+)? [0-9]{2,4}'",
  })
  void linesAreOfTheirKind(Kind kind, String pattern) {
    ComposedLines lines = new ComposedLines(IMAGES, 3);
    for (int i = 0; i < 50; i++) {
      assertThat(lines.compose(kind, Layout.WRITTEN, i).text()).matches(pattern);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theSameSeedAndNumberGiveTheSameLine(Layout layout) {
    Line line = new ComposedLines(IMAGES, 3).compose(Kind.MIXED, layout, 7);
    Line again = new ComposedLines(IMAGES, 3).compose(Kind.MIXED, layout, 7);
    assertThat(again.text()).isEqualTo(line.text());
    assertThat(pixels(again.picture())).containsExactly(pixels(line.picture()));
    Line other = new ComposedLines(IMAGES, 4).compose(Kind.MIXED, layout, 7);
    assertThat(pixels(other.picture())).isNotEqualTo(pixels(line.picture()));
  }

  @Test
  void aLineHoldsItsCharacters() {
    ComposedLines lines = new ComposedLines(IMAGES, 3);
    int found = 0;
    int written = 0;
    for (int i = 0; i < 10; i++) {
      Line line = lines.compose(Kind.DIGITS, Layout.WRITTEN, i);
      found += CharacterSegmenter.standard().segment(line.picture()).size();
      written += line.text().replace(" ", "").length();
    }
    assertThat(found).isBetween(written - 2, written + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "HELLO, HELLO, 0",
    "HELLO, HELL0, 1",
    "HELLO, HELO, 1",
    "HELLO, tIELLO, 2",
    "AB, '', 2",
    "A, BCD, 3"
  })
  void theDistanceIsTheFewestEdits(String written, String read, int edits) {
    assertThat(LineAccuracy.distance(written, read)).isEqualTo(edits);
  }

  private static int[] pixels(BufferedImage picture) {
    return picture
        .getRaster()
        .getPixels(0, 0, picture.getWidth(), picture.getHeight(), (int[]) null);
  }
}
