package io.github.emnist.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.dflib.Exp.$col;
import static org.dflib.Exp.$double;
import static org.dflib.Exp.$int;
import static org.dflib.Exp.count;

import com.sun.management.ThreadMXBean;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.dflib.DataFrame;
import org.dflib.Printers;
import org.dflib.Series;
import org.junit.jupiter.api.Test;

class EmnistTableTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(20, 1).train();

  /** 4 x 3 images: a soft-edged stroke, a blank one, one bright pixel in the corner. */
  private static EmnistDataset drawn() {
    byte[] stroke = {
      0, 9, 0, 0, //
      49, 100, 51, 0, //
      0, 50, 0, 0
    };
    byte[] corner = new byte[12];
    corner[11] = (byte) 255;
    return EmnistDataset.builder(LabelMap.of(List.of("stroke", "blank", "corner")), 4, 3)
        .add(stroke, 0, 0)
        .add(new byte[12], 0, 1)
        .add(corner, 0, 2)
        .build();
  }

  private static List<Object> column(DataFrame table, String name) {
    return List.copyOf(table.<Object>getColumn(name).toList());
  }

  @Test
  void columnsHoldWhatTheirNamesSay() {
    DataFrame table = EmnistTable.of(drawn());
    assertThat(table.getColumnsIndex())
        .containsExactly("label", "character", "ink", "left", "top", "width", "height", "image");
    assertThat(column(table, "label")).containsExactly(0, 1, 2);
    assertThat(column(table, "character")).containsExactly("stroke", "blank", "corner");
    assertThat(column(table, "ink")).containsExactly(259 / (255.0 * 12), 0.0, 1 / 12.0);
    // Half of the strongest, 100, is 50: 49 and 9 are edge.
    assertThat(column(table, "left")).containsExactly(1, 0, 3);
    assertThat(column(table, "top")).containsExactly(1, 0, 2);
    assertThat(column(table, "width")).containsExactly(2, 0, 1);
    assertThat(column(table, "height")).containsExactly(2, 0, 1);
    assertThat(column(table, "image"))
        .containsExactly(drawn().image(0), drawn().image(1), drawn().image(2));
  }

  @Test
  void imagesFollowTheirRows() {
    DataFrame table = EmnistTable.of(DIGITS);
    DataFrame sevens = table.rows($int("label").eq(7)).select();
    assertThat(column(sevens, "image"))
        .isEqualTo(
            IntStream.range(0, DIGITS.size())
                .filter(i -> DIGITS.label(i) == 7)
                .mapToObj(i -> (Object) DIGITS.image(i))
                .toList())
        .hasSize(20);
    DataFrame last = table.sort($double("ink").desc()).head(1);
    GrayImage boldest = last.<GrayImage>getColumn("image").get(0);
    double most =
        IntStream.range(0, DIGITS.size())
            .mapToDouble(i -> ink(DIGITS.image(i)))
            .max()
            .orElseThrow();
    assertThat(ink(boldest)).isEqualTo(most);
    Series<GrayImage> images = table.getColumn("image");
    GrayImage[] copied = new GrayImage[3];
    images.copyTo(copied, 4, 1, 2);
    assertThat(copied).containsExactly(null, DIGITS.image(4), DIGITS.image(5));
    assertThat(images.isNotNull().isTrue()).isTrue();
    assertThat(images.fillNulls(boldest)).isSameAs(images);
    assertThat(images.fillNullsBackwards()).isSameAs(images);
    assertThat(images.fillNullsForward()).isSameAs(images);
    assertThat(images.fillNullsFromSeries(images)).isSameAs(images);
  }

  private static double ink(GrayImage image) {
    double sum = 0;
    for (byte pixel : image.toBytes()) {
      sum += pixel & 0xFF;
    }
    return sum / (255 * 784);
  }

  @Test
  void groupsGiveClassCountsAndMeanInk() {
    DataFrame classes =
        EmnistTable.of(DIGITS)
            .group("label")
            .agg($col("character").first().as("character"), count().as("n"), $double("ink").avg());
    assertThat(column(classes, "n")).containsOnly(20).hasSize(10);
    double mean = 0;
    for (int i = 0; i < DIGITS.size(); i++) {
      mean += DIGITS.label(i) == 3 ? ink(DIGITS.image(i)) / 20 : 0;
    }
    int row = column(classes, "character").indexOf("3");
    assertThat((double) classes.getColumn(2).get(row)).isCloseTo(mean, within(1e-12));
  }

  @Test
  void printsItsFirstRows() {
    assertThat(Printers.tabular.toString(EmnistTable.of(drawn()).head(2)))
        .contains("character", "stroke", "blank", "GrayImage[4x3]")
        .doesNotContain("corner");
  }

  @Test
  void anEmptyDataSetIsATableWithoutRows() {
    EmnistDataset empty = DIGITS.take(0);
    assertThat(EmnistTable.of(empty).height()).isZero();
  }

  /** An image each would be 200 x 800 bytes and more. */
  @Test
  void theImageColumnHoldsNoImages() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    EmnistTable.of(DIGITS); // loads the classes
    long before = threads.getCurrentThreadAllocatedBytes();
    DataFrame table = EmnistTable.of(DIGITS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(table.height()).isEqualTo(200);
    assertThat(allocated).isLessThan(200 * 784 / 4);
  }
}
