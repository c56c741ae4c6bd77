package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.BoxReduction;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.Step.ConvertToEmnist;
import io.github.emnist.data.preprocess.Step.Draft;
import io.github.emnist.data.preprocess.Step.FindInk;
import io.github.emnist.data.preprocess.Step.KeepEmnist;
import io.github.emnist.data.preprocess.Step.ResizeToEmnist;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Turns a picture of one character, from a drawing program, a scanner or a phone, into an EMNIST
 * image: 28x28, uint8, white (255) on black (0), upright, centred, with a margin and soft edges.
 *
 * <pre>{@code
 * BufferedImage picture = PictureReader.standard().read(Path.of("letter.jpg"));
 * GrayImage image = CharacterPreprocessor.emnist().process(picture);
 * }</pre>
 *
 * <p>The steps of {@link #emnist()}, each taken only where the picture needs it:
 *
 * <ol>
 *   <li><b>grey</b>: colours become luma (ITU-R BT.601: 0.299 R' + 0.587 G' + 0.114 B'), or, where
 *       ink and paper are equally bright, positions along the line on which the colours differ.
 *       Transparent parts become a background against which the rest shows. A side above 1,024
 *       pixels is brought below it by averaging.
 *   <li><b>inverted</b>: a 28x28 picture that has EMNIST's layout ends here, as it is, or inverted
 *       where it is black on white.
 *   <li><b>noise</b>: salt and pepper, pixels that are unlike their neighbours, are replaced by
 *       what is around them.
 *   <li><b>light</b>: where the paper is lit unevenly, each pixel is compared with the paper at its
 *       place. Paper of one level is left as it is.
 *   <li><b>ink</b>: Otsu's threshold separates ink from paper; the rim and the whole picture decide
 *       which of the two is paper, so dark ink on light paper and light ink on dark give the same.
 *       Paper, with its noise, becomes 0, full ink 255. A picture without ink ends here, as
 *       <b>blank</b>.
 *   <li><b>frame</b>: ruled lines, the frame of a form's box and pieces that the rim cuts off are
 *       removed, where a character is left without them.
 *   <li><b>specks</b> are removed: pieces with less than 1/40 of the largest piece's ink, and
 *       smaller than a dot of the pen.
 *   <li><b>strokes</b>: edges become hard, as in a binary scan, the pores of chalk and dry pens are
 *       closed, and strokes thinner or thicker than EMNIST's are given a width that EMNIST's have.
 *   <li><b>emnist</b>: EMNIST's own conversion (Cohen et al. 2017, section II) blurs, crops,
 *       centres and resamples the character, at a scale that its own size sets.
 * </ol>
 *
 * <p>A picture of EMNIST's own size has no pixels to spare: light, frame and strokes are left out.
 *
 * <p>{@link #steps} shows what a picture was after each of them. The same picture always gives the
 * same image. Immutable and thread-safe.
 */
public final class CharacterPreprocessor {
  private static final CharacterPreprocessor EMNIST =
      new CharacterPreprocessor(
          "emnist/3",
          KeepEmnist.INSTANCE,
          RemoveImpulses.INSTANCE,
          FlattenLight.INSTANCE,
          FindInk.FRAME_AT_RIM,
          RemoveFrame.INSTANCE,
          RemoveDust.CLEAR_INK,
          KeepEmnist.INSTANCE,
          NormaliseStrokes.OUTLIERS,
          ConvertToEmnist.INSTANCE);

  /** For pictures of EMNIST's size, which have no pixels to spare. */
  private static final List<Step> SMALL =
      List.of(
          KeepEmnist.INSTANCE,
          RemoveImpulses.INSTANCE,
          FindInk.PAPER_AT_RIM,
          RemoveDust.ALL_INK,
          KeepEmnist.INSTANCE,
          ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor DRAWING =
      new CharacterPreprocessor(
          "drawing/2", FindInk.FRAME_AT_RIM, NormaliseStrokes.ALL, ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor RAW =
      new CharacterPreprocessor("raw/1", ResizeToEmnist.INSTANCE);

  private static final List<CharacterPreprocessor> KNOWN = List.of(EMNIST, DRAWING, RAW);

  /** Ids that were written before the first release (decision 0041), and what they are now. */
  private static final Map<String, CharacterPreprocessor> EARLIER =
      Map.of("emnist/1", EMNIST, "emnist/2", EMNIST, "photo/1", EMNIST, "drawing/1", DRAWING);

  /** Larger pictures are made smaller first; what is lost is finer than 28 pixels could show. */
  private static final int MAX_SIDE = 1024;

  /** After these a picture is white ink on black, its strokes as they were. */
  private static final Set<String> INK_STEPS = Set.of("ink", "frame", "specks");

  private final String id;
  private final List<Step> steps;

  /**
   * What a picture became, and whether it seems to show one character at all.
   *
   * @param image uint8 {@code [28, 28]}, white on black; all black where the picture is blank
   * @param severalCharacters whether the picture's ink seems to be more than one character
   */
  public record Result(GrayImage image, boolean severalCharacters) {
    /**
     * {@return this for a model that reads images of another size; this where it has the size;
     * otherwise its image resampled bicubically}
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     */
    public Result scaledTo(int width, int height) {
      return image.width() == width && image.height() == height
          ? this
          : new Result(Resampling.resize(image, width, height), severalCharacters);
    }
  }

  private CharacterPreprocessor(String id, Step... steps) {
    this.id = id;
    this.steps = List.of(steps);
  }

  /**
   * {@return the preprocessing for models trained on EMNIST: drawings, scans, crops and photographs
   * alike, in its newest version}
   */
  public static CharacterPreprocessor emnist() {
    return EMNIST;
  }

  /**
   * {@return the preprocessing for drawings on a plain canvas of one colour: all that is drawn
   * counts, however small and wherever it lies, and strokes are always given EMNIST's median width}
   * It looks for no uneven light, noise, frames or specks, so it is wrong for photographs.
   */
  public static CharacterPreprocessor drawing() {
    return DRAWING;
  }

  /**
   * {@return the preprocessing that guesses nothing but grey levels: the picture's levels, of which
   * the whole picture, whatever its shape, is resampled bicubically to 28x28} The picture has to be
   * white on black and to have EMNIST's layout.
   */
  public static CharacterPreprocessor raw() {
    return RAW;
  }

  /**
   * Finds the preprocessing that a model names.
   *
   * @param id as {@link #id()} gives it, for example {@code "emnist/3"}; the ids of versions before
   *     the first release, {@code "emnist/1"} and {@code "emnist/2"}, give the present one
   * @return the preprocessing
   * @throws IllegalArgumentException if this version of the library does not know it
   */
  public static CharacterPreprocessor fromId(String id) {
    for (CharacterPreprocessor known : KNOWN) {
      if (known.id.equals(id)) {
        return known;
      }
    }
    if (EARLIER.containsKey(id)) {
      return EARLIER.get(id);
    }
    throw Messages.illegal(
        "preprocessing \"%s\" is unknown; known are %s",
        id, KNOWN.stream().map(CharacterPreprocessor::id).toList());
  }

  /**
   * Names these steps and their version. What a released id stands for never changes: a later
   * version that gives other images has another id.
   *
   * @return for example {@code "emnist/3"}
   */
  public String id() {
    return id;
  }

  /**
   * Processes a picture.
   *
   * @param picture of any size and type, with one character in it
   * @return uint8 {@code [28, 28]}, white on black; all black where the picture is blank
   */
  public GrayImage process(BufferedImage picture) {
    return process(luma(picture));
  }

  /**
   * Processes a grey picture.
   *
   * @param picture of any size, with one character in it, dark on light or light on dark
   * @return uint8 {@code [28, 28]}, white on black; all black where the picture is blank
   */
  public GrayImage process(GrayImage picture) {
    return analyse(picture).image();
  }

  /**
   * Processes a picture and says what it seems to show.
   *
   * @param picture of any size and type
   * @return the image, and whether the picture seems to hold several characters
   */
  public Result analyse(BufferedImage picture) {
    return analyse(luma(picture));
  }

  private Result analyse(GrayImage picture) {
    List<Draft> drafts = drafts(picture);
    GrayImage image = drafts.get(drafts.size() - 1).image();
    return new Result(image, !isBlank(image) && holdsSeveral(drafts));
  }

  /**
   * Processes a picture and keeps what it was on the way.
   *
   * @param picture of any size and type, with one character in it
   * @return the grey picture, then what came of each step that changed it; the last is what {@link
   *     #process(BufferedImage)} gives
   */
  public List<PreprocessingStep> steps(BufferedImage picture) {
    return steps(luma(picture));
  }

  /**
   * Processes a grey picture and keeps what it was on the way.
   *
   * @param picture of any size, with one character in it, dark on light or light on dark
   * @return the picture, then what came of each step that changed it; the last is what {@link
   *     #process(GrayImage)} gives
   */
  public List<PreprocessingStep> steps(GrayImage picture) {
    return drafts(picture).stream().map(Draft::toStep).toList();
  }

  private GrayImage luma(BufferedImage picture) {
    return this == RAW ? Luma.of(picture) : Luma.of(picture, MAX_SIDE);
  }

  /** Tells whether the ink, its strokes as they were drawn, seems to be more than one character. */
  private static boolean holdsSeveral(List<Draft> drafts) {
    for (int i = drafts.size() - 1; i >= 0; i--) {
      if (INK_STEPS.contains(drafts.get(i).step())) {
        return SeveralCharacters.in(drafts.get(i).withPieces().pieces());
      }
    }
    return false;
  }

  /** Returns what the picture was at first, and after each step that changed it. */
  private List<Draft> drafts(GrayImage picture) {
    GrayImage fitting = this == RAW ? picture : BoxReduction.toFit(picture, MAX_SIDE);
    Draft draft = Draft.of(fitting);
    List<Draft> done = new ArrayList<>();
    done.add(draft);
    for (Step step : stepsFor(fitting)) {
      if (draft.finished()) {
        break;
      }
      Draft next = step.apply(draft);
      if (next.image() == draft.image()) {
        done.set(done.size() - 1, next); // which may know more of it
      } else {
        done.add(next);
      }
      draft = next;
    }
    return done;
  }

  private List<Step> stepsFor(GrayImage picture) {
    boolean isSmall =
        picture.width() == EmnistConversion.SIDE && picture.height() == EmnistConversion.SIDE;
    return this == EMNIST && isSmall ? SMALL : steps;
  }

  /**
   * Tells whether an image that {@link #process(GrayImage)} gave holds no ink: the picture was of
   * one colour, or of nothing but noise.
   *
   * @param image the result of {@code process}
   * @return true where every pixel is black
   */
  public static boolean isBlank(GrayImage image) {
    for (byte pixel : image.toBytes()) {
      if (pixel != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "CharacterPreprocessor[" + id + "]";
  }

  /**
   * What a picture was after one step of its preprocessing, so that a user sees what the model saw.
   *
   * @param name what was done, in a word or two, for example {@code "specks"}
   * @param image what came of it, of any size
   */
  public record PreprocessingStep(String name, GrayImage image) {

    /** Throws {@link NullPointerException} if one is null. */
    public PreprocessingStep {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(image, "image");
    }
  }
}
