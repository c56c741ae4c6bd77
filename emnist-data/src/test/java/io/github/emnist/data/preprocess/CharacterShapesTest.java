package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which strokes form a character, on drawn sheets. */
class CharacterShapesTest {
  @Test
  void dotsBelongToTheirStems() {
    // A ring, an i, a j that reaches below the line, a ring.
    Sheet sheet = new Sheet(300, 140).ring(20, 30);
    sheet.line(85, 55, 85, 90).dot(85, 42, 8);
    sheet.line(120, 55, 120, 110).line(120, 107, 105, 107).dot(120, 42, 8);
    assertThat(sheet.ring(150, 30).boxes())
        .containsExactly("0:20,30 40x60", "0:81,38 8x52", "0:105,38 19x72", "0:150,30 40x60");
  }

  @Test
  void theDotOfASlantedIStandsBesideItsStem() {
    Sheet sheet = new Sheet(300, 140).ring(20, 30).line(80, 90, 92, 55).dot(98, 40, 9);
    assertThat(sheet.ring(130, 30).segment()).hasSize(3);
  }

  @Test
  void twoBarsAndTwoPointsAreCharacters() {
    Sheet sheet = new Sheet(400, 140).ring(20, 30);
    sheet.line(80, 50, 115, 50).line(80, 72, 115, 72); // =
    sheet.dot(150, 50, 10).dot(150, 80, 10); // :
    sheet.line(180, 60, 210, 60); // -
    assertThat(sheet.ring(230, 30).boxes())
        .containsExactly(
            "0:20,30 40x60", "0:80,47 35x28", "0:145,45 10x40", "0:180,57 30x6", "0:230,30 40x60");
  }

  @Test
  void partsOfABrokenStrokeAreOneCharacter() {
    // A 5 whose bar is loose, a stem broken in the middle, a T whose bar does not touch.
    Sheet sheet = new Sheet(400, 140).ring(20, 30);
    sheet.line(90, 36, 120, 33).line(83, 44, 83, 60).ring(80, 52);
    sheet.line(150, 30, 150, 58).line(150, 63, 150, 90);
    sheet.line(180, 33, 220, 33).line(200, 41, 200, 90);
    assertThat(sheet.segment()).hasSize(4);
  }

