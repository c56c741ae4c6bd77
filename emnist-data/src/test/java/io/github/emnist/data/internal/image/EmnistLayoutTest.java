package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import org.junit.jupiter.api.Test;

class EmnistLayoutTest {
  private static final int SIDE = 28;

  /** An upright ellipse with soft edges, 22 pixels tall and centred. */
  private final byte[] ellipse = new byte[SIDE * SIDE];

  EmnistLayoutTest() {
    for (int i = 0; i < ellipse.length; i++) {
      double radius = Math.hypot((i % SIDE - 13.5) / 8, (i / SIDE - 13.5) / 10.5);
      double distance = Math.abs(radius - 1) * 9 / 1.8;
      ellipse[i] = (byte) (int) Math.max(0, 256 - 256 * Math.min(1, distance * distance));
    }
    ellipse[3 * SIDE + 13] = (byte) 255;
  }

  @Test
  void imageWithEmnistsLayout() {
    assertThat(EmnistLayout.matches(image())).isTrue();
  }

  @Test
  void anotherSize() {
    assertThat(EmnistLayout.matches(GrayImage.of(SIDE * 2, SIDE / 2, ellipse))).isFalse();
  }

  @Test
  void blank() {
    assertThat(EmnistLayout.matches(GrayImage.of(SIDE, SIDE, new byte[SIDE * SIDE]))).isFalse();
  }

  @Test
  void rimMustBeBlack() {
    for (int i : new int[] {14, 14 * SIDE, 14 * SIDE + 27, 27 * SIDE + 14}) {
      byte before = ellipse[i];
      ellipse[i] = 1;
      // The opposite side too, so that only the rim is wrong.
      ellipse[ellipse.length - 1 - i] = 1;
      assertThat(EmnistLayout.matches(image())).isFalse();
      ellipse[i] = before;
      ellipse[ellipse.length - 1 - i] = before;
    }
    assertThat(EmnistLayout.matches(image())).isTrue();
  }

  @Test
  void inkMustBeCentred() {
    System.arraycopy(ellipse.clone(), 0, ellipse, 2, ellipse.length - 2);
    assertThat(EmnistLayout.matches(image())).isFalse();
  }

  @Test
  void inkMustFillTheSquare() {
    byte[] small = new byte[SIDE * SIDE];
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 14; x++) {
        small[(y + 7) * SIDE + x + 7] = ellipse[2 * y * SIDE + 2 * x];
      }
    }
    assertThat(EmnistLayout.matches(GrayImage.of(SIDE, SIDE, small))).isFalse();
  }

  @Test
  void whiteMustBeReached() {
    for (int i = 0; i < ellipse.length; i++) {
      ellipse[i] = (byte) Math.min(254, ellipse[i] & 0xFF);
    }
    assertThat(EmnistLayout.matches(image())).isFalse();
  }

  @Test
  void edgesMustBeSoft() {
    for (int i = 0; i < ellipse.length; i++) {
      ellipse[i] = (byte) ((ellipse[i] & 0xFF) < 128 ? 0 : 255);
    }
    assertThat(EmnistLayout.matches(image())).isFalse();
  }

  private GrayImage image() {
    return GrayImage.of(SIDE, SIDE, ellipse);
  }
}
