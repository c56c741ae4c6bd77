package io.github.emnist.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.picture.ContactSheet.Caption;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactSheetTest {
  private static final int MARGIN = 12;
  private static final int WHITE = 255;

  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(3, 1).train();

  private static int level(BufferedImage sheet, int x, int y) {
    return sheet.getRaster().getSample(x, y, 0);
  }

  /** Whether an image stands where it should, each pixel as a square. */
  private static void assertShows(
      BufferedImage sheet, EmnistDataset dataset, int index, int left, int top, int scale) {
    for (int y = 0; y < 28 * scale; y++) {
      for (int x = 0; x < 28 * scale; x++) {
        assertThat(level(sheet, left + x, top + y))
            .as("image %d at %d, %d", index, x, y)
            .isEqualTo(dataset.image(index).pixel(x / scale, y / scale));
      }
    }
  }

  @Test
  void rowsAreAsLongAsTheLargestClass() {
    int three = ContactSheet.of(DIGITS).perClass(3).toImage().getWidth();
    assertThat(ContactSheet.of(DIGITS).perClass(100_000).toImage().getWidth()).isEqualTo(three);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void imagesStandInOrderFromTheLeft(int scale) {
    BufferedImage sheet =
        ContactSheet.of(DIGITS.take(7)).captions(Caption.NONE).columns(4).scale(scale).toImage();
    int pitch = 28 * scale + 1;
    assertThat(sheet.getWidth()).isEqualTo(2 * MARGIN + 4 * pitch + 1);
    for (int i = 0; i < 7; i++) {
      int left = MARGIN + 1 + i % 4 * pitch;
      int top = MARGIN + 1 + i / 4 * pitch;
      assertShows(sheet, DIGITS, i, left, top, scale);
    }
    int eighthLeft = MARGIN + 1 + 3 * pitch;
    assertThat(level(sheet, eighthLeft + 14, MARGIN + 1 + pitch + 14)).isEqualTo(WHITE);
  }

  @Test
  void rowsAreClassesAndBothDataSetsStandBesideEachOther() {
    EmnistDataset other =
        SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(2, 1).withSeed(9).train();
    BufferedImage sheet =
        ContactSheet.of("", DIGITS)
            .beside("", other)
            .perClass(2)
            .columns(1)
            .scale(1)
            .captions(Caption.NONE)
            .toImage();
    int secondBlock = MARGIN + 2 * 29 + 1 + 20 + 1;
    for (int label = 0; label < 10; label++) {
      int top = MARGIN + 1 + label * 29;
      // The classes take turns in synthetic data.
      assertShows(sheet, DIGITS, label, MARGIN + 1, top, 1);
      assertShows(sheet, DIGITS, 10 + label, MARGIN + 1 + 29, top, 1);
      assertShows(sheet, other, label, secondBlock, top, 1);
      assertShows(sheet, other, 10 + label, secondBlock + 29, top, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void captionsAreInkOutsideOfTheImages(int perClass) {
    ContactSheet plain = ContactSheet.of(DIGITS).captions(Caption.NONE);
    ContactSheet named = ContactSheet.of("digits", DIGITS).captions(Caption.LABEL_AND_INDEX);
    if (perClass > 0) {
      plain = plain.perClass(perClass);
      named = named.perClass(perClass);
    }
    BufferedImage without = plain.toImage();
    BufferedImage with = named.toImage();
    assertThat(with.getHeight()).isGreaterThan(without.getHeight());
    assertThat(darkInMargins(without)).isZero();
    assertThat(darkInMargins(with)).isPositive();
  }

  /** Dark pixels in the rows above the first line around an image: the heading. */
  private static int darkInMargins(BufferedImage sheet) {
    int dark = 0;
    for (int y = 0; y < MARGIN + 16; y++) {
      for (int x = 0; x < sheet.getWidth(); x++) {
        if (level(sheet, x, y) == 128) {
          return dark; // the line around the first image
        }
        dark += level(sheet, x, y) < 64 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void longLabelsAreCutOff() {
    LabelMap words = LabelMap.of(List.of("a".repeat(500), "b"));
    EmnistDataset dataset =
        EmnistDataset.builder(words, 28, 28)
            .add(new byte[784], 0, 0)
            .add(new byte[784], 0, 1)
            .build();
    assertThat(ContactSheet.of(dataset).toImage().getWidth()).isLessThan(400);
    assertThat(ContactSheet.of(dataset).perClass(1).columns(1).toImage().getWidth())
        .isLessThan(300);
  }

  @Test
  void aHeadingWiderThanItsImagesMovesTheNextDataSetAway() {
    String heading = "wider than one image";
    for (int perClass : new int[] {0, 1}) {
      int narrow = sheetOfOne("", perClass).getWidth();
      int wide = sheetOfOne(heading, perClass).getWidth();
      int room = Lettering.heading().width(heading) - 29 - 1; // the image and its lines
      assertThat(wide).isEqualTo(narrow + 2 * room);
    }
    assertThat(sheetOfOne(heading.repeat(50), 0).getWidth()).isEqualTo(2 * MARGIN + 20 + 2 * 240);
  }

  private static BufferedImage sheetOfOne(String heading, int perClass) {
    EmnistDataset one = DIGITS.take(1);
    ContactSheet sheet =
        ContactSheet.of(heading, one).beside(heading, one).scale(1).captions(Caption.NONE);
    return (perClass == 0 ? sheet : sheet.perClass(perClass)).toImage();
  }

  @Test
  void isWrittenWholeAsPng(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sheet.png");
    ContactSheet sheet = ContactSheet.of(DIGITS);
    sheet.writeTo(file);
    BufferedImage read = ImageIO.read(file.toFile());
    BufferedImage drawn = sheet.toImage();
    assertThat(
            read.getRaster().getSamples(0, 0, read.getWidth(), read.getHeight(), 0, (int[]) null))
        .isEqualTo(
            drawn
                .getRaster()
                .getSamples(0, 0, drawn.getWidth(), drawn.getHeight(), 0, (int[]) null));
    assertThat(folder)
        .isDirectoryContaining(path -> path.equals(file))
        .isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aFileThatCannotBeReplacedIsNamed(@TempDir Path folder) throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken.png").resolve("in"));
    assertThatThrownBy(() -> ContactSheet.of(DIGITS).writeTo(taken.getParent()))
        .isInstanceOf(IOException.class)
        .hasMessage("%s: found a folder, expected a file or nothing".formatted(taken.getParent()));
    Path nowhere = folder.resolve("nowhere").resolve("sheet.png");
    assertThatThrownBy(() -> ContactSheet.of(DIGITS).writeTo(nowhere))
        .isInstanceOf(IOException.class)
        .hasMessage("%s: its folder does not exist".formatted(nowhere));
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void refusesSheetsThatCannotBeDrawn() {
    assertRefused(() -> ContactSheet.of(DIGITS.take(0)), "the data set is empty");
    assertRefused(() -> ContactSheet.of(DIGITS).columns(0), "columns (0) must be positive");
    assertRefused(() -> ContactSheet.of(DIGITS).perClass(0), "count (0) must be positive");
    assertRefused(() -> ContactSheet.of(DIGITS).scale(33), "scale (33) must be between 1 and 32");
    EmnistDataset mnist = SyntheticEmnist.of(EmnistSplit.LETTERS).withImagesPerClass(1, 1).train();
    assertRefused(
        () -> ContactSheet.of(DIGITS).beside("", mnist),
        "label map (%s) must be %s, as that of the first data set"
            .formatted(mnist.labelMap(), DIGITS.labelMap()));
    EmnistDataset small =
        EmnistDataset.builder(DIGITS.labelMap(), 8, 9).add(new byte[72], 0, 0).build();
    assertRefused(
        () -> ContactSheet.of(DIGITS).beside("", small),
        "image size (8 x 9) must be 28 x 28, as that of the first data set");
    int[] many = new int[300_000];
    assertRefused(
        () -> ContactSheet.of(DIGITS.subset(many)).captions(Caption.NONE).toImage(),
        "sheet (1165 x 855025 pixels) must have at most 200000000 pixels; take fewer images or a"
            + " smaller scale");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
