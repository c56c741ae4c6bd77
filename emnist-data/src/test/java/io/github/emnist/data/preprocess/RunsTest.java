package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {
  @ParameterizedTest
  @ValueSource(ints = {10, 25, 40, 50, 60, 80})
  void piecesAreThoseOfAFloodFill(int percent) {
    CounterRandom random = new CounterRandom(percent, 0, 0);
    for (int i = 0; i < 40; i++) {
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(40);
      byte[] ink = new byte[width * height];
      for (int pixel = 0; pixel < ink.length; pixel++) {
        ink[pixel] = (byte) (random.nextInt(100) < percent ? 200 : random.nextInt(100));
      }
      List<Piece> found = Runs.find(ink, width, height, 112).pieces(1);
      assertThat(found.stream().map(RunsTest::withoutId))
          .containsExactlyElementsOf(flood(ink, width, height));
    }
  }

  @Test
  void shortPiecesCanBeLeftOut() {
    byte[] ink = {-1, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0, -1, -1, -1};
    Runs runs = Runs.find(ink, 15, 1, 255);
    assertThat(runs.pieceCount()).isEqualTo(3);
    assertThat(runs.pieces(3)).containsExactly(new Piece(2, new PixelBox(12, 0, 15, 1), 3, 8));
  }

  @Test
  void runsOfABoxAreShownWhole() {
    byte[] ink = {
      1, 1, 1, 0, 1, 1, //
      0, 0, 0, 0, 0, 0, //
      0, 1, 1, 1, 1, 0,
    };
    List<String> shown = new ArrayList<>();
    Runs.find(ink, 6, 3, 1)
        .visit(
            new PixelBox(2, -5, 4, 9),
            (piece, y, begin, end) -> shown.add(piece + ":" + y + " " + begin + "-" + end));
    assertThat(shown).containsExactly("0:0 0-3", "2:2 1-5");
  }

  private static Piece withoutId(Piece piece) {
    return new Piece(0, piece.box(), piece.area(), piece.perimeter());
  }

  private static List<Piece> flood(byte[] ink, int width, int height) {
    boolean[] seen = new boolean[ink.length];
    List<Piece> pieces = new ArrayList<>();
    for (int start = 0; start < ink.length; start++) {
      if (isInk(ink, width, height, start % width, start / width) && !seen[start]) {
        pieces.add(fill(ink, width, height, start, seen));
      }
    }
    return pieces;
  }

  private static Piece fill(byte[] ink, int width, int height, int start, boolean[] seen) {
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    seen[start] = true;
    PixelBox box = null;
    int area = 0;
    int perimeter = 0;
    while (!open.isEmpty()) {
      int x = open.peek() % width;
      int y = open.pop() / width;
      PixelBox pixel = new PixelBox(x, y, x + 1, y + 1);
      box = box == null ? pixel : box.with(pixel);
      area++;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          if (!isInk(ink, width, height, x + dx, y + dy)) {
            perimeter += dx == 0 || dy == 0 ? 1 : 0;
          } else if (!seen[(y + dy) * width + x + dx]) {
            seen[(y + dy) * width + x + dx] = true;
            open.push((y + dy) * width + x + dx);
          }
        }
      }
    }
    return new Piece(0, box, area, perimeter);
  }

  private static boolean isInk(byte[] ink, int width, int height, int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && (ink[y * width + x] & 0xFF) >= 112;
  }
}
