package io.github.emnist.data;

import static io.github.emnist.data.NumberedImages.labels;
import static io.github.emnist.data.NumberedImages.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emnist.data.EmnistDataset.LabelledImage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelabellingTest {
  private static final String DIGITS = "0123456789";
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** One image of each class of a split, or of those named. */
  private static EmnistDataset oneOfEach(EmnistSplit split) {
    EmnistDataset.Builder builder = EmnistDataset.builder(split.labelMap(), 2, 1).split(split);
    for (int label = 0; label < split.labelMap().size(); label++) {
      builder.add(NumberedImages.pixels(label), 0, label);
    }
    return builder.build();
  }

  private static String names(EmnistDataset dataset) {
    return dataset.stream().map(LabelledImage::labelName).collect(Collectors.joining());
  }

  @Test
  void byClassBecomesTheMergedSplitsByEmnistsTable() {
    // The 62 classes under the names that they have in the official mapping files of 47.
    String merged = DIGITS + UPPER + "abCdefghIJKLMnOPqrStUVWXYZ";
    for (EmnistSplit target : new EmnistSplit[] {EmnistSplit.BYMERGE, EmnistSplit.BALANCED}) {
      EmnistDataset relabelled = oneOfEach(EmnistSplit.BYCLASS).relabel(target);

      assertThat(names(relabelled)).isEqualTo(merged);
      assertThat(relabelled.labelMap()).isEqualTo(target.labelMap());
      assertThat(relabelled.split()).contains(target);
      assertThat(numbers(relabelled)).isEqualTo(IntStream.range(0, 62).toArray());
    }
  }

  @Test
  void lettersOfEverySplitBecomeLetters() {
    for (EmnistSplit source :
        new EmnistSplit[] {EmnistSplit.BYCLASS, EmnistSplit.BYMERGE, EmnistSplit.BALANCED}) {
      EmnistDataset letters = oneOfEach(source).filterClasses(label -> label >= 10);

      assertThat(names(letters.relabel(EmnistSplit.LETTERS)))
          .isEqualTo(names(letters).toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Test
  void digitsOfEverySplitBecomeDigits() {
    EmnistDataset digits = oneOfEach(EmnistSplit.BALANCED).filterClasses(label -> label < 10);

    assertThat(names(digits.relabel(EmnistSplit.MNIST))).isEqualTo(DIGITS);
    assertThat(names(oneOfEach(EmnistSplit.MNIST).relabel(EmnistSplit.BYCLASS))).isEqualTo(DIGITS);
    assertThat(oneOfEach(EmnistSplit.BYMERGE).relabel(EmnistSplit.BALANCED).split())
        .contains(EmnistSplit.BALANCED);
  }

  @Test
  void aViewOfARelabelledDataSetKeepsLabelsWithImages() {
    EmnistDataset view = oneOfEach(EmnistSplit.BYCLASS).relabel(EmnistSplit.BALANCED).shuffle(1);

    for (int i = 0; i < view.size(); i++) {
      String original = EmnistSplit.BYCLASS.labelMap().label(numbers(view)[i]);
      assertThat(view.labelMap().label(view.label(i))).isEqualToIgnoringCase(original);
    }
    assertThat(view.concat(oneOfEach(EmnistSplit.BALANCED)).label(62 + 46)).isEqualTo(46);
  }

  @Test
  void mergedClassesCannotBeSplit() {
    EmnistDataset balanced = oneOfEach(EmnistSplit.BALANCED);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> balanced.relabel(EmnistSplit.BYCLASS))
        .withMessage(
            "class \"C\" of balanced has images (1), but byclass has no single class for them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneOfEach(EmnistSplit.LETTERS).relabel(EmnistSplit.BYMERGE))
        .withMessage(
            "class \"A\" of letters has images (1), but bymerge has no single class for them");
    assertThat(
            names(oneOfEach(EmnistSplit.LETTERS).filterClasses("C").relabel(EmnistSplit.BYMERGE)))
        .isEqualTo("C");
    assertThat(names(balanced.filterClasses("A", "a").relabel(EmnistSplit.BYCLASS)))
        .isEqualTo("Aa");
  }

  @Test
  void refusesClassesMissingInTheSplit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> oneOfEach(EmnistSplit.BYCLASS).relabel(EmnistSplit.LETTERS))
        .withMessage(
            "class \"0\" of byclass has images (1), but letters has no single class for them");
    EmnistDataset own = NumberedImages.of(LabelMap.ofCharacters("x!"), 0, 0, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.relabel(EmnistSplit.BALANCED))
        .withMessage("class \"!\" has images (2), but balanced has no single class for them");
  }

  @Test
  void namesOfAUsersOwnMeanThemselves() {
    EmnistDataset own = NumberedImages.of(LabelMap.ofCharacters("cC7"), 0, 0, 1, 2);

    assertThat(names(own.relabel(EmnistSplit.BYCLASS))).isEqualTo("cC7");
    assertThat(names(own.relabel(EmnistSplit.BALANCED))).isEqualTo("CC7");
  }

  @Test
  void relabelsByAMapping() {
    LabelMap target = LabelMap.of(java.util.List.of("vowel", "consonant"));
    EmnistDataset own = NumberedImages.of(LabelMap.ofCharacters("abcd"), 0, 2, 0, 1, 0);
    int[] mapping = {0, 1, 1, -7}; // no image of d
    EmnistDataset relabelled = own.relabel(target, mapping);
    mapping[0] = 1;

    assertThat(labels(relabelled)).containsExactly(1, 0, 1, 0);
    assertThat(relabelled.labelMap()).isEqualTo(target);
    assertThat(numbers(relabelled)).containsExactly(0, 1, 2, 3);
    assertThat(labels(own)).containsExactly(2, 0, 1, 0);
    assertThat(oneOfEach(EmnistSplit.DIGITS).relabel(target, new int[10]).split()).isEmpty();
  }

  @Test
  void mapsOntoTwoHundredFiftySixClasses() {
    LabelMap many = LabelMap.of(IntStream.range(0, 256).mapToObj(Integer::toString).toList());
    EmnistDataset own = NumberedImages.of(LabelMap.ofCharacters("a"), 0, 0);

    assertThat(labels(own.relabel(many, 255))).containsExactly(255);
  }

  @Test
  void refusesMappingsThatDoNotFit() {
    EmnistDataset own = NumberedImages.of(LabelMap.ofCharacters("ab"), 0, 0, 1, 1);
    LabelMap target = LabelMap.ofCharacters("xyz");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.relabel(target, 1))
        .withMessage("mapping (1 labels) must have one for each of the 2 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.relabel(target, 0, 3))
        .withMessage("class \"b\" has images (2), so its new label (3) must be in [0, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own.relabel(target, -1, 2))
        .withMessage("class \"a\" has images (1), so its new label (-1) must be in [0, 3)");
  }
}
