package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A kind of picture file in which an EMNIST image reaches a recogniser: one of the eight {@link
 * Disguise}s, a character enlarged on a canvas of its own frame, or one cut out close to its ink.
 *
 * @param name for tables
 * @param stream the stream of its random numbers; each kind has its own
 * @param most the largest allowed loss of accuracy, in percentage points: the project's goal
 * @param maker of the picture file
 */
public record PictureKind(String name, int stream, double most, Maker maker) {
  /** The goal of all kinds but the thin pen. */
  private static final double GOAL = 1.5;

  private static final double THIN_PEN_GOAL = 2.5;

  /** The coverage that determines a crop's box, as Otsu's threshold would on clean paper. */
  private static final float HALF = 0.5f;

  /** The widest blur, as a part of the frame's side: a deviation of 3 pixels in 140. */
  private static final double BLUR = 3 / 140.0;

  /** Creates picture files. */
  public interface Maker {
    /**
     * Creates the picture file of an image.
     *
     * @param image 28 x 28
     * @param random the generator
     * @return the bytes of a PNG or JPEG file
     */
    byte[] apply(GrayImage image, RandomGenerator random);
  }

  /**
   * Creates the picture file of an image.
   *
   * @param image 28 x 28, upright, white ink on black
   * @param seed of all draws
   * @param index the number of the image; the same seed and index give the same picture
   * @return the bytes of a PNG or JPEG file
   */
  public byte[] apply(GrayImage image, long seed, long index) {
    return maker.apply(image, new CounterRandom(seed, stream, index));
  }

  /**
   * Returns every kind.
   *
   * @return the disguises, then enlargements and crops of both polarities
   */
  public static List<PictureKind> all() {
    List<PictureKind> kinds = new ArrayList<>();
    for (Disguise disguise : Disguise.values()) {
      kinds.add(
          new PictureKind(
              disguise.name().toLowerCase(Locale.ROOT),
              kinds.size(),
              disguise == Disguise.THIN_PEN ? THIN_PEN_GOAL : GOAL,
              disguise::draw));
    }
    for (boolean light : new boolean[] {false, true}) {
      for (int scale : new int[] {4, 8}) {
        for (double blur : new double[] {0, BLUR}) {
          String name = "x" + scale + (light ? " light" : " dark") + (blur > 0 ? " blurred" : "");
          add(kinds, "frame " + name, image -> frame(image, scale, light, blur));
          add(kinds, "crop " + name, image -> crop(image, scale, light, blur, 0));
          add(kinds, "crop+10% " + name, image -> crop(image, scale, light, blur, 0.1));
        }
      }
    }
    return List.copyOf(kinds);
  }

  private static void add(List<PictureKind> kinds, String name, Function<GrayImage, byte[]> maker) {
    kinds.add(new PictureKind(name, kinds.size(), GOAL, (image, random) -> maker.apply(image)));
  }

  private static byte[] frame(GrayImage image, int scale, boolean light, double blur) {
    return Encoder.png(scene(ink(image, scale, blur), light).toPicture());
  }

  /**
   * Returns the picture of a crop: the box around the pixels of at least half ink, with a margin
   * relative to its longer side.
   */
  private static byte[] crop(
      GrayImage image, int scale, boolean light, double blur, double margin) {
    Ink ink = ink(image, scale, blur);
    int left = ink.width();
    int right = 0;
    int top = ink.height();
    int bottom = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.coverage()[y * ink.width() + x] >= HALF) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    BufferedImage whole = scene(ink, light).toPicture();
    if (right == 0) {
      return Encoder.png(whole);
    }
    int room = (int) Math.round(margin * Math.max(right - left, bottom - top));
    left = Math.max(0, left - room);
    top = Math.max(0, top - room);
    right = Math.min(ink.width(), right + room);
    bottom = Math.min(ink.height(), bottom + room);
    return Encoder.png(whole.getSubimage(left, top, right - left, bottom - top));
  }

  private static Ink ink(GrayImage image, int scale, double blur) {
    int side = scale * Placement.FRAME;
    Ink ink = Ink.soft(image, new Placement(side, side, scale, 0, 0, 0));
    return blur == 0
        ? ink
        : new Ink(side, side, Fields.blurred(ink.coverage(), side, side, blur * side));
  }

  private static Scene scene(Ink ink, boolean light) {
    return new Scene(ink.width(), ink.height(), light ? Color.BLACK : Color.WHITE)
        .draw(ink.coverage(), light ? Color.WHITE : Color.BLACK);
  }

  /**
   * Finds kinds by a part of their names.
   *
   * @param part for example {@code crop}; empty for all
   * @return in the order of {@link #all}
   * @throws IllegalArgumentException if no name contains it
   */
  public static List<PictureKind> named(String part) {
    List<PictureKind> found = all().stream().filter(kind -> kind.name().contains(part)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no kind of picture is named like \"%s\"; there are %s"
              .formatted(part, Arrays.toString(all().stream().map(PictureKind::name).toArray())));
    }
    return found;
  }
}
