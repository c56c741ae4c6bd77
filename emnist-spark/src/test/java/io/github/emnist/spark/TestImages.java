package io.github.emnist.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.Prediction;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;

/** Images of EMNIST's training part where EMNIST_DATA is set, else synthetic ones. */
final class TestImages {
  private static final String FOLDER = System.getenv("EMNIST_DATA");

  /** What {@link #take} gives, for a log. */
  static final String KIND =
      FOLDER == null ? "synthetic images, since EMNIST_DATA is not set" : "images of EMNIST_DATA";

  private TestImages() {}

  /**
   * Takes the first images.
   *
   * @param dir a new folder, for the unpacked files: gzip is not read with Spark's Commons Compress
   */
  static EmnistDataset take(int count, Path dir) throws IOException {
    if (FOLDER == null) {
      return SyntheticEmnist.balanced().withImagesPerClass(count / 47 + 1, 1).train().take(count);
    }
    Files.createDirectories(dir);
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(FOLDER))) {
      files = all.filter(file -> file.toString().endsWith("-ubyte.gz")).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Files.copy(in, dir.resolve(name.substring(0, name.length() - ".gz".length())));
      }
    }
    return EmnistReader.open(dir).train().take(count);
  }

  /** Draws an image in black on white paper of 84 x 84 pixels. */
  static BufferedImage picture(GrayImage image, int type) {
    BufferedImage picture = new BufferedImage(84, 84, type);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 84, 84);
    graphics.dispose();
    for (int y = 0; y < 84; y++) {
      for (int x = 0; x < 84; x++) {
        int paper = image.pixel(x / 3, y / 3) > 100 ? 0x000000 : 0xFFFFFF;
        picture.setRGB(x, y, 0xFF000000 | paper);
      }
    }
    return picture;
  }

  static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, out)).isTrue();
    return out.toByteArray();
  }

  /** Lists all fields of a column of predictions. */
  static List<Object> fields(Row prediction) {
    List<Object> fields = new ArrayList<>();
    fields.add(prediction.get(0));
    fields.add(prediction.get(1));
    for (Row candidate : prediction.<Row>getList(2)) {
      fields.add(candidate.get(0));
      fields.add(candidate.get(1));
    }
    fields.add(prediction.get(3));
    return fields;
  }

  /** Lists the fields that a column should have for a prediction. */
  static List<Object> fields(Prediction prediction, int topK) {
    List<Object> fields = new ArrayList<>();
    fields.add(prediction.blank() ? null : prediction.label());
    fields.add((double) prediction.probability());
    for (Prediction.Candidate candidate : prediction.top(topK)) {
      fields.add(candidate.label());
      fields.add((double) candidate.probability());
    }
    fields.add(null);
    return fields;
  }
}
