package io.github.emnist.benchmarks.disguise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThinningTest {
  // The patterns were also thinned by a Python script written from the paper's conditions.

  @Test
  void barBecomesItsMiddleLine() {
    assertThin(
        """
        ...........
        .#########.
        .#########.
        .#########.
        ...........
        """,
        """
        ...........
        ...........
        ..######...
        ...........
        ...........
        """);
  }

  @Test
  void ringStaysARing() {
    assertThin(
        """
        #########
        #########
        #########
        ###...###
        ###...###
        ###...###
        #########
        #########
        #########
        """,
        """
        .........
        .#######.
        .#.....#.
        .#.....#.
        .#.....#.
        .#.....#.
        .#....##.
        .######..
        .........
        """);
  }

  @Test
  void lineOfOnePixelStays() {
    String line =
        """
        #......
        .#.....
        ..#....
        ...###.
        """;
    assertThin(line, line);
  }

  private static void assertThin(String pattern, String expected) {
    String[] rows = pattern.split("\n");
    boolean[] pixels = parse(pattern);
    boolean[] before = pixels.clone();

    boolean[] thin = Thinning.thin(pixels, rows[0].length(), rows.length);

    assertThat(render(thin, rows[0].length())).isEqualTo(expected);
    assertThat(pixels).isEqualTo(before);
  }

  private static boolean[] parse(String pattern) {
    String flat = pattern.replace("\n", "");
    boolean[] pixels = new boolean[flat.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = flat.charAt(i) == '#';
    }
    return pixels;
  }

  private static String render(boolean[] pixels, int width) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pixels.length; i++) {
      text.append(pixels[i] ? '#' : '.').append(i % width == width - 1 ? "\n" : "");
    }
    return text.toString();
  }
}
