package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.CharacterPreprocessorTest.difference;
import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.CharacterPreprocessor.PreprocessingStep;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares typical pictures of users with the same characters in EMNIST. */
class UsersPicturesTest {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();

  /** Includes bold ones, whose strokes fill most of a crop. */
  private static final EmnistDataset CHARACTERS =
      SyntheticEmnist.balanced().withImagesPerClass(4, 1).train();

  /** Enlarged and cropped to the ink, like a threshold's bounding box. */
  @ParameterizedTest
  @CsvSource({
    "4, 0, false",
    "4, 0.1, false",
    "4, 0, true",
    "4, 0.1, true",
    "8, 0, false",
    "8, 0.1, true"
  })
  void softCropsGiveTheCharacter(int scale, double margin, boolean light) {
    double sum = 0;
    for (int i = 0; i < CHARACTERS.size(); i++) {
      GrayImage image = CHARACTERS.image(i);
      BufferedImage crop = crop(image, scale, margin, light);
      List<String> steps = PREPROCESSOR.steps(crop).stream().map(PreprocessingStep::name).toList();
      assertThat(steps).as("image %d", i).doesNotContain("light", "blank");
      sum += difference(PREPROCESSOR.process(crop), image);
    }
    // The mean of 188 characters; half of the ink lost would be 20 levels.
    assertThat(sum / CHARACTERS.size()).isLessThan(8);
  }

