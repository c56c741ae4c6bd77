package io.github.emnist.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpeckFilterTest {
  private static final int SIDE = 20;

  @Test
  void specksGoTheDotOfAnIStays() {
    byte[] ink = new byte[SIDE * SIDE];
    for (int y = 6; y < 18; y++) {
      ink[y * SIDE + 10] = (byte) 255;
      ink[y * SIDE + 11] = (byte) 200;
    }
    ink[3 * SIDE + 10] = (byte) 255; // the dot
    byte[] expected = ink.clone();
    ink[15 * SIDE + 2] = 100;
    ink[16 * SIDE + 3] = 30; // joined at a corner: 130 of 5460, less than 1/40
    SpeckFilter.removeSpecks(ink, SIDE, SIDE);
    assertThat(ink).isEqualTo(expected);
  }

  @Test
  void pixelsThatTouchAtCornersAreOnePiece() {
    byte[] ink = new byte[SIDE * SIDE];
    for (int i = 0; i < SIDE; i++) {
      ink[i * SIDE + i] = 5;
      ink[i * SIDE + SIDE - 1 - i] = (byte) 255;
    }
    byte[] expected = ink.clone();
    SpeckFilter.removeSpecks(ink, SIDE, SIDE);
    assertThat(ink).isEqualTo(expected);
  }

  @Test
  void picturesSidesAreNotJoined() {
    byte[] ink = new byte[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      ink[y * SIDE + SIDE - 1] = (byte) 255;
    }
    byte[] expected = ink.clone();
    // In memory it follows the last pixel of the row above, in the picture it is far away.
    ink[5 * SIDE] = 60;
    SpeckFilter.removeSpecks(ink, SIDE, SIDE);
    assertThat(ink).isEqualTo(expected);
  }

  @Test
  void manyPiecesAndOneLargePiece() {
    int side = 300;
    byte[] ink = new byte[side * side];
    byte[] expected = new byte[side * side];
    for (int y = 0; y < side; y += 2) {
      for (int x = 0; x < side; x += 2) {
        ink[y * side + x] = 50;
      }
    }
    for (int y = 100; y < 200; y++) {
      for (int x = 101; x < 200; x++) {
        ink[y * side + x] = 90;
      }
    }
    for (int y = 100; y < 200; y++) {
      for (int x = 101; x < 200; x++) {
        expected[y * side + x] = 90;
      }
    }
    // What touches the block belongs to it.
    for (int x = 100; x <= 200; x += 2) {
      expected[200 * side + x] = 50;
      expected[x * side + 100] = 50;
      expected[x * side + 200] = 50;
    }
    SpeckFilter.removeSpecks(ink, side, side);
    assertThat(ink).isEqualTo(expected);
  }

  @Test
  void emptyPictureStaysEmpty() {
    byte[] ink = new byte[12];
    SpeckFilter.removeSpecks(ink, 4, 3);
    assertThat(ink).containsOnly(0);
  }
}