  @Test
  void pointsCommasAndDustAreLeftOut() {
    Sheet sheet = new Sheet(300, 140).ring(20, 30).dot(70, 86, 9).line(130, 84, 127, 94);
    sheet.dot(100, 20, 2).dot(180, 120, 3).dot(40, 60, 3);
    assertThat(sheet.ring(80, 30).boxes()).containsExactly("0:20,30 40x60", "0:80,30 40x60");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 2, -3})
  void aGridIsNoCharacter(double degrees) {
    Sheet sheet = new Sheet(700, 500).rotate(degrees).pen(3);
    for (int i = 0; i <= 6; i++) {
      sheet.line(50 + 100 * i, 50, 50 + 100 * i, 450);
    }
    for (int i = 0; i <= 4; i++) {
      sheet.line(50, 50 + 100 * i, 650, 50 + 100 * i);
    }
    sheet.pen(6).ring(80, 70).ring(280, 70).ring(580, 70).ring(180, 270).ring(380, 370);
    assertThat(rowsOf(sheet.segment())).containsExactly(0, 0, 0, 1, 2);
  }

  @Test
  void cellsAreNotCharacters() {
    Sheet sheet = new Sheet(700, 140).pen(3);
    for (int i = 0; i < 6; i++) {
      sheet.frame(20 + 110 * i, 20, 90, 100);
    }
    sheet.pen(6).ring(45, 40).ring(155, 40).ring(375, 40);
    List<CharacterRegion> regions = sheet.segment();
    assertThat(sheet.boxes()).containsExactly("0:45,40 40x60", "0:155,40 40x60", "0:375,40 40x60");
    assertThat(regions.get(1).spaceBefore()).isFalse();
  }

  @Test
  void ruledLinesAreNoCharacters() {
    Sheet sheet = new Sheet(700, 300).pen(2);
    sheet.line(10, 100, 690, 104).line(10, 200, 690, 204).line(60, 5, 60, 295);
    sheet.pen(6).ring(80, 30).ring(180, 30).ring(80, 130).line(250, 130, 250, 190);
    assertThat(sheet.boxes())
        .containsExactly("0:80,30 40x60", "0:180,30 40x60", "1:80,130 40x60", "1:247,130 6x60");
  }

  @Test
  void onlyStraightStrokesAreALineToo() {
    Sheet sheet = new Sheet(300, 100).pen(4);
    for (int i = 0; i < 5; i++) {
      sheet.line(30 + 40 * i, 20, 30 + 40 * i, 80);
    }
    assertThat(sheet.segment()).hasSize(5);
  }

  @Test
  void capitalsLowerCaseAndDescendersAreOneRow() {
    Sheet sheet = new Sheet(400, 160).ring(20, 30);
    sheet.draw(new Ellipse2D.Double(80, 60, 28, 28)); // o
    sheet.draw(new Ellipse2D.Double(130, 60, 28, 28)).line(158, 60, 158, 115); // q
    sheet.line(190, 25, 190, 90); // l
    sheet.draw(new Ellipse2D.Double(215, 60, 28, 28)); // o
    assertThat(rowsOf(sheet.segment())).containsExactly(0, 0, 0, 0, 0);
  }

  @Test
  void rowsThatNearlyTouchAreTwo() {
    Sheet sheet = new Sheet(400, 220);
    sheet.draw(new Ellipse2D.Double(30, 60, 28, 28)).line(58, 60, 58, 120); // q
    sheet.ring(80, 30).ring(140, 30).ring(200, 30);
    sheet.ring(20, 125).ring(80, 125).line(150, 122, 150, 185).ring(200, 125);
    assertThat(rowsOf(sheet.segment())).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
  }

  @Test
  void aWideGapIsASpace() {
    Sheet sheet = new Sheet(500, 140).ring(20, 30).ring(70, 30).ring(160, 30).ring(215, 30);
    assertThat(sheet.segment().stream().map(CharacterRegion::spaceBefore))
        .containsExactly(false, false, true, false);
  }

  @Test
  void equalWideGapsAreNotSpaces() {
    Sheet sheet = new Sheet(600, 140).ring(20, 30).ring(140, 30).ring(255, 30).ring(380, 30);
    assertThat(sheet.segment()).hasSize(4).noneMatch(CharacterRegion::spaceBefore);
  }

  @Test
  void anEmptyCellIsASpaceAndANarrowCharacterMakesNone() {
    Sheet sheet = new Sheet(900, 140).pen(3);
    for (int i = 0; i < 8; i++) {
      sheet.frame(20 + 100 * i, 20, 90, 100);
    }
    sheet.pen(6).ring(45, 40).line(165, 40, 165, 100).line(270, 40, 270, 100).ring(345, 40);
    sheet.ring(545, 40).line(665, 40, 665, 100).ring(745, 40);
    assertThat(sheet.segment().stream().map(CharacterRegion::spaceBefore))
        .containsExactly(false, false, false, false, true, false, false);
  }

  @Test
  void positionsCountFromTheLeft() {
    Sheet sheet = new Sheet(300, 240).ring(140, 30).ring(20, 32).ring(80, 130).ring(20, 130);
    List<CharacterRegion> regions = sheet.segment();
    assertThat(regions.stream().map(CharacterRegion::x)).containsExactly(20, 140, 20, 80);
    assertThat(regions.stream().map(CharacterRegion::position)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void neighboursThatReachIntoABoxAreLeftOut() {
    // A ring beneath the arm of a 7.
    Sheet sheet = new Sheet(300, 140).line(20, 33, 110, 33).line(107, 33, 30, 90);
    sheet.pen(5).draw(new Ellipse2D.Double(92, 62, 26, 26));
    List<CharacterRegion> regions = sheet.segment();
    assertThat(regions).hasSize(2);
    Sheet alone = new Sheet(300, 140).line(20, 33, 110, 33).line(107, 33, 30, 90);
    GrayImage expected = alone.segment().get(0).picture();
    GrayImage actual = regions.get(0).picture();
    assertThat(difference(actual, expected)).isLessThan(0.5);
  }

  @Test
  void characterThatFillsItsPictureGivesTheSameImage() {
    Sheet sheet = new Sheet(40, 60).ring(0, 0);
    assertThat(sheet.boxes()).containsExactly("0:0,0 40x60");
    GrayImage cut = CharacterPreprocessor.emnist().process(sheet.segment().get(0).picture());
    GrayImage wide =
        CharacterPreprocessor.emnist().process(new Sheet(100, 100).ring(30, 20).picture());
    assertThat(difference(cut, wide)).isLessThan(2);
  }

  @Test
  void noiseHasNoCharacters() {
    Sheet sheet = new Sheet(600, 300).ring(50, 50).ring(120, 50).ring(190, 50).ring(50, 170);
    CounterRandom random = new CounterRandom(7, 0, 0);
    for (int i = 0; i < 600 * 300 / 50; i++) {
      int grey = random.nextBoolean() ? Color.BLACK.getRGB() : Color.WHITE.getRGB();
      sheet.picture().setRGB(random.nextInt(600), random.nextInt(300), grey);
    }
    assertThat(rowsOf(sheet.segment())).containsExactly(0, 0, 0, 1);
    assertThat(sheet.segment().get(0).x()).isBetween(46, 51);
  }

  private static List<Integer> rowsOf(List<CharacterRegion> regions) {
    return regions.stream().map(CharacterRegion::row).toList();
  }

  /** The mean difference of pixels, in grey levels. */
  private static double difference(GrayImage a, GrayImage b) {
    assertThat(a.width()).isEqualTo(b.width());
    assertThat(a.height()).isEqualTo(b.height());
    double sum = 0;
    for (int y = 0; y < a.height(); y++) {
      for (int x = 0; x < a.width(); x++) {
        sum += Math.abs(a.pixel(x, y) - b.pixel(x, y));
      }
    }
    return sum / a.width() / a.height();
  }
}
