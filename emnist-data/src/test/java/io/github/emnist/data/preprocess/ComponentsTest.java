package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Components.Component;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  /** Tens of grey levels. */
  private static final byte[] INK = pixels("90060", "09060", "00000", "11008");

  @Test
  void piecesTouchAtSidesAndCorners() {
    Components components = Components.of(INK, 5, 4, 20);
    assertThat(components.all())
        .containsExactly(
            new Component(1, new PixelBox(0, 0, 2, 2), 180),
            new Component(2, new PixelBox(3, 0, 4, 2), 120),
            new Component(3, new PixelBox(4, 3, 5, 4), 80));
    assertThat(components.labels()[6]).isEqualTo(1);
    assertThat(components.labels()[8]).isEqualTo(2);
    assertThat(components.labels()[15]).isZero();
    assertThat(components.all().get(0).length()).isEqualTo(2);
  }

  @Test
  void faintPixelsCountWithALowerThreshold() {
    assertThat(Components.of(INK, 5, 4, 10).all())
        .contains(new Component(3, new PixelBox(0, 3, 2, 4), 20));
  }

  @Test
  void largePieceIsOne() {
    byte[] all = new byte[200 * 100];
    Arrays.fill(all, (byte) 255);
    assertThat(Components.of(all, 200, 100, 255).all())
        .containsExactly(new Component(1, new PixelBox(0, 0, 200, 100), 255L * 20_000));
  }

  @Test
  void noInkHasNoPieces() {
    assertThat(Components.of(new byte[6], 3, 2, 1).all()).isEmpty();
  }

  private static byte[] pixels(String... rows) {
    String all = String.join("", rows);
    byte[] pixels = new byte[all.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * (all.charAt(i) - '0'));
    }
    return pixels;
  }
}
