package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.InkCanvas;
import io.github.emnist.data.internal.image.PenPath;

/** Makes one picture after another in the same buffers; not thread-safe. */
final class Draughtsman {
  /** The range of the ink's longer side, in pixels of NIST's scans. */
  private static final double LEAST_INK = 16;

  private static final double MOST_INK = 100;

  /** How often a writer uses the form that is his habit. */
  private static final double FAITHFULNESS = 0.85;

  /** Streams of the seed: what is drawn for. */
  private static final long HANDS = 1;

  private static final long HABITS = 2;

  private final long seed;
  private final Glyphs glyphs = Glyphs.standard();
  private final CounterRandom handRandom = new CounterRandom(0, 0, 0);
  private final CounterRandom habit = new CounterRandom(0, 0, 0);
  private final Scribe scribe = new Scribe();
  private final PenPath path = new PenPath();
  private final InkCanvas canvas = new InkCanvas();
  private final EmnistConversion conversion = new EmnistConversion();

  Draughtsman(long seed) {
    this.seed = seed;
  }

  /**
   * Draws a character.
   *
   * @param writer who writes
   * @param random the image's stream
   * @param target receives uint8 {@code [28 * 28]}, white on black
   * @param offset where the first pixel goes
   */
  void draw(char character, int writer, CounterRandom random, byte[] target, int offset) {
    habit.reset(seed, HABITS, (long) writer << 16 | character);
    double usual = Draws.unit(habit);
    double other = Draws.unit(random);
    Glyph glyph = glyphs.choose(character, Draws.unit(random) < FAITHFULNESS ? usual : other);
    draw(glyph, writer, random);
    double longerSide = Math.max(LEAST_INK, Math.min(MOST_INK, canvas.longerSide()));
    conversion.convert(canvas.ink(), canvas.width(), canvas.height(), longerSide, target, offset);
  }

  /** Draws a form onto the canvas. */
  InkCanvas draw(Glyph glyph, int writer, CounterRandom random) {
    handRandom.reset(seed, HANDS, writer);
    Hand hand = Hand.of(handRandom).vary(random);
    scribe.write(glyph, hand, habit, random, path);
    canvas.draw(path, hand.scale(), 1 + hand.blot());
    return canvas;
  }
}
