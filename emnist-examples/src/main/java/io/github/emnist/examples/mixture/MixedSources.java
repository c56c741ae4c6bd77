package io.github.emnist.examples.mixture;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emnist.augment.Transforms.StrokeWidth;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.Unipen;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.train.Trainer.Source;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The training data of the recipe {@code best}, with weights: EMNIST, EMNIST with other stroke
 * widths as pictures, pen strokes (UNIPEN), and printed characters ({@code
 * docs/decisions/0050-mixed-sources.md}).
 *
 * @param sources to train on
 * @param validation the part of EMNIST and the writers of pen strokes that are held out
 */
public record MixedSources(List<Source> sources, EmnistDataset validation) {
  /**
   * Font families, freely licensed and packaged by Debian (fonts-*); those that are not installed
   * are left out. The ten of {@code PrintedAccuracy}, and fonts derived from them, must not be
   * added.
   */
  private static final List<String> FONTS =
      List.of(
          """
          Andika, Anonymous Pro, Averia Sans GWF, B612, Breip, Cantarell, Cardo, Comfortaa,
          Comic Neue, Dancing Script, Dosis, EB Garamond 12, Ecolier_court, Essays1743,
          Fantasque Sans Mono, femkeklaver, Fira Code, Gentium Basic, GFS Didot,
          Goudy Bookletter 1911, Humor Sans, Inconsolata, JetBrains Mono, Junicode Two Beta, Jura,
          Kristi, League Spartan, Linux Biolinum O, Linux Libertine O, LM Mono 10, LM Roman 10,
          LM Sans 10, Lobster Two, mononoki, OCR B , OCRA, okolaks, Old Standard TT, Play,
          Prociono, Quicksand, Rufscript, STIXGeneral, Tomson Talks, Tuffy, Yanone Kaffeesatz"""
              .split(",\\s+"));

  private static final int[] STYLES = {Font.PLAIN, Font.BOLD, Font.ITALIC};
  private static final int PRINTS = 3;

  private static final String CHARACTERS = String.join("", EmnistSplit.BYCLASS.labelMap().labels());

  static final int VALIDATION_WRITERS = 20;

  /** Images of each ink as {@code predict(ink)} draws it, the first unchanged. */
  private static final int DRAWN = 6;

  private static final int PICTURED = 3; // images per ink as pictures
  private static final double LENGTH = 140; // the longer side of a drawn ink, in pixels

  private static final double THINNEST_PEN = 3;
  private static final double WIDEST_PEN = 24;

  private static final int ENLARGEMENT = 4; // strokes are then about 12 pixels wide
  private static final double THINNER = -8;
  private static final double WIDER = 6;

  private static final String EMNIST = "EMNIST";
  private static final String PICTURES = "pictures";
  private static final String INK = "ink";
  private static final String PRINT = "print";

  /**
   * The share of each source in the images drawn for training; one of weight 0, and one without
   * files or fonts, is left out.
   *
   * @param emnist of EMNIST's images
   * @param pictures of EMNIST's images as pictures
   * @param ink of pen strokes
   * @param print of printed characters
   */
  public record Weights(double emnist, double pictures, double ink, double print) {
    /** The weights of the recipe ({@code docs/decisions/0050-mixed-sources.md}). */
    public static final Weights STANDARD = new Weights(0.50, 0.16, 0.29, 0.05);

    /**
     * {@return the weights of an earlier training}
     *
     * @param sources of its provenance, an array
     */
    public static Weights of(JsonNode sources) {
      Map<String, Double> weights = new HashMap<>();
      sources.forEach(s -> weights.put(s.path("name").asText(), s.path("weight").asDouble()));
      return new Weights(
          weights.getOrDefault(EMNIST, 0.0),
          weights.getOrDefault(PICTURES, 0.0),
          weights.getOrDefault(INK, 0.0),
          weights.getOrDefault(PRINT, 0.0));
    }
  }

  /** Streams of random numbers, one for each source. */
  private enum Stream {
    PICTURES,
    INK,
    PRINT;

    RandomGenerator of(long seed, long item) {
      return new CounterRandom(seed ^ 0x6D697874757265L, ordinal(), item);
    }
  }

