package io.github.emnist.benchmarks;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.GlyphVector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Recognises printed characters: the 62 digits and letters in ten fonts that Debian packages
 * (fonts-dejavu-core, fonts-liberation, fonts-freefont-ttf, fonts-open-sans, fonts-roboto-unhinted,
 * fonts-lato, fonts-crosextra-carlito, fonts-crosextra-caladea), at four sizes, black on white and
 * white on black. A font that is not installed is reported and left out.
 */
final class PrintedAccuracy {
  private static final List<String> FONTS =
      List.of(
          "DejaVu Sans",
          "DejaVu Serif",
          "Liberation Sans",
          "Liberation Serif",
          "FreeSans",
          "Open Sans",
          "Roboto",
          "Lato",
          "Carlito",
          "Caladea");

  /** The sizes of the em square, in pixels. */
  private static final int[] SIZES = {24, 48, 96, 192};

  private static final String CHARACTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** The margin around the character's box, relative to the em square. */
  private static final double MARGIN = 0.2;

  private PrintedAccuracy() {}

  /** Prints a line for each font, each size and each polarity, and one for all. */
  static void measure(EmnistClassifier classifier, PrintStream out) {
    List<String> installed =
        Arrays.asList(
            GraphicsEnvironment.getLocalGraphicsEnvironment()
                .getAvailableFontFamilyNames(Locale.ROOT));
    List<Sample> samples = new ArrayList<>();
    for (String font : FONTS) {
      if (!installed.contains(font)) {
        out.println("skipped: the font " + font + " is not installed");
        continue;
      }
      for (int size : SIZES) {
        for (boolean light : new boolean[] {false, true}) {
          CHARACTERS
              .chars()
              .forEach(c -> samples.add(new Sample(font, size, light, Character.toString(c))));
        }
      }
    }
    CharacterPreprocessor preprocessor =
        CharacterPreprocessor.fromId(classifier.metadata().preprocessing());
    List<GrayImage> images =
        samples.parallelStream().map(sample -> preprocessor.process(sample.picture())).toList();
    List<Prediction> answers = classifier.predictAll(images);
    out.printf("%-20s %-26s %s%n", "printed", "exact", "merged");
    for (String font : FONTS) {
      print(out, font, samples, answers, sample -> sample.font.equals(font));
    }
    for (int size : SIZES) {
      print(out, size + " px", samples, answers, sample -> sample.size == size);
    }
    print(out, "black on white", samples, answers, sample -> !sample.light);
    print(out, "white on black", samples, answers, sample -> sample.light);
    print(out, "all", samples, answers, sample -> true);
    out.printf(
        Locale.ROOT,
        "calibration error: %.4f%n",
        UnipenAccuracy.calibrationError(
            samples.stream().map(sample -> UnipenAccuracy.classOf(sample.character)).toList(),
            UnipenAccuracy.calibrated(classifier).predictAll(images)));
  }

  private static void print(
      PrintStream out,
      String name,
      List<Sample> samples,
      List<Prediction> answers,
      Predicate<Sample> counted) {
    int[] those =
        IntStream.range(0, samples.size()).filter(i -> counted.test(samples.get(i))).toArray();
    if (those.length == 0) {
      return;
    }
    long exact =
        IntStream.of(those)
            .filter(
                i ->
                    UnipenAccuracy.classOf(samples.get(i).character).equals(answers.get(i).label()))
            .count();
    long merged =
        IntStream.of(those)
            .filter(
                i ->
                    UnipenAccuracy.isAlike(
                        UnipenAccuracy.classOf(samples.get(i).character), answers.get(i).label()))
            .count();
    out.printf("%-20s %-26s %s%n", name, share(exact, those.length), share(merged, those.length));
  }

  private static String share(long right, int count) {
    double share = (double) right / count;
    Interval interval = Interval.wilson(share, count);
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", share, interval.low(), interval.high());
  }

  /**
   * A printed character.
   *
   * @param font the font's family
   * @param size of the em square, in pixels
   * @param light whether it is white on black
   * @param character one of the 62
   */
  private record Sample(String font, int size, boolean light, String character) {
    BufferedImage picture() {
      Font drawn = new Font(font, Font.PLAIN, 1).deriveFont((float) size);
      BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
      GlyphVector glyph =
          drawn.createGlyphVector(scratch.createGraphics().getFontRenderContext(), character);
      Rectangle2D box = glyph.getVisualBounds();
      double margin = MARGIN * size;
      BufferedImage picture =
          new BufferedImage(
              (int) Math.ceil(box.getWidth() + 2 * margin),
              (int) Math.ceil(box.getHeight() + 2 * margin),
              BufferedImage.TYPE_BYTE_GRAY);
      Graphics2D g = picture.createGraphics();
      g.setColor(light ? Color.BLACK : Color.WHITE);
      g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      g.setColor(light ? Color.WHITE : Color.BLACK);
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.translate(margin - box.getX(), margin - box.getY());
      g.fill(glyph.getOutline());
      g.dispose();
      return picture;
    }
  }
}
