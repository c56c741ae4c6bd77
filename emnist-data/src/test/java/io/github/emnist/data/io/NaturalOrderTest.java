package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.io.PictureFolder.NaturalOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  private static final List<String> ORDERED =
      List.of(
          "0",
          "001",
          "01",
          "1",
          "2",
          "10",
          "99999999999999999999998",
          "99999999999999999999999",
          "A",
          "A2b9",
          "A2b10",
          "A10",
          "B",
          "Ba",
          "a",
          "b",
          "scan 9.png",
          "scan 10.png",
          "scan.png",
          "\u00E9",
          "\u4E2D",
          "\uFF21",
          "\uD835\uDC00"); // a code point beyond U+FFFF, which chars would put before U+FF21

  @Test
  void ordersNumbersNaturally() {
    for (int distance = 0; distance < ORDERED.size(); distance++) {
      List<String> shuffled = new ArrayList<>(ORDERED);
      Collections.reverse(shuffled);
      Collections.rotate(shuffled, distance);
      shuffled.sort(NaturalOrder.INSTANCE);
      assertThat(shuffled).isEqualTo(ORDERED);
    }
  }

  @Test
  void onlyEqualNamesAreEqual() {
    for (String first : ORDERED) {
      for (String second : ORDERED) {
        assertThat(NaturalOrder.INSTANCE.compare(first, second) == 0)
            .isEqualTo(first.equals(second));
      }
    }
  }
}