  /**
   * Draws all sources in parallel, which takes minutes for EMNIST and UNIPEN.
   *
   * @param emnist a training partition
   * @param fraction the share of each class of it to hold out, in [0, 1)
   * @param unipen a folder of UNIPEN's training file, of which 20 writers are held out; empty for
   *     no strokes
   * @param weights of the sources
   * @param seed of all random numbers
   * @param log receives progress and missing fonts
   * @return the sources and the validation images
   * @throws IOException if UNIPEN cannot be read
   */
  public static MixedSources draw(
      EmnistDataset emnist,
      double fraction,
      Optional<Path> unipen,
      Weights weights,
      long seed,
      Consumer<String> log)
      throws IOException {
    Optional<Unipen> strokes = Optional.empty();
    if (unipen.isPresent()) {
      strokes = Optional.of(Unipen.read(unipen.get(), Partition.TRAIN)); // wrong files show early
    }
    EmnistDataset train = emnist;
    EmnistDataset validation = emnist.take(0);
    if (fraction != 0) {
      EmnistDataset.TrainValidation split = emnist.stratifiedSplit(fraction, seed);
      train = split.train();
      validation = split.validation();
    }
    LabelMap labels = emnist.labelMap();
    List<Source> sources = new ArrayList<>();
    sources.add(new Source(EMNIST, train, weights.emnist()));
    if (weights.pictures() > 0) {
      log.accept(Messages.format("drawing %,d pictures of EMNIST", train.size()));
      sources.add(new Source(PICTURES, pictures(train, seed), weights.pictures()));
    }
    if (strokes.isPresent() && weights.ink() > 0) {
      Unipen.WriterSplit writers = strokes.get().splitByWriter(VALIDATION_WRITERS, seed);
      List<Unipen.Sample> written = known(writers.train(), labels);
      log.accept(Messages.format("drawing %,d pen strokes", (DRAWN + PICTURED) * written.size()));
      sources.add(new Source(INK, ink(written, labels, seed), weights.ink(), true));
      validation = validation.concat(asWritten(writers.validation(), labels));
    }
    List<Font> fonts = weights.print() > 0 ? fonts(log) : List.of();
    if (!fonts.isEmpty()) {
      log.accept(Messages.format("printing with %d fonts", fonts.size()));
      sources.add(new Source(PRINT, print(fonts, labels, seed), weights.print()));
    }
    return new MixedSources(sources, validation);
  }

  /** Returns the class of a character, or that of its capital if the cases are merged. */
  private static OptionalInt label(LabelMap labels, String character) {
    OptionalInt own = labels.indexOf(character);
    return own.isPresent() ? own : labels.indexOf(character.toUpperCase(Locale.ROOT));
  }

  private static List<Unipen.Sample> known(Unipen part, LabelMap labels) {
    return part.samples().stream()
        .filter(sample -> label(labels, sample.label()).isPresent())
        .toList();
  }

  /** Draws the ink of known characters as it is, with the pen of predictions. */
  static EmnistDataset asWritten(Unipen part, LabelMap labels) {
    List<Unipen.Sample> samples = known(part, labels);
    return dataset(
        samples.size(),
        labels,
        i -> label(labels, samples.get(i).label()).orElseThrow(),
        i -> samples.get(i).ink().toImage());
  }

  /** Draws images in parallel. */
  private static EmnistDataset dataset(
      int size, LabelMap labels, IntFunction<Integer> label, IntFunction<GrayImage> draw) {
    GrayImage[] images = new GrayImage[size];
    IntStream.range(0, size).parallel().forEach(i -> images[i] = draw.apply(i));
    EmnistDataset.Builder builder = EmnistDataset.builder(labels, 28, 28).expect(size);
    for (int i = 0; i < size; i++) {
      builder.add(images[i], label.apply(i));
    }
    return builder.build();
  }

