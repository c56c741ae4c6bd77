package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.BoxReduction;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Layout.Glyph;
import io.github.emnist.data.preprocess.Step.Draft;
import io.github.emnist.data.preprocess.Step.FindInk;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a picture of separate characters, in lines or in the grid of a form, into a picture of
 * each, in reading order: rows from the top, each from the left.
 *
 * <pre>{@code
 * BufferedImage line = PictureReader.standard().read(Path.of("line.png"));
 * for (CharacterRegion region : CharacterSegmenter.standard().segment(line)) {
 *   GrayImage character = CharacterPreprocessor.emnist().process(region.picture());
 * }
 * }</pre>
 *
 * <p>Connected ink is a piece. Pieces above each other, such as the dot of an i, the bar of a 5 or
 * the parts of a broken stroke, are joined. Frames, grids and ruled lines are left out, and so are
 * specks, points and commas, which are smaller than a quarter of the letters in both directions.
 * Rows may slant, by up to about ten degrees.
 *
 * <p>Paper may be dark and ink light, the light uneven, the paper mottled, and up to a tenth of the
 * pixels noise.
 *
 * <p>Limits: touching characters count as one, those that touch a frame or a ruled line are lost
 * with it, and those below a third of the other letters' height count as marks. Nothing is
 * recognised: a stain of a letter's size is a character too.
 *
 * <p>Pictures of more than 4,194,304 pixels are first reduced by averaging; characters should be at
 * least 20 pixels high after that. Time and memory are proportional to the number of pixels. Equal
 * pictures give equal regions. Immutable and thread-safe.
 */
public final class CharacterSegmenter {
  private static final int MAX_PIXELS = 1 << 22;

  /** Half ink: the edge of a stroke. */
  static final int EDGE = NormaliseStrokes.EDGE;

  private static final CharacterSegmenter STANDARD = new CharacterSegmenter();

  private CharacterSegmenter() {}

  /** {@return the segmenter} */
  public static CharacterSegmenter standard() {
    return STANDARD;
  }

  /**
   * Finds the characters of a picture.
   *
   * @param picture of any size and type, dark ink on light paper or light on dark
   * @return in reading order; empty if the picture is blank
   * @throws IllegalArgumentException as {@link #segment(GrayImage)}
   */
  public List<CharacterRegion> segment(BufferedImage picture) {
    return segment(Luma.of(picture));
  }

  /**
   * Finds the characters of a grey picture.
   *
   * @param picture of any size, dark ink on light paper or light on dark
   * @return in reading order; empty if the picture is blank
   * @throws IllegalArgumentException if more than 10,000 pieces of ink could be characters or parts
   *     of them: the picture shows something else
   */
  public List<CharacterRegion> segment(GrayImage picture) {
    int factor = factor(picture);
    int longer = Math.max(picture.width(), picture.height());
    GrayImage reduced = BoxReduction.toFit(picture, (longer - 1) / factor + 1);
    Optional<GrayImage> ink = InkPicture.of(reduced);
    if (ink.isEmpty()) {
      return List.of();
    }
    byte[] pixels = ink.get().toBytes();
    Runs runs = Runs.find(pixels, reduced.width(), reduced.height(), EDGE);
    CutOut cutOut = new CutOut(pixels, reduced.width(), reduced.height(), runs);
    Blotches blotches = new Blotches(reduced.toBytes(), pixels, reduced.width(), reduced.height());
    return regions(Layout.of(runs, blotches), cutOut, factor, picture);
  }

  /** Returns the smallest integer factor that brings a picture below the limit. */
  private static int factor(GrayImage picture) {
    int factor = 1;
    while ((picture.width() / (long) factor) * (picture.height() / (long) factor) > MAX_PIXELS) {
      factor++;
    }
    return factor;
  }

  private static List<CharacterRegion> regions(
      Layout layout, CutOut cutOut, int factor, GrayImage picture) {
    List<CharacterRegion> regions = new ArrayList<>();
    for (int row = 0; row < layout.rows().size(); row++) {
      List<Glyph> glyphs = layout.rows().get(row);
      for (int i = 0; i < glyphs.size(); i++) {
        PixelBox box = glyphs.get(i).box();
        int x = box.left() * factor;
        int y = box.top() * factor;
        regions.add(
            new CharacterRegion(
                x,
                y,
                Math.min(box.right() * factor, picture.width()) - x,
                Math.min(box.bottom() * factor, picture.height()) - y,
                row,
                i,
                layout.spaces().before(row, i),
                cutOut.of(glyphs.get(i), regions.size() + 1)));
      }
    }
    return List.copyOf(regions);
  }

  @Override
  public String toString() {
    return "CharacterSegmenter[standard]";
  }

