package io.github.emnist.model;

import static io.github.emnist.model.internal.JsonTree.fields;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.model.internal.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was read from a picture of separate characters. Immutable.
 *
 * @param characters in reading order; empty where the picture shows none
 */
public record ReadText(List<ReadCharacter> characters) {
  /**
   * A character that was read from a line, and where it stands. Immutable.
   *
   * @param region its box, in pixels of the picture, its row and its place in it, and what was cut
   *     out
   * @param prediction what the model says of it alone
   * @param inContext what it is among its neighbours, who decide between look-alikes; the same as
   *     {@code prediction} where the context was not asked for or says nothing
   */
  public record ReadCharacter(CharacterRegion region, Prediction prediction, Prediction inContext) {
    /** What stands in a text for a character without ink, as U+FFFD does for what is unknown. */
    private static final String UNREADABLE = "\uFFFD";

    /** Creates a character. */
    public ReadCharacter {
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(prediction, "prediction");
      Objects.requireNonNull(inContext, "inContext");
    }

    /**
     * {@return what it reads as among its neighbours, the label of {@link #inContext()}; U+FFFD
     * where preprocessing left no ink of it}
     */
    public String label() {
      return inContext.blank() ? UNREADABLE : inContext.label();
    }

    /** {@return how probable that is, in [0, 1]; 0 where preprocessing left no ink of it} */
    public float probability() {
      return inContext.probability();
    }

    /** For example {@code A 0.9812 at 20,30 40x60}. */
    @Override
    public String toString() {
      return Messages.format(
          "%s %.4f at %d,%d %dx%d",
          label(), probability(), region.x(), region.y(), region.width(), region.height());
    }
  }

  /** Creates a text. */
  public ReadText {
    characters = List.copyOf(characters);
  }

  /**
   * Reads regions of a picture.
   *
   * @param classifier recognises pictures of one character each, any number at once
   * @param context of the characters; empty to read each alone
   */
  static ReadText of(
      List<CharacterRegion> regions,
      Function<List<GrayImage>, List<Prediction>> classifier,
      Optional<LineContext> context) {
    List<Prediction> alone =
        classifier.apply(regions.stream().map(CharacterRegion::picture).toList());
    List<Prediction> inContext = context.map(c -> c.read(regions, alone)).orElse(alone);
    List<ReadCharacter> characters = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      characters.add(new ReadCharacter(regions.get(i), alone.get(i), inContext.get(i)));
    }
    return new ReadText(characters);
  }

  /**
   * {@return the labels of the characters, each as read among its neighbours, with a space where a
   * gap is as wide as between words and a line break ({@code \n}) between rows}
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (ReadCharacter character : characters) {
      CharacterRegion region = character.region();
      if (region.position() == 0 && region.row() > 0) {
        text.append('\n');
      } else if (region.spaceBefore()) {
        text.append(' ');
      }
      text.append(character.label());
    }
    return text.toString();
  }

  /**
   * The text and its characters as JSON: {@code text}, and {@code characters}, a list of {@code
   * label} and {@code probability} among their neighbours, {@code blank}, where true the label is
   * null, {@code alone}, the {@code label} and {@code probability} that each has by itself, {@code
   * row}, {@code spaceBefore} and {@code box} of {@code x}, {@code y}, {@code width} and {@code
   * height} in pixels.
   *
   * @return one line
   */
  public String toJson() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (ReadCharacter character : characters) {
      CharacterRegion region = character.region();
      Map<String, Object> item = character.inContext().answer();
      item.put("blank", character.prediction().blank());
      item.put("alone", character.prediction().answer());
      item.put("row", region.row());
      item.put("spaceBefore", region.spaceBefore());
      Map<String, Object> box = fields("x", region.x(), "y", region.y());
      box.putAll(fields("width", region.width(), "height", region.height()));
      item.put("box", box);
      items.add(item);
    }
    return JsonTree.text(fields("text", text(), "characters", items));
  }

  /** The text. */
  @Override
  public String toString() {
    return text();
  }
}
