package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.EmnistConversion;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
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
 * <p>The steps of {@link #emnist()}, each of which is taken only where the picture needs it:
 *
 * <ol>
 *   <li><b>grey</b>: colour becomes luma (ITU-R BT.601: 0.299 R' + 0.587 G' + 0.114 B').
 *       Transparent parts become the background against which the rest shows.
 *   <li><b>size</b>: a side above 1,024 pixels is brought below it by averaging.
 *   <li><b>inverted</b>: a picture that has EMNIST's layout already ends here, as it is, or
 *       inverted where it is black on white.
 *   <li><b>noise</b>: salt and pepper, pixels that are unlike their neighbours, are replaced by
 *       what is around them.
 *   <li><b>light</b>: where the paper is lit unevenly, each pixel is compared with the paper at its
 *       place.
 *   <li><b>ink</b>: Otsu's threshold tells ink from paper; the rim and the whole picture tell which
 *       of the two is paper, so dark ink on light paper and light ink on dark come out alike.
 *       Paper, with its noise, becomes 0, full ink 255. A picture without ink ends here, as
 *       <b>blank</b>.
 *   <li><b>frame</b>: ruled lines, the frame of a form's box and what the rim cuts off are removed,
 *       where a character is left without them.
 *   <li><b>specks</b> are removed: pieces with less than 1/40 of the largest piece's ink, and
 *       smaller than a dot of the pen.
 *   <li><b>strokes</b>: edges become hard, as in a binary scan, the pores of chalk and dry pens are
 *       closed, and strokes thinner or thicker than EMNIST's are given a width that EMNIST's have.
 *   <li><b>emnist</b>: EMNIST's own conversion (Cohen et al. 2017, section II) blurs, crops,
 *       centres and resamples the character, at a scale that its own size sets.
 * </ol>
 *
 * <p>A picture of EMNIST's own size has no pixels to spare and is spared light, frame and strokes.
 *
 * <p>{@link #steps} shows what a picture was after each of them. The same picture always gives the
 * same image. Immutable and thread-safe.
 */
public final class CharacterPreprocessor {
  private static final CharacterPreprocessor EMNIST_1 =
      new CharacterPreprocessor(
          "emnist/1",
          new Shrink(2048),
          KeepEmnist.INSTANCE,
          FindInk.PAPER_AT_RIM,
          RemoveSpecks.INSTANCE,
          ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor EMNIST =
      new CharacterPreprocessor(
          "emnist/2",
          new Shrink(1024),
          KeepEmnist.INSTANCE,
          RemoveImpulses.INSTANCE,
          FlattenLight.UNEVEN,
          FindInk.FRAME_AT_RIM,
          RemoveFrame.INSTANCE,
          RemoveDust.INSTANCE,
          KeepEmnist.INSTANCE,
          NormaliseStrokes.OUTLIERS,
          ConvertToEmnist.INSTANCE);

  /** The steps after which a picture is white ink on black, its strokes as they were. */
  private static final Set<String> INK_STEPS = Set.of("ink", "frame", "specks");

  /** For pictures of EMNIST's size, which have no pixels to spare. */
  private static final List<Step> SMALL =
      List.of(
          KeepEmnist.INSTANCE,
          RemoveImpulses.INSTANCE,
          FindInk.PAPER_AT_RIM,
          RemoveSpecks.INSTANCE,
          KeepEmnist.INSTANCE,
          ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor PHOTO =
      new CharacterPreprocessor(
          "photo/1",
          new Shrink(1024),
          RemoveImpulses.INSTANCE,
          FlattenLight.ALWAYS,
          FindInk.FRAME_AT_RIM,
          RemoveFrame.INSTANCE,
          RemoveDust.INSTANCE,
          NormaliseStrokes.OUTLIERS,
          ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor DRAWING =
      new CharacterPreprocessor(
          "drawing/1",
          new Shrink(1024),
          FindInk.FRAME_AT_RIM,
          NormaliseStrokes.ALL,
          ConvertToEmnist.INSTANCE);

  private static final CharacterPreprocessor RAW =
      new CharacterPreprocessor("raw/1", ResizeToEmnist.INSTANCE);

  private static final List<CharacterPreprocessor> KNOWN =
      List.of(EMNIST_1, EMNIST, PHOTO, DRAWING, RAW);

  private final String id;
  private final List<Step> steps;

  private CharacterPreprocessor(String id, Step... steps) {
    this.id = id;
    this.steps = List.of(steps);
  }

  /**
   * The preprocessing for models trained on EMNIST: copes with any picture, and leaves alone what
   * is right already.
   *
   * @return the newest version of it
   */
  public static CharacterPreprocessor emnist() {
    return EMNIST;
  }

  /**
   * The preprocessing for photographs: light is always evened out, however little it varies, and
   * nothing is taken for an EMNIST image that has only to be let through. Noise, frames, specks and
   * strokes are treated as in {@link #emnist()}.
   *
   * @return the newest version of it
   */
  public static CharacterPreprocessor photo() {
    return PHOTO;
  }

  /**
   * The preprocessing for drawings on a plain canvas, of any two colours: all that is drawn counts,
   * however small and wherever it lies, and strokes are always given the width in the middle of
   * EMNIST's. Light, noise, frames and specks are not looked for.
   *
   * @return the newest version of it
   */
  public static CharacterPreprocessor drawing() {
    return DRAWING;
  }

  /**
   * The preprocessing that guesses nothing but the background of transparent parts: luma, of which
   * the whole picture, whatever its shape, is resampled bicubically to 28x28. The picture has to be
   * white on black and to have EMNIST's layout.
   *
   * @return the newest version of it
   */
  public static CharacterPreprocessor raw() {
    return RAW;
  }

  /**
   * Finds the preprocessing that a model names.
   *
   * @param id as {@link #id()} gives it, for example {@code "emnist/2"}, or of an earlier version:
   *     {@code "emnist/1"} knows of no uneven light, noise, frames or thin strokes
   * @return the preprocessing
   * @throws IllegalArgumentException if this version of the library does not know it
   */
  public static CharacterPreprocessor fromId(String id) {
    for (CharacterPreprocessor known : KNOWN) {
      if (known.id.equals(id)) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "preprocessing \"%s\" is unknown; known are %s"
            .formatted(id, KNOWN.stream().map(CharacterPreprocessor::id).toList()));
  }

  /**
   * Names these steps and their version. What an id stands for never changes: a later version that
   * gives other images has another id.
   *
   * @return for example {@code "emnist/2"}
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
    return process(Luma.of(picture));
  }

  /**
   * Processes a grey picture.
   *
   * @param picture of any size, with one character in it, dark on light or light on dark
   * @return uint8 {@code [28, 28]}, white on black; all black where the picture is blank
   */
  public GrayImage process(GrayImage picture) {
    List<PreprocessingStep> steps = steps(picture);
    return steps.get(steps.size() - 1).image();
  }

  /**
   * What a picture became, and whether it seems to be a picture of one character at all.
   *
   * @param image uint8 {@code [28, 28]}, white on black; all black where the picture is blank
   * @param severalCharacters whether the picture's ink seems to be more than one character
   */
  public record Result(GrayImage image, boolean severalCharacters) {}

  /**
   * Processes a picture and looks whether it holds more than one character.
   *
   * @param picture of any size and type
   * @return what {@link #process(BufferedImage)} gives, and what the ink looks like
   */
  public Result analyse(BufferedImage picture) {
    List<PreprocessingStep> steps = steps(picture);
    GrayImage image = steps.get(steps.size() - 1).image();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (INK_STEPS.contains(steps.get(i).name())) {
        GrayImage ink = steps.get(i).image();
        return new Result(image, SeveralCharacters.in(ink.toBytes(), ink.width(), ink.height()));
      }
    }
    return new Result(image, false);
  }

  /**
   * Processes a picture and keeps what it was on the way.
   *
   * @param picture of any size and type, with one character in it
   * @return the grey picture, then what came of each step that changed it; the last is what {@link
   *     #process(BufferedImage)} gives
   */
  public List<PreprocessingStep> steps(BufferedImage picture) {
    return steps(Luma.of(picture));
  }

  /**
   * Processes a grey picture and keeps what it was on the way.
   *
   * @param picture of any size, with one character in it, dark on light or light on dark
   * @return the picture, then what came of each step that changed it; the last is what {@link
   *     #process(GrayImage)} gives
   */
  public List<PreprocessingStep> steps(GrayImage picture) {
    Draft draft = Draft.of(picture);
    List<PreprocessingStep> done = new ArrayList<>();
    done.add(draft.toStep());
    for (Step step : stepsFor(picture)) {
      if (draft.finished()) {
        break;
      }
      Draft next = step.apply(draft);
      if (next.image() != draft.image()) {
        done.add(next.toStep());
      }
      draft = next;
    }
    return List.copyOf(done);
  }

  private List<Step> stepsFor(GrayImage picture) {
    boolean isSmall =
        picture.width() == EmnistConversion.SIDE && picture.height() == EmnistConversion.SIDE;
    return this == EMNIST && isSmall ? SMALL : steps;
  }

  /**
   * Whether an image that {@link #process(GrayImage)} gave holds no ink: the picture was of one
   * colour, or of nothing but noise.
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
}
