package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.InkCanvas;
import io.github.emnist.data.synthetic.Glyphs.Glyph;
import io.github.emnist.data.synthetic.Scribe.Draughtsman;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlyphsTest {
  @Test
  void everyCharacterHasSeveralForms() {
    for (String character : EmnistSplit.BYCLASS.labelMap().labels()) {
      assertThat(Glyphs.standard().forms(character.charAt(0)))
          .as(character)
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(glyph -> glyph.character() == character.charAt(0));
    }
  }

  @Test
  void everyFormDrawsInkThatTouchesNoBorder() {
    Draughtsman draughtsman = new Draughtsman(5);
    for (String character : EmnistSplit.BYCLASS.labelMap().labels()) {
      int form = 0;
      for (Glyph glyph : Glyphs.standard().forms(character.charAt(0))) {
        for (int writer = 0; writer < 20; writer++) {
          InkCanvas canvas = draughtsman.draw(glyph, writer, new CounterRandom(1, form, writer));
          String name = character + " form " + form + " writer " + writer;
          assertThat(solidPixels(canvas)).as(name).isGreaterThan(20);
          assertThat(strongestBorderPixel(canvas)).as(name).isLessThan(128);
        }
        form++;
      }
    }
  }

  private static long solidPixels(InkCanvas canvas) {
    return IntStream.range(0, canvas.width() * canvas.height())
        .filter(i -> (canvas.ink()[i] & 0xFF) > 200)
        .count();
  }

  private static int strongestBorderPixel(InkCanvas canvas) {
    int width = canvas.width();
    int height = canvas.height();
    return IntStream.range(0, width * height)
        .filter(
            i -> i % width == 0 || i % width == width - 1 || i < width || i / width == height - 1)
        .map(i -> canvas.ink()[i] & 0xFF)
        .max()
        .orElseThrow();
  }

  @Test
  void readsStrokesPointsAndCorners() {
    Glyph glyph = Glyphs.parse("# comment\n\nx 1.5 0,10 -5,20! / 7,8\n").forms('x').get(0);

    assertThat(glyph.weight()).isEqualTo(1.5);
    assertThat(glyph.strokes()).hasSize(2);
    Glyph.Stroke first = glyph.strokes().get(0);
    assertThat(first.size()).isEqualTo(2);
    assertThat(first.x(1)).isEqualTo(-5);
    assertThat(first.y(1)).isEqualTo(20);
    assertThat(first.corner(0)).isFalse();
    assertThat(first.corner(1)).isTrue();
    assertThat(glyph.strokes().get(1).size()).isEqualTo(1);
  }

  @Test
  void choosesFormsByTheirWeights() {
    Glyphs glyphs = Glyphs.parse("x 3 0,0 1,1\nx 1 2,2 3,3\n");

    assertThat(glyphs.choose('x', 0)).isSameAs(glyphs.forms('x').get(0));
    assertThat(glyphs.choose('x', 0.749)).isSameAs(glyphs.forms('x').get(0));
    assertThat(glyphs.choose('x', 0.751)).isSameAs(glyphs.forms('x').get(1));
    assertThat(glyphs.choose('x', Math.nextDown(1.0))).isSameAs(glyphs.forms('x').get(1));
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(() -> Glyphs.parse("# a comment\nx 1 0,0 5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glyphs.txt, line 2: found point \"5\", expected x,y or x,y!");
    assertThatThrownBy(() -> Glyphs.parse("x 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glyphs.txt, line 1: found \"x 1\", expected character, weight, strokes");
    assertThatThrownBy(() -> Glyphs.parse("x 0 0,0 1,1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glyphs.txt, line 1: found weight 0.0, expected above 0");
    assertThatThrownBy(() -> Glyphs.parse("x 1" + " 0,0".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glyphs.txt, line 1: found 32 points, expected at most 31");
  }

  @Test
  void namesTheCharacterThatItCannotWrite() {
    assertThatThrownBy(() -> Glyphs.standard().forms('?'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no stroke template for '?'");
  }
}