  private static EmnistDataset pictures(EmnistDataset emnist, long seed) {
    return dataset(
        emnist.size(),
        emnist.labelMap(),
        emnist::label,
        i -> {
          RandomGenerator random = Stream.PICTURES.of(seed, i);
          GrayImage large = RandomPicture.enlarged(emnist.image(i), ENLARGEMENT);
          double kind = random.nextDouble();
          double change = kind < 0.5 ? THINNER : kind < 0.75 ? WIDER : 0;
          GrayImage changed = new StrokeWidth(change * random.nextDouble()).apply(large);
          return RandomPicture.through(changed, random);
        });
  }

  private static EmnistDataset ink(List<Unipen.Sample> samples, LabelMap labels, long seed) {
    int each = DRAWN + PICTURED;
    return dataset(
        each * samples.size(),
        labels,
        i -> label(labels, samples.get(i / each).label()).orElseThrow(),
        i -> {
          Ink ink = samples.get(i / each).ink();
          RandomGenerator random = Stream.INK.of(seed, i);
          if (i % each == 0) {
            return ink.toImage();
          }
          Ink rewritten = RandomHand.rewrite(ink, random);
          if (i % each < DRAWN) {
            return rewritten.toImage(between(0.4, 1.8, random));
          }
          double pen = between(THINNEST_PEN, WIDEST_PEN, random);
          return RandomPicture.through(drawn(rewritten, pen), random);
        });
  }

  /** Returns a random number, uniform on a logarithmic scale. */
  private static double between(double low, double high, RandomGenerator random) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  private static GrayImage drawn(Ink ink, double pen) {
    Path2D path = new Path2D.Double();
    for (Ink.Stroke stroke : ink.strokes()) {
      path.moveTo(stroke.x(0), stroke.y(0));
      for (int i = 0; i < stroke.size(); i++) { // the first point again, to draw single dots
        path.lineTo(stroke.x(i), stroke.y(i));
      }
    }
    Rectangle2D box = path.getBounds2D();
    double side = Math.max(1e-9, Math.max(box.getWidth(), box.getHeight()));
    AffineTransform scaled = AffineTransform.getScaleInstance(LENGTH / side, LENGTH / side);
    scaled.translate(-box.getX(), -box.getY());
    Shape line =
        new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
            .createStrokedShape(scaled.createTransformedShape(path));
    return filled(line);
  }

  /** Draws a shape white on black, cropped to its bounds. */
  private static GrayImage filled(Shape shape) {
    Rectangle2D box = shape.getBounds2D();
    int width = Math.max(1, (int) Math.ceil(box.getWidth()));
    int height = Math.max(1, (int) Math.ceil(box.getHeight()));
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.translate(-box.getX(), -box.getY());
    g.fill(shape);
    g.dispose();
    return GrayImage.of(
        width, height, ((DataBufferByte) picture.getRaster().getDataBuffer()).getData());
  }

  private static List<Font> fonts(Consumer<String> log) {
    List<String> installed =
        Arrays.asList(
            GraphicsEnvironment.getLocalGraphicsEnvironment()
                .getAvailableFontFamilyNames(Locale.ROOT));
    List<String> missing = FONTS.stream().filter(family -> !installed.contains(family)).toList();
    if (!missing.isEmpty()) {
      log.accept("fonts not installed: " + String.join(", ", missing));
    }
    return FONTS.stream()
        .filter(installed::contains)
        .flatMap(family -> Arrays.stream(STYLES).mapToObj(style -> new Font(family, style, 1)))
        .toList();
  }

  private static EmnistDataset print(List<Font> fonts, LabelMap labels, long seed) {
    int[] characters =
        CHARACTERS.chars().filter(c -> label(labels, Character.toString(c)).isPresent()).toArray();
    return dataset(
        PRINTS * fonts.size() * characters.length,
        labels,
        i -> label(labels, Character.toString(characters[i % characters.length])).orElseThrow(),
        i -> {
          RandomGenerator random = Stream.PRINT.of(seed, i);
          Font font = fonts.get(i / characters.length % fonts.size());
          float size = (float) between(24, 200, random);
          GlyphVector glyph =
              font.deriveFont(size)
                  .createGlyphVector(
                      new FontRenderContext(null, true, true),
                      Character.toString(characters[i % characters.length]));
          return RandomPicture.through(filled(glyph.getOutline()), random);
        });
  }
}
