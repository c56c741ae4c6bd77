package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.preprocess.CharacterSegmenter;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.model.ReadText.ReadCharacter;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadLineTest {
  private static EmnistClassifier classifier;

  @TempDir private Path dir;

  @BeforeAll
  static void open() {
    classifier = EmnistClassifier.of(TestModels.emnistCnn(3));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  /** Three rings of different widths. */
  private static BufferedImage rings() {
    BufferedImage line = new BufferedImage(360, 120, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = line.createGraphics();
    g.drawImage(TestModels.drawing(80, 120), 0, 0, null);
    g.drawImage(TestModels.drawing(120, 120), 80, 0, null);
    g.drawImage(TestModels.drawing(160, 120), 200, 0, null);
    g.dispose();
    return line;
  }

  @Test
  void eachCharacterIsReadAsItsCutOutPictureIs() {
    BufferedImage line = rings();
    ReadText text = classifier.readLine(line);
    List<CharacterRegion> regions = CharacterSegmenter.standard().segment(line);
    List<Prediction> expected =
        classifier.predictPictures(
            regions.stream().map(region -> region.picture().toBufferedImage()).toList());
    assertThat(text.characters().stream().map(ReadCharacter::region))
        .hasSize(3)
        .containsExactlyElementsOf(regions);
    TestModels.assertSame(
        text.characters().stream().map(ReadCharacter::prediction).toList(), expected);
    ReadText alone =
        classifier.with(PredictionOptions.standard().withContext(false)).readLine(line);
    TestModels.assertSame(
        alone.characters().stream().map(ReadCharacter::inContext).toList(), expected);
  }

  @Test
  void aPictureOfSeveralCharactersIsReported() throws IOException {
    assertThat(classifier.predict(rings()).severalCharacters()).isTrue();
    assertThat(classifier.predict(TestModels.drawing(120, 120)).severalCharacters()).isFalse();
    assertThat(classifier.predictPictures(List.of(rings(), TestModels.drawing(120, 120))))
        .extracting(Prediction::severalCharacters)
        .containsExactly(true, false);
    Path file = dir.resolve("several.png");
    ImageIO.write(rings(), "png", file.toFile());
    assertThat(classifier.predict(file).severalCharacters()).isTrue();
    assertThat(classifier.predictEach(List.of(file)))
        .allMatch(result -> result.prediction().orElseThrow().severalCharacters());
    assertThat(classifier.readLine(file).characters())
        .noneMatch(character -> character.prediction().severalCharacters());
  }

  @Test
  void optionsHoldHereToo() {
    EmnistClassifier digits =
        classifier.with(PredictionOptions.standard().withOnly(CharacterSet.digits()));
    assertThat(digits.readLine(rings()).text()).containsPattern("^[0-9]{3}$");
  }

  @Test
  void filesAreReadLikePictures() throws IOException {
    Path file = dir.resolve("line.png");
    ImageIO.write(rings(), "png", file.toFile());
    assertThat(classifier.readLine(file).toJson()).isEqualTo(classifier.readLine(rings()).toJson());
    assertThatThrownBy(() -> classifier.readLine(dir.resolve("none.png")))
        .isInstanceOf(NoSuchFileException.class);
    Path bad = Files.writeString(dir.resolve("bad.png"), "no picture");
    assertThatThrownBy(() -> classifier.readLine(bad)).isInstanceOf(MalformedDataException.class);
  }

  @Test
  void anEmptyPictureHasNoCharacters() {
    BufferedImage black = new BufferedImage(300, 100, BufferedImage.TYPE_INT_RGB);
    assertThat(classifier.readLine(black).characters()).isEmpty();
  }

  @Test
  void noiseIsRefused(@TempDir Path folder) throws IOException {
    BufferedImage dots = new BufferedImage(1600, 800, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 800; y++) {
      for (int x = 0; x < 1600; x++) {
        dots.setRGB(x, y, x % 8 < 4 && y % 8 < 4 ? 0 : -1);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.readLine(dots))
        .withMessageStartingWith("found 20000 pieces of ink, expected at most 10000");
    Path file = folder.resolve("dots.png");
    ImageIO.write(dots, "png", file.toFile());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> classifier.readLine(file))
        .withMessageStartingWith(file + ": found 20000 pieces of ink, expected at most 10000");
  }

  @Test
  void aClosedClassifierReadsNothingNotEvenBlankPictures() {
    EmnistClassifier closed = PixelNetwork.classifier(classifier.labelMap());
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.readLine(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB)))
        .withMessage("the classifier is closed");
  }

  @Test
  void nullIsNeverAnswered() {
    assertThatThrownBy(() -> classifier.readLine((BufferedImage) null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> classifier.readLine((Path) null))
        .isInstanceOf(NullPointerException.class);
  }
}
