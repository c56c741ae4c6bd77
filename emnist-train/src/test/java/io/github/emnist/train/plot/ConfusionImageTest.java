package io.github.emnist.train.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfusionImageTest {
  private static final List<String> ABC = List.of("A", "B", "C");

  private static Color background(BufferedImage image, Rectangle cell) {
    return new Color(image.getRGB(cell.x + 1, cell.y + 1));
  }

  @Test
  void rowsAreTrueClassesFromTheTopColumnsPredictedOnes() {
    int[][] confusion = {{6, 0, 2}, {0, 40, 0}, {0, 0, 0}};

    BufferedImage image = ConfusionImage.draw(ABC, confusion, "title");
    ConfusionLayout layout = ConfusionImage.layout(ABC);

    assertThat(background(image, layout.cell(0, 0))).isEqualTo(Palette.ofShare(0.75));
    assertThat(background(image, layout.cell(0, 2))).isEqualTo(Palette.ofShare(0.25));
    assertThat(background(image, layout.cell(1, 1))).isEqualTo(Palette.ofShare(1));
    for (int[] none : new int[][] {{0, 1}, {1, 0}, {1, 2}, {2, 0}, {2, 1}, {2, 2}}) {
      assertThat(background(image, layout.cell(none[0], none[1]))).isEqualTo(Color.WHITE);
    }
    assertThat(layout.cell(0, 2).x).isGreaterThan(layout.cell(0, 0).x);
    assertThat(layout.cell(2, 0).y).isGreaterThan(layout.cell(0, 0).y);
  }

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void everyClassHasALabelOnBothAxesThatTouchesNoOther(EmnistSplit split) {
    List<String> labels = split.labelMap().labels();
    BufferedImage image = identity(labels, 10);
    ConfusionLayout layout = ConfusionImage.layout(labels);
    int space = layout.labelSpace() - ConfusionLayout.GAP;

    for (int i = 0; i < labels.size(); i++) {
      Rectangle row = layout.cell(i, 0);
      Rectangle column = layout.cell(0, i);
      Rectangle left = new Rectangle(layout.left() - space, row.y, space - 1, row.height);
      Rectangle below = new Rectangle(column.x, layout.bottom() + 1, column.width, space);
      assertThat(ink(image, left)).as("label %s of row %d", labels.get(i), i).isNotEmpty();
      assertThat(ink(image, below)).as("label %s of column %d", labels.get(i), i).isNotEmpty();
      Rectangle between = new Rectangle(column.x + column.width, below.y, 1, space);
      assertThat(ink(image, between)).as("between columns %d and %d", i, i + 1).isEmpty();
    }
  }

  /** What is as dark as the middle of a stroke. */
  private static List<Point> ink(BufferedImage image, Rectangle where) {
    return IntStream.range(where.y, (int) where.getMaxY())
        .boxed()
        .flatMap(
            y -> IntStream.range(where.x, (int) where.getMaxX()).mapToObj(x -> new Point(x, y)))
        .filter(p -> (image.getRGB(p.x, p.y) & 0xFF) < 0x80)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void isLargeEnoughToReadAndFitsAScreen(EmnistSplit split) {
    BufferedImage image = identity(split.labelMap().labels(), 10);

    assertThat(ConfusionImage.layout(split.labelMap().labels()).cell()).isBetween(16, 64);
    assertThat(image.getWidth()).isBetween(600, 1_300);
    assertThat(image.getHeight()).isBetween(600, 1_200);
  }

  @Test
  void writesCountsWhereThereIsRoom() {
    List<String> ten = EmnistSplit.DIGITS.labelMap().labels();
    List<String> fortySeven = EmnistSplit.BALANCED.labelMap().labels();

    assertThat(coloursOfFirstCell(ten, 400)).hasSizeGreaterThan(2);
    assertThat(coloursOfFirstCell(ten, 400)).contains(Color.WHITE);
    assertThat(coloursOfFirstCell(ten, 1_000_000_000)).containsExactly(Palette.ofShare(1));
    assertThat(coloursOfFirstCell(fortySeven, 400)).containsExactly(Palette.ofShare(1));
  }

  private static List<Color> coloursOfFirstCell(List<String> labels, int count) {
    BufferedImage image = identity(labels, count);
    Rectangle cell = ConfusionImage.layout(labels).cell(0, 0);
    return IntStream.range(cell.y, (int) cell.getMaxY())
        .boxed()
        .flatMap(
            y ->
                IntStream.range(cell.x, (int) cell.getMaxX())
                    .mapToObj(x -> new Color(image.getRGB(x, y))))
        .distinct()
        .toList();
  }

  @Test
  void leavesCellsWithoutImagesEmpty() {
    BufferedImage image =
        ConfusionImage.draw(ABC, new int[][] {{5, 0, 0}, {0, 5, 0}, {0, 0, 5}}, "");
    Rectangle cell = ConfusionImage.layout(ABC).cell(0, 1);

    assertThat(Pixels.of(Color.WHITE, image, cell)).hasSize(cell.width * cell.height);
  }

  @Test
  void turnsNamesThatAreWiderThanTheirColumn() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "a long name " + i).toList();
    ConfusionLayout layout = ConfusionImage.layout(names);
    BufferedImage image = identity(names, 7);

    assertThat(layout.upright()).isFalse();
    for (int i = 0; i < names.size(); i++) {
      Rectangle column = layout.cell(0, i);
      List<Point> label =
          ink(
              image,
              new Rectangle(column.x, layout.bottom() + 1, column.width, layout.labelSpace() - 1));
      int top = label.stream().mapToInt(p -> p.y).min().orElseThrow();
      int bottom = label.stream().mapToInt(p -> p.y).max().orElseThrow();
      int width =
          label.stream().mapToInt(p -> p.x).max().orElseThrow()
              - label.stream().mapToInt(p -> p.x).min().orElseThrow();
      assertThat(bottom - top).as("height of label %d", i).isGreaterThan(60);
      assertThat(width).as("width of label %d", i).isLessThan(18);
    }
  }

  @Test
  void cutsNamesThatWouldNotFitThePicture() {
    String endless = "n".repeat(1_000);

    assertThat(identity(List.of("a", endless), 1).getWidth()).isLessThan(900);
  }

  @Test
  void drawsFromOneClassToTheMostThereMayBe() {
    assertThat(identity(List.of("only"), 3).getWidth()).isGreaterThan(500);
    List<String> most = IntStream.range(0, 256).mapToObj(Integer::toString).toList();

    BufferedImage image = identity(most, 3);

    Rectangle last = ConfusionImage.layout(most).cell(255, 255);
    assertThat(background(image, last)).isEqualTo(Palette.ofShare(1));
  }

  @Test
  void theScaleShowsTheColoursOfTheCells() {
    BufferedImage image = identity(ABC, 5);
    Rectangle scale = ConfusionImage.layout(ABC).scale();

    assertThat(new Color(image.getRGB(scale.x + 1, scale.y))).isEqualTo(Palette.ofShare(1));
    assertThat(new Color(image.getRGB(scale.x + 1, (int) scale.getMaxY() - 1)))
        .isEqualTo(Palette.ofShare(0));
  }

  private static BufferedImage identity(List<String> labels, int count) {
    int[][] confusion = new int[labels.size()][labels.size()];
    for (int i = 0; i < confusion.length; i++) {
      confusion[i][i] = count;
    }
    return ConfusionImage.draw(labels, confusion, "Confusion matrix");
  }
}
