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
 * Converts a picture of one character, from a drawing program, a scanner or a phone, to an EMNIST
 * image: 28x28, uint8, white (255) on black (0), upright, centred, with a margin and soft edges.
 *
 * <pre>{@code
 * BufferedImage picture = PictureReader.standard().read(Path.of("letter.jpg"));
 * GrayImage image = CharacterPreprocessor.emnist().process(picture);
 * }</pre>
 *
 * <p>The steps of {@link #emnist()}, each applied only if the picture needs it:
 *
 * <ol>
 *   <li><b>grey</b>: colours become luma (ITU-R BT.601: 0.299 R' + 0.587 G' + 0.114 B') or, if ink
 *       and paper are equally bright, positions along the line on which the colours differ.
 *       Transparent parts become a background that contrasts with the rest. Sides above 1,024
 *       pixels are reduced by averaging.
 *   <li><b>inverted</b>: a 28x28 picture with EMNIST's layout is the result, inverted if it is
 *       black on white.
 *   <li><b>noise</b>: salt and pepper, pixels unlike their neighbours, is replaced by the
 *       surroundings.
 *   <li><b>light</b>: if the paper is lit unevenly, each pixel is compared with the paper at its
 *       place.
 *   <li><b>ink</b>: Otsu's threshold separates ink from paper; the rim and the whole picture
 *       determine which of the two is paper, so dark ink on light paper and light ink on dark give
 *       the same. Paper, with its noise, becomes 0, full ink 255. Without ink, the result is
 *       <b>blank</b>.
 *   <li><b>frame</b>: ruled lines, the frame of a form's box and pieces cut off by the rim are
 *       removed, if a character remains.
 *   <li><b>specks</b>: pieces with less than 1/40 of the largest piece's ink, and smaller than a
 *       dot of the pen, are removed.
 *   <li><b>strokes</b>: edges become hard, as in a binary scan, the pores of chalk and dry pens are
 *       closed, and strokes thinner or thicker than EMNIST's get a width in EMNIST's range.
 *   <li><b>emnist</b>: EMNIST's own conversion (Cohen et al. 2017, section II) blurs, crops,
 *       centres and resamples the character, at a scale that depends on its size.
 * </ol>
 *
 * <p>Pictures of EMNIST's own size have too few pixels for light, frame and strokes.
 *
 * <p>{@link #steps} shows the picture after each step. Equal pictures give equal images. Immutable
 * and thread-safe.
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

  /** For pictures of EMNIST's size, which have few pixels. */
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

  /** Ids from before the first release (decision 0041), and their present equivalents. */
  private static final Map<String, CharacterPreprocessor> EARLIER =
      Map.of("emnist/1", EMNIST, "emnist/2", EMNIST, "photo/1", EMNIST, "drawing/1", DRAWING);

  /** Larger pictures are reduced first; the details lost are finer than 28 pixels show. */
  private static final int MAX_SIDE = 1024;

  /** The steps whose result is white ink on black with its original strokes. */
  private static final Set<String> INK_STEPS = Set.of("ink", "frame", "specks");

  private final String id;
  private final List<Step> steps;

  /**
   * The image of a picture, and whether the picture seems to show one character at all.
   *
   * @param image uint8 {@code [28, 28]}, white on black; all black if the picture is blank
   * @param severalCharacters whether the picture's ink seems to be more than one character
   */
  public record Result(GrayImage image, boolean severalCharacters) {
    /**
     * {@return this result with the image resampled bicubically to another size}
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
   * {@return the preprocessing for models trained on EMNIST, in its newest version: for drawings,
   * scans, crops and photographs}
   */
  public static CharacterPreprocessor emnist() {
    return EMNIST;
  }

  /**
   * {@return the preprocessing for drawings on a canvas of one colour} All ink counts, however
   * small and wherever it is, and strokes always get EMNIST's median width. It handles no uneven
   * light, noise, frames or specks, so it is wrong for photographs.
   */
  public static CharacterPreprocessor drawing() {
    return DRAWING;
  }

  /**
   * {@return the preprocessing that only converts to grey levels and resamples the whole picture,
   * of any shape, bicubically to 28x28} The picture has to be white on black with EMNIST's layout.
   */
  public static CharacterPreprocessor raw() {
    return RAW;
  }

  /**
   * {@return the preprocessing with the given id}
   *
   * @param id an {@link #id()}, for example {@code "emnist/3"}; ids from before the first release,
   *     {@code "emnist/1"} and {@code "emnist/2"}, give the present version
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
   * {@return the name and version of these steps, for example {@code "emnist/3"}} The meaning of a
   * released id never changes: a version that gives other images has another id.
   */
  public String id() {
    return id;
  }

  /**
   * Processes a picture.
   *
   * @param picture of any size and type, with one character
   * @return uint8 {@code [28, 28]}, white on black; all black if the picture is blank
   */
  public GrayImage process(BufferedImage picture) {
    return process(luma(picture));
  }

  /**
   * Processes a grey picture.
   *
   * @param picture of any size, with one character, dark on light or light on dark
   * @return uint8 {@code [28, 28]}, white on black; all black if the picture is blank
   */
  public GrayImage process(GrayImage picture) {
    return analyse(picture).image();
  }

  /**
   * Processes a picture and checks for several characters.
   *
   * @param picture of any size and type
   * @return the image, and whether the picture seems to have several characters
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
   * Processes a picture and returns every intermediate picture.
   *
   * @param picture of any size and type, with one character
   * @return the grey picture, then the result of each step that changed it; the last is that of
   *     {@link #process(BufferedImage)}
   */
  public List<PreprocessingStep> steps(BufferedImage picture) {
    return steps(luma(picture));
  }

  /**
   * Processes a grey picture and returns every intermediate picture.
   *
   * @param picture of any size, with one character, dark on light or light on dark
   * @return the picture, then the result of each step that changed it; the last is that of {@link
   *     #process(GrayImage)}
   */
  public List<PreprocessingStep> steps(GrayImage picture) {
    return drafts(picture).stream().map(Draft::toStep).toList();
  }

  private GrayImage luma(BufferedImage picture) {
    return this == RAW ? Luma.of(picture) : Luma.of(picture, MAX_SIDE);
  }

  /** Tells whether the ink, with its original strokes, seems to be more than one character. */
  private static boolean holdsSeveral(List<Draft> drafts) {
    for (int i = drafts.size() - 1; i >= 0; i--) {
      if (INK_STEPS.contains(drafts.get(i).step())) {
        return SeveralCharacters.in(drafts.get(i).withPieces().pieces());
      }
    }
    return false;
  }

  /** Returns the picture, then the result of each step that changed it. */
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
        done.set(done.size() - 1, next); // which may have found its pieces
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
   * {@return whether an image has no ink: every pixel is black} Then the picture had one colour, or
   * only noise.
   *
   * @param image the result of {@code process}
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
   * A picture after one step of its preprocessing, to show what the model sees.
   *
   * @param name the step, in a word or two, for example {@code "specks"}
   * @param image the result, of any size
   */
  public record PreprocessingStep(String name, GrayImage image) {

    /** Throws {@link NullPointerException} if a component is null. */
    public PreprocessingStep {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(image, "image");
    }
  }
}
