package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineContextTest {
  private static final LabelMap LABELS = EmnistSplit.BALANCED.labelMap();
  private static final GrayImage NOTHING = GrayImage.of(1, 1, new byte[1]);

  /** Of each class its most frequent confusion. */
  private static final String LOOK_ALIKES = "0O O0 1I I1 5S S5 2Z Z2 9g g9 q9 8B B8 6G G6 4A A4 ";

  private final LineContext context = new LineContext(LABELS, 1);

  /** A character that the network takes for a class with 0.6 and its look-alike with 0.35. */
  private static Prediction doubtful(char c) {
    int pair = (" " + LOOK_ALIKES).indexOf(" " + c);
    return pair < 0 ? sure(c) : seen(c, 0.6f, LOOK_ALIKES.charAt(pair + 1), 0.35f);
  }

  private static Prediction sure(char c) {
    return seen(c, 0.95f, c, 0.95f);
  }

  /** The rest is spread evenly, as label smoothing leaves it. */
  private static Prediction seen(char first, float p, char second, float q) {
    float[] probabilities = new float[LABELS.size()];
    float rest = (1 - p - (first == second ? 0 : q)) / (first == second ? 46 : 45);
    Arrays.fill(probabilities, rest);
    probabilities[LABELS.indexOf(String.valueOf(second)).orElseThrow()] = q;
    probabilities[LABELS.indexOf(String.valueOf(first)).orElseThrow()] = p;
    return Prediction.of(LABELS, probabilities);
  }

  /** All of a height and on a line. */
  private static List<CharacterRegion> regions(String text) {
    List<CharacterRegion> regions = new ArrayList<>();
    boolean space = false;
    for (char c : text.toCharArray()) {
      if (c == ' ') {
        space = true;
      } else {
        int i = regions.size();
        regions.add(new CharacterRegion(50 * i, 20, 40, 60, 0, i, space, NOTHING));
        space = false;
      }
    }
    return regions;
  }

  private String read(String text, boolean doubtful) {
    List<Prediction> alone = new ArrayList<>();
    for (char c : text.replace(" ", "").toCharArray()) {
      alone.add(doubtful ? doubtful(c) : sure(c));
    }
    List<CharacterRegion> regions = regions(text);
    List<Prediction> read = context.read(regions, alone);
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < read.size(); i++) {
      found.append(regions.get(i).spaceBefore() ? " " : "").append(read.get(i).label());
    }
    return found.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "HELL0, HELLO",
    "W0RLD, WORLD",
    "D0G, DOG",
    "JAVA 202G, JAVA 2026",
    "5PR1NG, SPRING",
    "2O26, 2026",
    "I998, 1998",
    "S5O42, 55042",
    "Z0NE, ZONE",
    "eaq9er, eaqger",
    "9ard, gard",
  })
  void neighboursDecideBetweenLookAlikes(String alone, String inContext) {
    assertThat(read(alone, true)).isEqualTo(inContext);
  }

  /** Plates, postcodes, words that end in a number, and what no rule explains. */
  @ParameterizedTest
  @CsvSource({
    "AB12 CDE",
    "SW1A 2AA",
    "H2O",
    "COVID19",
    "B12",
    "Q7",
    "0",
    "O",
    "A4 F5",
    "Heat",
    "9 g",
    "E5 B0"
  })
  void whatTheNetworkIsSureOfStays(String text) {
    assertThat(read(text, false)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"KR77 CDE", "0", "O", "5", "HELLO", "2026"})
  void whatFitsStaysEvenInDoubt(String text) {
    assertThat(read(text, true)).isEqualTo(text);
  }

  @Test
  void theProbabilitiesAreThoseOfTheClassesInContext() {
    List<Prediction> alone = List.of(sure('H'), sure('E'), sure('L'), sure('L'), doubtful('0'));
    Prediction last = context.read(regions("HELL0"), alone).get(4);
    double sum = 0;
    for (float probability : last.probabilities()) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(last.label()).isEqualTo("O");
    assertThat(last.probability()).isGreaterThan(0.7f);
    assertThat(alone.get(4).label()).isEqualTo("0");
  }

  /** A g hangs below the line, a 9 stands on it. */
  @Test
  void whereACharacterStandsCounts() {
    List<Prediction> alone = List.of(sure('d'), sure('h'), seen('9', 0.45f, 'g', 0.45f), sure('b'));
    List<CharacterRegion> standing = regions("dh9b");
    List<CharacterRegion> hanging = new ArrayList<>(standing);
    hanging.set(2, new CharacterRegion(100, 40, 40, 57, 0, 2, false, NOTHING));
    int g = LABELS.indexOf("g").orElseThrow();
    float low = 1 - context.read(hanging, alone).get(2).probability(g);
    float high = 1 - context.read(standing, alone).get(2).probability(g);
    assertThat(low).isLessThan(high / 2);
  }

  @Test
  void eachWordStandsForItself() {
    assertThat(read("HELL0 2O26 W0RLD", true)).isEqualTo("HELLO 2026 WORLD");
  }

  @Test
  void aBlankStaysBlankAndWhatIsNotAllowedStaysImpossible() {
    Prediction blank = Prediction.ofBlank(LABELS, new float[47]);
    assertThat(context.read(regions("A0B"), List.of(sure('A'), blank, sure('B'))).get(1).blank())
        .isTrue();
    float[] zeroOrOne = new float[47];
    zeroOrOne[0] = 0.25f;
    zeroOrOne[1] = 0.75f;
    Prediction digit = Prediction.of(LABELS, zeroOrOne);
    for (Prediction read : context.read(regions("000"), List.of(digit, digit, digit))) {
      assertThat(read.label()).isEqualTo("1");
      assertThat(read.probability(0) + read.probability(1)).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void classesOfNoKindKeepTheirProbabilities() {
    LabelMap words = LabelMap.of(List.of("yes", "no", "+"));
    Prediction prediction = Prediction.of(words, new float[] {0.25f, 0.5f, 0.25f});
    List<Prediction> read =
        new LineContext(words, 1).read(regions("abc"), List.of(prediction, prediction, prediction));
    assertThat(read).allSatisfy(p -> assertThat(p.probability(1)).isCloseTo(0.5f, within(1e-5f)));
  }

  @Test
  void nothingInNothingOut() {
    assertThat(context.read(List.of(), List.of())).isEmpty();
  }
}
