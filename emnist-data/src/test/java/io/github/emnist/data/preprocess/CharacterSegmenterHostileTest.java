package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures without text, some of them made to cost time or memory. */
@Timeout(60)
class CharacterSegmenterHostileTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 60000", "60000, 1", "300, 200", "4000, 3000"})
  void ofOneColourIsEmpty(int width, int height) {
    for (int level : new int[] {0, 128, 255}) {
      assertThat(segment(width, height, (x, y) -> level)).isEmpty();
    }
  }

  @Test
  void aCheckerboardIsOnePiece() {
    List<CharacterRegion> regions = segment(2000, 2000, (x, y) -> (x + y) % 2 * 255);
    assertThat(regions).hasSize(1);
    assertThat(regions.get(0).width()).isBetween(1999, 2000);
    assertThat(regions.get(0).picture().width()).isLessThanOrEqualTo(256);
  }

  @Test
  void aMillionDotsAreDust() {
    assertThat(segment(2000, 2000, (x, y) -> x % 2 + y % 2 == 2 ? 0 : 255)).isEmpty();
  }

  @Test
  void tensOfThousandsOfPiecesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> segment(2000, 1000, (x, y) -> x % 8 < 4 && y % 8 < 4 ? 0 : 255))
        .withMessage(
            "found 31250 pieces of ink, expected at most 10000: the picture shows no characters, or"
                + " noise");
  }

  @Test
  void nestedArcsEnd() {
    assertThat(segment(2000, 2000, (x, y) -> (Math.max(x, 1999 - y) / 4) % 2 * 255))
        .hasSizeLessThan(600);
  }

  @Test
  void parallelDiagonalsEnd() {
    assertThat(segment(2000, 2000, (x, y) -> ((x + y) / 4) % 2 * 255)).hasSizeLessThan(1100);
  }

  @Test
  void nestedFramesEnd() {
    IntBinaryOperator frames =
        (x, y) -> Math.min(Math.min(x, 1999 - x), Math.min(y, 1999 - y)) / 4 % 2 * 255;
    assertThat(segment(2000, 2000, frames)).hasSizeLessThan(10);
  }

  @Test
  void greyNoiseEndsEitherWay() {
    CounterRandom random = new CounterRandom(3, 0, 0);
    byte[] pixels = new byte[2000 * 2000];
    random.nextBytes(pixels);
    GrayImage noise = GrayImage.of(2000, 2000, pixels);
    try {
      assertThat(CharacterSegmenter.standard().segment(noise)).hasSizeLessThan(10_000);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("pieces of ink, expected at most 10000");
    }
  }

  /** The largest picture that PictureReader reads. */
  @Test
  void hugePictureIsReducedButItsBoxesAreNot() {
    IntBinaryOperator twoBars =
        (x, y) ->
            y >= 1000 && y < 1400 && (x >= 2000 && x < 2100 || x >= 9600 && x < 9700) ? 0 : 255;
    List<CharacterRegion> regions = segment(10_000, 5000, twoBars);
    assertThat(regions).hasSize(2);
    assertThat(regions.get(0).x()).isBetween(1996, 2004);
    assertThat(regions.get(0).y()).isBetween(996, 1004);
    assertThat(regions.get(1).width()).isBetween(92, 108);
    assertThat(regions.get(1).height()).isBetween(392, 408);
  }

  @Test
  void boxesStayWithinThePicture() {
    // Reduced by 2, the last column is of half a box.
    List<CharacterRegion> regions =
        segment(3001, 2001, (x, y) -> x > 2900 && y > 1900 && (x + y) % 97 > 40 ? 0 : 255);
    assertThat(regions)
        .isNotEmpty()
        .allMatch(r -> r.x() >= 0 && r.x() + r.width() <= 3001)
        .allMatch(r -> r.y() >= 0 && r.y() + r.height() <= 2001);
  }

  private static List<CharacterRegion> segment(int width, int height, IntBinaryOperator level) {
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = (byte) level.applyAsInt(x, y);
      }
    }
    return CharacterSegmenter.standard().segment(GrayImage.of(width, height, pixels));
  }
}