  private static BufferedImage crop(GrayImage image, int scale, double margin, boolean light) {
    int side = 28 * scale;
    GrayImage large = Resampling.resize(image, side, side);
    PixelBox box = PixelBox.find(large, 128);
    int longer = Math.max(box.right() - box.left(), box.bottom() - box.top());
    int room = (int) Math.round(margin * longer);
    int left = Math.max(0, box.left() - room);
    int top = Math.max(0, box.top() - room);
    int right = Math.min(side, box.right() + room);
    int bottom = Math.min(side, box.bottom() + room);
    byte[] pixels = large.toBytes();
    for (int i = 0; i < pixels.length && !light; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
    return GrayImage.of(side, side, pixels)
        .toBufferedImage()
        .getSubimage(left, top, right - left, bottom - top);
  }

  /** Ink covers more than half of the crop. */
  @ParameterizedTest
  @ValueSource(strings = {"black", "white", "red", "blue", "gray"})
  void boldInkOnATrimmedTransparentCanvas(String ink) throws ReflectiveOperationException {
    Color colour = (Color) Color.class.getField(ink).get(null);
    GrayImage expected = PREPROCESSOR.process(letterE(Color.BLACK, Color.WHITE));
    BufferedImage canvas = letterE(colour, null);
    assertThat(difference(PREPROCESSOR.process(canvas), expected)).isLessThan(1);
  }

  /** Strokes of 36 pixels in 120 x 170, trimmed to the ink. */
  private static BufferedImage letterE(Color ink, Color paper) {
    BufferedImage picture = new BufferedImage(120, 170, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = picture.createGraphics();
    if (paper != null) {
      graphics.setColor(paper);
      graphics.fillRect(0, 0, 120, 170);
    }
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(ink);
    graphics.setStroke(new BasicStroke(36, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    Path2D e = new Path2D.Double();
    e.moveTo(120, 18);
    e.lineTo(18, 18);
    e.lineTo(18, 152);
    e.lineTo(120, 152);
    e.moveTo(18, 85);
    e.lineTo(100, 85);
    graphics.draw(e);
    graphics.dispose();
    return picture;
  }

  /** A bar and nothing else: every pixel of the canvas is ink. */
  @ParameterizedTest
  @ValueSource(ints = {4, 12, 36})
  void aTrimmedOneIsNotBlank(int pen) {
    BufferedImage canvas = new BufferedImage(pen, 150, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(
        new Path2D.Double(
            new java.awt.geom.Line2D.Double(pen / 2.0, pen / 2.0, pen / 2.0, 150 - pen / 2.0),
            new AffineTransform()));
    graphics.dispose();
    GrayImage image = PREPROCESSOR.process(canvas);
    assertThat(CharacterPreprocessor.isBlank(image)).isFalse();
    PixelBox box = PixelBox.find(image, 128);
    assertThat(box.bottom() - box.top()).isGreaterThan(15);
    assertThat(box.right() - box.left()).isLessThan(13);
  }

  @ParameterizedTest
  @CsvSource({
    "0x008000, 0xFF0000",
    "0xFF2020, 0x00A000",
    "0x00A000, 0xFF2020",
    "0x5050FF, 0x808000",
    "0xFFFF00, 0xFFFFFF",
    "0xC000C0, 0x007A00"
  })
  void coloursOfEqualBrightnessDiffer(String ink, String paper) {
    GrayImage expected = PREPROCESSOR.process(BLACK_ON_WHITE.draw());
    BufferedImage picture = BLACK_ON_WHITE.ink(Color.decode(ink)).paper(Color.decode(paper)).draw();
    assertThat(difference(PREPROCESSOR.process(picture), expected)).isLessThan(1.5);
  }

  /** Also between the pixels that are sampled for colours. */
  @ParameterizedTest
  @CsvSource({"300, 2", "500, 3", "1000, 3", "1000, 8"})
  void thinStrokesOfEqualBrightnessAreSeen(int side, int pen) {
    for (int offset = 0; offset < 20; offset++) {
      BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = picture.createGraphics();
      graphics.setColor(Color.RED);
      graphics.fillRect(0, 0, side, side);
      graphics.setColor(new Color(0, 130, 0));
      graphics.fillRect(side / 2 + offset, side / 5, pen, side / 2);
      graphics.fillRect(side / 2 + offset, side / 5, side / 4, pen);
      graphics.dispose();
      GrayImage image = PREPROCESSOR.process(picture);
      assertThat(CharacterPreprocessor.isBlank(image)).as("offset %d", offset).isFalse();
    }
  }

  /** An opaque sheet in a transparent window, with thin or faint ink on it. */
  @ParameterizedTest
  @CsvSource({"0.02, 0", "0.05, 0", "0.1, 0", "0.1, 150", "0.2, 200"})
  void sheetWithATransparentMargin(double pen, int ink) {
    Drawing sheet = BLACK_ON_WHITE.pen(pen).ink(new Color(ink, ink, ink));
    BufferedImage window = new BufferedImage(240, 240, BufferedImage.TYPE_INT_ARGB);
    window.createGraphics().drawImage(sheet.draw(), 20, 20, null);
    assertThat(difference(PREPROCESSOR.process(window), PREPROCESSOR.process(sheet.draw())))
        .isLessThan(1);
  }

  @Test
  void wideTransparentPictures() {
    BufferedImage wide = new BufferedImage(200_000, 200, BufferedImage.TYPE_4BYTE_ABGR);
    Graphics2D graphics = wide.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 200_000, 200);
    graphics.dispose();
    assertThat(Luma.of(wide, 1024).pixel(500, 0)).isEqualTo(255);
  }

  @Test
  void specksThatAreBlankAreNoCharacters() {
    BufferedImage specks = new BufferedImage(600, 600, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 4; i++) {
      specks.setRGB(120 + 100 * i, 300, 0xFFFFFF);
      specks.setRGB(121 + 100 * i, 301, 0xFFFFFF);
    }
    CharacterPreprocessor.Result result = PREPROCESSOR.analyse(specks);
    assertThat(CharacterPreprocessor.isBlank(result.image())).isTrue();
    assertThat(result.severalCharacters()).isFalse();
  }

  /** Ten and twelve bits in samples of sixteen, grey and in colour. */
  @ParameterizedTest
  @CsvSource({"10, false", "12, false", "16, false", "10, true", "12, true", "16, true"})
  void fewBitsInSixteen(int bits, boolean colour) {
    BufferedImage drawing = BLACK_ON_WHITE.draw();
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(colour ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(200, 200);
    int most = (1 << bits) - 1;
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        for (int band = 0; band < raster.getNumBands(); band++) {
          raster.setSample(x, y, band, (drawing.getRGB(x, y) & 0xFF) * most / 255);
        }
      }
    }
    GrayImage image = PREPROCESSOR.process(new BufferedImage(colours, raster, false, null));
    assertThat(difference(image, PREPROCESSOR.process(drawing))).isLessThan(0.5);
  }

  /** Clean paper, for which a twentieth of the range suffices. */
  @ParameterizedTest
  @ValueSource(ints = {8, 12, 15})
  void faintButClean(int contrast) {
    Color ink = new Color(250 - contrast, 250 - contrast, 250 - contrast);
    BufferedImage picture = BLACK_ON_WHITE.paper(new Color(250, 250, 250)).ink(ink).draw();
    GrayImage expected = PREPROCESSOR.process(BLACK_ON_WHITE.draw());
    assertThat(difference(PREPROCESSOR.process(picture), expected)).isLessThan(4);
  }

  /** Smooth blotches of several sizes, of a deviation of 12 % of the contrast. */
  @ParameterizedTest
  @ValueSource(ints = {4, 9, 20, 45})
  void mottledPaper(int grain) {
    GrayImage drawing = Luma.of(BLACK_ON_WHITE.side(300).height(0.5).draw());
    GrayImage blotches = blotches(grain);
    byte[] pixels = drawing.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      double paper = 165 + 0.12 * 120 * ((blotches.toBytes()[i] & 0xFF) - 128) / 42.0;
      pixels[i] = (byte) Math.round(45 + (paper - 45) * (pixels[i] & 0xFF) / 255);
    }
    GrayImage image = PREPROCESSOR.process(GrayImage.of(300, 300, pixels));
    assertThat(difference(image, PREPROCESSOR.process(drawing))).isLessThan(5);
  }

  /** Of mean 128 and deviation 42 before they are smoothed between their lattice's points. */
  private static GrayImage blotches(int grain) {
    int side = 300 / grain + 2;
    Random random = new Random(grain);
    byte[] lattice = new byte[side * side];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (byte) Math.max(0, Math.min(255, 128 + 42 * random.nextGaussian()));
    }
    return Resampling.resize(GrayImage.of(side, side, lattice), 300, 300);
  }

  @Test
  void detectsSeveralCharacters() {
    BufferedImage three = new BufferedImage(480, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = three.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 480, 200);
    for (int i = 0; i < 3; i++) {
      graphics.drawImage(
          BLACK_ON_WHITE.draw().getSubimage(40, 10, 120, 180), 20 + 150 * i, 10, null);
    }
    graphics.dispose();
    assertThat(PREPROCESSOR.analyse(three).severalCharacters()).isTrue();
    CharacterPreprocessor.Result one = PREPROCESSOR.analyse(BLACK_ON_WHITE.draw());
    assertThat(one.severalCharacters()).isFalse();
    assertThat(one.image()).isEqualTo(PREPROCESSOR.process(BLACK_ON_WHITE.draw()));
  }

  /** The result does not depend on how the picture was reduced. */
  @Test
  void largePhotographs() {
    BufferedImage large = BLACK_ON_WHITE.side(3000).type(BufferedImage.TYPE_3BYTE_BGR).draw();
    GrayImage expected = PREPROCESSOR.process(BLACK_ON_WHITE.side(1000).draw());
    assertThat(difference(PREPROCESSOR.process(large), expected)).isLessThan(1);
    assertThat(PREPROCESSOR.process(Luma.of(large))).isEqualTo(PREPROCESSOR.process(large));
  }
}
