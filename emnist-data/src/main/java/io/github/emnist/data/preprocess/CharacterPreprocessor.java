package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.BoxReduction;
import io.github.emnist.data.image.EmnistConversion;
import io.github.emnist.data.image.EmnistLayout;
import io.github.emnist.data.image.SpeckFilter;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * Turns a picture of one character, from a drawing program or a scanner, into an EMNIST image:
 * 28x28, uint8, white (255) on black (0), upright, centred, with a margin and soft edges.
 *
 * <pre>{@code
 * BufferedImage picture = PictureReader.standard().read(Path.of("letter.png"));
 * GrayImage image = CharacterPreprocessor.emnist().process(picture);
 * }</pre>
 *
 * <p>The steps:
 *
 * <ol>
 *   <li>Colour becomes luma (ITU-R BT.601: 0.299 R' + 0.587 G' + 0.114 B'). Transparent parts
 *       become the background against which the rest shows.
 *   <li>A side above 2,048 pixels is brought below it by averaging.
 *   <li>Otsu's threshold tells ink from paper; the rim and the whole picture tell which of the two
 *       is paper, so dark ink on light paper and light ink on dark come out alike.
 *   <li>A picture that has EMNIST's layout already ends here, as it is. Other levels are stretched:
 *       paper, with its noise, to 0; ink to 255.
 *   <li>Specks are removed: pieces with less than 1/40 of the largest piece's ink.
 *   <li>EMNIST's own conversion (Cohen et al. 2017, section II) blurs, crops, centres and resamples
 *       the character, at a scale that its own size sets.
 * </ol>
 *
 * <p>The same picture always gives the same image. Immutable and thread-safe.
 */
public final class CharacterPreprocessor {
  /** Beyond this, detail is finer than anything that 28x28 pixels could show. */
  private static final int MAX_SIDE = 2048;

  private static final CharacterPreprocessor EMNIST = new CharacterPreprocessor("emnist/1");
  private static final List<CharacterPreprocessor> KNOWN = List.of(EMNIST);

  private final String id;

  private CharacterPreprocessor(String id) {
    this.id = id;
  }

  /**
   * The preprocessing for models trained on EMNIST.
   *
   * @return the newest version of it
   */
  public static CharacterPreprocessor emnist() {
    return EMNIST;
  }

  /**
   * Finds the preprocessing that a model names.
   *
   * @param id as {@link #id()} gives it, for example {@code "emnist/1"}
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
   * @return for example {@code "emnist/1"}
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
    GrayImage reduced = BoxReduction.toFit(picture, MAX_SIDE);
    Optional<InkLevels> levels = InkLevels.of(reduced);
    if (levels.isEmpty()) {
      return blank();
    }
    GrayImage whiteOnBlack = levels.get().whiteOnBlack(reduced);
    if (EmnistLayout.matches(whiteOnBlack)) {
      return whiteOnBlack;
    }
    byte[] ink = whiteOnBlack.toBytes();
    levels.get().stretch(ink);
    SpeckFilter.removeSpecks(ink, reduced.width(), reduced.height());
    return new EmnistConversion().convert(GrayImage.of(reduced.width(), reduced.height(), ink));
  }

  private static GrayImage blank() {
    int side = EmnistConversion.SIDE;
    return GrayImage.of(side, side, new byte[side * side]);
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