  /**
   * Extracts the ink of a picture at its own size: the first steps of {@link
   * CharacterPreprocessor}, for pictures of several characters.
   */
  static final class InkPicture {
    private static final List<Step> STEPS =
        List.of(RemoveImpulses.INSTANCE, FlattenTextLight.INSTANCE, FindInk.PAPER_AT_RIM);

    private InkPicture() {}

    /**
     * Removes salt-and-pepper noise, evens out visibly uneven light, and separates ink from paper.
     * Paper, with its noise, becomes 0, full ink 255, with soft edges; empty if the picture is
     * blank.
     */
    static Optional<GrayImage> of(GrayImage luma) {
      Draft draft = Draft.of(luma);
      for (Step step : STEPS) {
        draft = step.apply(draft);
      }
      return draft.finished() ? Optional.empty() : Optional.of(draft.image());
    }
  }

  /** Cuts single characters out of a picture, without their neighbours' ink. */
  private static final class CutOut {
    /** The width of a stroke's soft edge beyond its pixels of at least half ink. */
    private static final int SOFT_EDGE = 2;

    private static final double MARGIN = 0.15;
    private static final int MIN_MARGIN = 4;

    /** Twice the size that EMNIST's own conversion begins with. */
    private static final int MAX_SIDE = 256;

    private final byte[] ink;
    private final int width;
    private final int height;
    private final Runs runs;

    /** The number of each piece's glyph, 0 for none. */
    private final int[] glyphOf;

    /** Keeps the array without copying. */
    CutOut(byte[] ink, int width, int height, Runs runs) {
      this.ink = ink;
      this.width = width;
      this.height = height;
      this.runs = runs;
      this.glyphOf = new int[runs.pieceCount()];
    }

    /** Returns white ink on black, with a margin. A piece in several glyphs goes to the last. */
    GrayImage of(Glyph glyph, int number) {
      glyph.pieces().forEach(piece -> glyphOf[piece.id()] = number);
      int margin = Math.max(MIN_MARGIN, (int) Math.ceil(MARGIN * glyph.box().longer()));
      PixelBox box = glyph.box();
      PixelBox part =
          new PixelBox(
              box.left() - margin, box.top() - margin, box.right() + margin, box.bottom() + margin);
      boolean[] own = new boolean[Math.toIntExact(part.pixels())];
      markOwn(own, part, number);
      removeOthers(own, part, number);
      byte[] pixels = new byte[own.length];
      for (int y = Math.max(0, part.top()); y < Math.min(height, part.bottom()); y++) {
        for (int x = Math.max(0, part.left()); x < Math.min(width, part.right()); x++) {
          int pixel = (y - part.top()) * part.width() + x - part.left();
          if (own[pixel]) {
            pixels[pixel] = ink[y * width + x];
          }
        }
      }
      return BoxReduction.toFit(GrayImage.of(part.width(), part.height(), pixels), MAX_SIDE);
    }

    private void markOwn(boolean[] own, PixelBox part, int number) {
      runs.visit(
          part,
          (piece, y, begin, end) -> {
            if (glyphOf[piece] == number) {
              for (int row = y - SOFT_EDGE; row <= y + SOFT_EDGE; row++) {
                fill(own, part, row, begin - SOFT_EDGE, end + SOFT_EDGE, true);
              }
            }
          });
    }

    private void removeOthers(boolean[] own, PixelBox part, int number) {
      runs.visit(
          part,
          (piece, y, begin, end) -> {
            if (glyphOf[piece] != number) {
              fill(own, part, y, begin, end, false);
            }
          });
    }

    private static void fill(
        boolean[] own, PixelBox part, int y, int begin, int end, boolean value) {
      int row = (y - part.top()) * part.width() - part.left();
      int last = Math.min(end, part.right());
      for (int x = Math.max(begin, part.left()); x < last; x++) {
        own[row + x] = value;
      }
    }
  }

  /**
   * A character's place in a picture, and a picture of it.
   *
   * @param x the first column of its ink, 0 at the picture's left
   * @param y the first row of its ink, 0 at the picture's top
   * @param width of its ink, in pixels of the picture, at least 1
   * @param height of its ink, in pixels of the picture, at least 1
   * @param row its row, 0 at the top
   * @param position in the row, 0 at the left
   * @param spaceBefore whether the gap to the character on its left is as wide as between words;
   *     false for the first of a row
   * @param picture the character alone, white ink on black, with a margin, reduced if it is large:
   *     input for {@link CharacterPreprocessor}
   */
  public record CharacterRegion(
      int x,
      int y,
      int width,
      int height,
      int row,
      int position,
      boolean spaceBefore,
      GrayImage picture) {}
}
