package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Components;
import io.github.emnist.data.internal.image.Components.Component;
import io.github.emnist.data.internal.image.PixelBox;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes what is around a character and not part of it: ruled lines, the frame of a form's box,
 * and pieces that the picture's rim cuts off, as of a neighbour or a shadow. Whatever goes, a piece
 * that can be a character has to be left; otherwise what looks like a frame is the character. A
 * picture of nothing but dust is blank.
 */
enum RemoveFrame implements Step {
  INSTANCE;

  /** A character is at least this part of the picture, or of its frame, in length. */
  private static final int CHARACTER_PART = 5;

  /** A picture in which nothing is longer than this part of it shows noise or dust. */
  private static final int DUST_PART = 50;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    Draft known = draft.withPieces();
    Components pieces = known.pieces();
    int longest = pieces.all().stream().mapToInt(Component::length).max().orElse(0);
    if (longest * DUST_PART < Math.max(image.width(), image.height())) {
      return draft.blank();
    }
    boolean alone =
        pieces.all().size() == 1
            && !touchesRim(pieces.all().get(0).box(), image.width(), image.height());
    if (alone) {
      return known;
    }
    Draft without = without(known, pieces, Draft.CLEAR);
    // Faint lines may join the character to others and to the rim: then what is no stroke is no
    // ink.
    return without == known ? without(known, null, NormaliseStrokes.EDGE) : without;
  }

  /**
   * Without what is around a character, if all is ink from {@code least} on.
   *
   * @param found its pieces, or null where they are not yet known
   */
  private static Draft without(Draft draft, Components found, int least) {
    GrayImage image = draft.image();
    int width = image.width();
    int height = image.height();
    byte[] ink = image.toBytes();
    boolean changed = RuledLines.remove(ink, width, height, least);
    Components pieces = changed || found == null ? Components.of(ink, width, height, least) : found;
    boolean[] gone = new boolean[pieces.all().size() + 1];
    markCutOff(pieces.all(), width, height, gone);
    markFrames(ink, width, pieces, gone);
    boolean any = false;
    for (boolean is : gone) {
      any |= is;
    }
    if (any) {
      for (int i = 0; i < ink.length; i++) {
        if (gone[pieces.label(i)]) {
          ink[i] = 0;
        }
      }
    }
    return changed || any ? draft.with("frame", GrayImage.of(width, height, ink)) : draft;
  }

  /** What the rim cuts off goes where the character, the largest piece, is elsewhere. */
  private static void markCutOff(List<Component> pieces, int width, int height, boolean[] gone) {
    int shortest = Math.max(width, height) / CHARACTER_PART;
    long character =
        pieces.stream()
            .filter(p -> !touchesRim(p.box(), width, height) && p.length() >= shortest)
            .mapToLong(Component::ink)
            .max()
            .orElse(0);
    for (Component piece : pieces) {
      gone[piece.label()] |= touchesRim(piece.box(), width, height) && piece.ink() < character;
    }
  }

  private static boolean touchesRim(PixelBox box, int width, int height) {
    return box.left() == 0 || box.top() == 0 || box.right() == width || box.bottom() == height;
  }

  private static void markFrames(byte[] ink, int width, Components pieces, boolean[] gone) {
    Optional<Component> longest =
        pieces.all().stream()
            .filter(piece -> !gone[piece.label()])
            .max(Comparator.comparingInt(Component::length));
    if (longest.isEmpty()) {
      return;
    }
    Component frame = longest.get();
    boolean hasCharacter =
        pieces.all().stream()
            .anyMatch(
                piece ->
                    piece != frame
                        && encloses(frame.box(), piece.box())
                        && piece.length() * CHARACTER_PART >= frame.length());
    if (hasCharacter && FrameShape.matches(ink, width, pieces, frame)) {
      gone[frame.label()] = true;
    }
  }

  private static boolean encloses(PixelBox outer, PixelBox inner) {
    return outer.left() < inner.left()
        && outer.top() < inner.top()
        && outer.right() > inner.right()
        && outer.bottom() > inner.bottom();
  }
}
