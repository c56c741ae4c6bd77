package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.RealFolder;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.data.preprocess.ComposedText.Style;
import io.github.emnist.data.preprocess.ComposedText.Written;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts composed of images, so that every character's place is known. */
class CharacterSegmenterTest {
  /** Estimates neither a pen's width nor a character's size in a scan. */
  private static final EmnistConversion CONVERSION = new EmnistConversion();

  private static final CharacterSegmenter SEGMENTER = CharacterSegmenter.standard();
  private static final EmnistDataset IMAGES =
      ofOnePiece(SyntheticEmnist.balanced().withImagesPerClass(10, 1).train());

  @ParameterizedTest
  @ValueSource(doubles = {-0.08, -0.03, 0, 0.03, 0.08})
  void everyCharacterOfALineIsFoundWhereItStands(double slant) {
    for (int seed = 0; seed < 10; seed++) {
      ComposedText text = ComposedText.write(IMAGES, 1, 4, Style.PLAIN.withSlant(slant), seed);
      assertAllFound(text, SEGMENTER.segment(text.darkOnLight()), 2);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.03, 0, 0.03})
  void everyCharacterOfManyRowsIsFoundInReadingOrder(double slant) {
    for (int seed = 0; seed < 5; seed++) {
      ComposedText text = ComposedText.write(IMAGES, 5, 3, Style.PLAIN.withSlant(slant), seed);
      assertAllFound(text, SEGMENTER.segment(text.lightOnDark()), 2);
    }
  }

  @Test
  void lightOnDarkIsCutLikeDarkOnLight() {
    ComposedText text = ComposedText.write(IMAGES, 2, 3, Style.PLAIN, 3);
    assertThat(SEGMENTER.segment(text.lightOnDark()))
        .isEqualTo(SEGMENTER.segment(text.darkOnLight()));
    assertThat(SEGMENTER.segment(text.darkOnLight().toBufferedImage()))
        .isEqualTo(SEGMENTER.segment(text.darkOnLight()));
  }

  /** On the right there is a third of the light, and less again at the bottom. */
  @Test
  void lightMayFallOff() {
    ComposedText text = ComposedText.write(IMAGES, 5, 3, Style.PLAIN, 2);
    GrayImage even = text.darkOnLight();
    byte[] pixels = even.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      double right = (double) (i % even.width()) / even.width();
      double down = (double) (i / even.width()) / even.height();
      pixels[i] = (byte) ((30 + (pixels[i] & 0xFF) * 0.85) * (1 - 0.66 * right) * (1 - 0.3 * down));
    }
    GrayImage uneven = GrayImage.of(even.width(), even.height(), pixels);
    assertAllFound(text, SEGMENTER.segment(uneven), 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 40, 160})
  void lettersMayBeSmallOrLarge(int letter) {
    ComposedText text = ComposedText.write(IMAGES, 1, 3, Style.PLAIN.withLetter(letter), 5);
    assertAllFound(text, SEGMENTER.segment(text.darkOnLight()), 2 + letter / 40);
  }

  /** Cut out of the text, scaled back and centred, an image is nearly unchanged. */
  @Test
  void regionShowsTheCharacterAlone() {
    ComposedText text = ComposedText.write(IMAGES, 2, 4, Style.PLAIN, 7);
    List<CharacterRegion> regions = SEGMENTER.segment(text.darkOnLight());
    double sum = 0;
    for (int i = 0; i < regions.size(); i++) {
      GrayImage cut = CONVERSION.convert(regions.get(i).picture());
      GrayImage image = IMAGES.image(text.characters().get(i).image());
      for (int pixel = 0; pixel < 28 * 28; pixel++) {
        int x = pixel % 28;
        int y = pixel / 28;
        sum += Math.abs(cut.pixel(x, y) - image.pixel(x, y)) / 784.0 / regions.size();
      }
    }
    assertThat(sum).isLessThan(15);
  }

  /** Some real letters consist of several pieces. */
  @Test
  void nearlyAllRealCharactersAreFound() throws IOException {
    EmnistDataset real = EmnistReader.open(RealFolder.named("EMNIST_DATA")).train();
    int written = 0;
    int right = 0;
    int found = 0;
    for (int seed = 0; seed < 40; seed++) {
      ComposedText text = ComposedText.write(real, 2, 4, Style.PLAIN, seed);
      List<CharacterRegion> regions = SEGMENTER.segment(text.darkOnLight());
      written += text.characters().size();
      found += regions.size();
      right += (int) text.characters().stream().filter(w -> isFound(w, regions)).count();
    }
    assertThat((double) right / written).isGreaterThan(0.99);
    assertThat((double) right / found).isGreaterThan(0.99);
  }

  /** Small versions of the pictures. */
  private static EmnistDataset ofOnePiece(EmnistDataset images) {
    return images.subset(
        IntStream.range(0, images.size())
            .filter(i -> Runs.find(images.image(i).toBytes(), 28, 28, 96).pieceCount() == 1)
            .toArray());
  }

  private static boolean isFound(Written written, List<CharacterRegion> regions) {
    return regions.stream()
        .filter(r -> r.row() == written.row() && r.spaceBefore() == written.spaceBefore())
        .anyMatch(r -> distance(box(r), written.box()) <= 3);
  }

  private static void assertAllFound(
      ComposedText text, List<CharacterRegion> regions, int tolerance) {
    assertThat(regions.size()).as(text.text()).isEqualTo(text.characters().size());
    for (int i = 0; i < regions.size(); i++) {
      Written written = text.characters().get(i);
      CharacterRegion region = regions.get(i);
      assertThat(distance(box(region), written.box()))
          .as("%s of %s, found %s", written, text.text(), region)
          .isLessThanOrEqualTo(tolerance);
      assertThat(region.row()).as("row of %s", written).isEqualTo(written.row());
      assertThat(region.spaceBefore()).as("space at %s", written).isEqualTo(written.spaceBefore());
    }
  }

  private static PixelBox box(CharacterRegion r) {
    return new PixelBox(r.x(), r.y(), r.x() + r.width(), r.y() + r.height());
  }

  private static int distance(PixelBox a, PixelBox b) {
    int x = Math.max(Math.abs(a.left() - b.left()), Math.abs(a.right() - b.right()));
    int y = Math.max(Math.abs(a.top() - b.top()), Math.abs(a.bottom() - b.bottom()));
    return Math.max(x, y);
  }
}
