package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Scores;
import io.github.emnist.train.report.Figure.Palette;
import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfusionFigureTest {
  private static final List<String> ABC = List.of("A", "B", "C");

  private static Color background(BufferedImage image, Rectangle cell) {
    return new Color(image.getRGB(cell.x + 1, cell.y + 1));
  }

  @Test
  void rowsAreTrueClassesFromTheTopColumnsPredictedOnes() {
    int[][] confusion = {{6, 0, 2}, {0, 40, 0}, {0, 0, 0}};

    ConfusionFigure figure = new ConfusionFigure(ABC, confusion, "title");
    BufferedImage image = figure.figure().png();

    assertThat(background(image, figure.cell(0, 0))).isEqualTo(Palette.ofShare(0.75, true));
    assertThat(background(image, figure.cell(0, 2))).isEqualTo(Palette.ofShare(0.25, false));
    assertThat(background(image, figure.cell(1, 1))).isEqualTo(Palette.ofShare(1, true));
    for (int[] none : new int[][] {{0, 1}, {1, 0}, {1, 2}, {2, 0}, {2, 1}, {2, 2}}) {
      assertThat(background(image, figure.cell(none[0], none[1]))).isEqualTo(Color.WHITE);
    }
    assertThat(figure.cell(0, 2).x).isGreaterThan(figure.cell(0, 0).x);
    assertThat(figure.cell(2, 0).y).isGreaterThan(figure.cell(0, 0).y);
  }

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void everyClassHasALabelOnBothAxesThatTouchesNoOther(EmnistSplit split) {
    List<String> labels = split.labelMap().labels();
    ConfusionFigure layout = identity(labels, 10);
    BufferedImage image = layout.figure().png();
    int space = layout.labelSpace() - ConfusionFigure.GAP;

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
    ConfusionFigure layout = identity(split.labelMap().labels(), 10);
    BufferedImage image = layout.figure().png();

    assertThat(layout.cell(0, 0).width + 1).isBetween(16, 64);
    assertThat(image.getWidth()).isBetween(600, 1_300);
    assertThat(image.getHeight()).isBetween(600, 1_200);
  }

  @Test
  void writesCountsWhereThereIsRoom() {
    List<String> ten = EmnistSplit.DIGITS.labelMap().labels();
    List<String> fortySeven = EmnistSplit.BALANCED.labelMap().labels();

    assertThat(coloursOfFirstCell(ten, 400)).hasSizeGreaterThan(2).contains(Color.WHITE);
    assertThat(coloursOfFirstCell(fortySeven, 400)).hasSizeGreaterThan(2);
    assertThat(coloursOfFirstCell(fortySeven, 1_000_000_000))
        .containsExactly(Palette.ofShare(1, true));
  }

  private static List<Color> coloursOfFirstCell(List<String> labels, int count) {
    ConfusionFigure figure = identity(labels, count);
    BufferedImage image = figure.figure().png();
    Rectangle cell = figure.cell(0, 0);
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
    ConfusionFigure figure = identity(ABC, 5);
    Rectangle cell = figure.cell(0, 1);

    assertThat(Pixels.of(Color.WHITE, figure.figure().png(), cell))
        .hasSize(cell.width * cell.height);
  }

  @Test
  void turnsNamesThatAreWiderThanTheirColumn() {
    List<String> names = IntStream.range(0, 12).mapToObj(i -> "a long name " + i).toList();
    ConfusionFigure layout = identity(names, 7);
    BufferedImage image = layout.figure().png();

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
  void cutsNamesThatWouldNotFitThePicture() throws Exception {
    String endless = "n".repeat(1_000);
    assertThat(identity(List.of("a", endless), 1).figure().width()).isLessThan(900);

    List<String> labels =
        IntStream.range(0, 62).mapToObj("class number %02d of all sixty-two"::formatted).toList();
    Figure figure = identity(labels, 1).figure();
    assertThat(Svg.of(figure).texts())
        .filteredOn("class number 61 of all \u2026"::equals)
        .hasSize(4); // one on each side
  }

  @Test
  void drawsFromOneClassToTheMostThereMayBe() {
    assertThat(identity(List.of("only"), 3).figure().width()).isGreaterThan(500);
    List<String> most = IntStream.range(0, 256).mapToObj(Integer::toString).toList();

    ConfusionFigure figure = identity(most, 3);

    assertThat(background(figure.figure().png(), figure.cell(255, 255)))
        .isEqualTo(Palette.ofShare(1, true));
  }

  @Test
  void theScaleShowsTheColoursOfTheCells() {
    ConfusionFigure figure = identity(ABC, 5);
    BufferedImage image = figure.figure().png();
    Rectangle scale = figure.scale();
    int right = scale.y + 1;
    int wrong = (int) scale.getMaxY() - 2;

    for (int y : new int[] {right, wrong}) {
      int end = (int) scale.getMaxX() - 1;
      assertThat(new Color(image.getRGB(scale.x, y))).isEqualTo(Color.WHITE);
      assertThat(new Color(image.getRGB(end, y))).isEqualTo(Palette.ofShare(1, y == right));
    }
  }

  @Test
  void theVectorsHoldTheSameCellsAndTexts() throws Exception {
    Evaluation evaluation =
        Evaluation.of(
            Scores.of(
                LabelMap.of(List.of("A", "<b> & \"c\"")),
                new float[][] {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {1, 0}},
                new int[] {0, 0, 0, 0, 1}));

    Svg svg = Svg.of(ConfusionFigure.of(evaluation));

    assertThat(svg.texts())
        .contains("A", "<b> & \"c\"", "true class", "predicted class", "3", "right", "wrong")
        .contains("Confusion matrix: 5 images, accuracy 0.6000");
    Rectangle cell =
        new ConfusionFigure(evaluation.labelMap().labels(), evaluation.confusion(), "").cell(0, 1);
    Color quarter = Palette.ofShare(0.25, false);
    assertThat(svg.elements("rect"))
        .filteredOn(rect -> Svg.number(rect, "width") == cell.width)
        .filteredOn(rect -> Svg.number(rect, "x") == cell.x && Svg.number(rect, "y") == cell.y)
        .extracting(rect -> Svg.inherited(rect, "fill"))
        .containsExactly(
            "rgb(%d,%d,%d)".formatted(quarter.getRed(), quarter.getGreen(), quarter.getBlue()));
  }

  private static ConfusionFigure identity(List<String> labels, int count) {
    int[][] confusion = new int[labels.size()][labels.size()];
    for (int i = 0; i < confusion.length; i++) {
      confusion[i][i] = count;
    }
    return new ConfusionFigure(labels, confusion, "Confusion matrix");
  }
}
