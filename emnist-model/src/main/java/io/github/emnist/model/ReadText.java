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
 * The text read from a picture of separate characters. Immutable.
 *
 * @param characters in reading order; possibly empty
 */
public record ReadText(List<ReadCharacter> characters) {
  /**
   * A character of the text. Immutable.
   *
   * @param region its box, in pixels of the picture, its row and position, and the cut-out picture
   * @param prediction the model's prediction without context
   * @param inContext the prediction in the context of its neighbours; the same as {@code
   *     prediction} without context
   */
  public record ReadCharacter(CharacterRegion region, Prediction prediction, Prediction inContext) {
    private static final String UNREADABLE = "\uFFFD";

    /** Creates a character. */
    public ReadCharacter {
      Objects.requireNonNull(region, "region");
      Objects.requireNonNull(prediction, "prediction");
      Objects.requireNonNull(inContext, "inContext");
    }

    /** {@return the label of {@link #inContext()}; U+FFFD if preprocessing left no ink} */
    public String label() {
      return inContext.blank() ? UNREADABLE : inContext.label();
    }

    /** {@return the probability of the label, in [0, 1]; 0 if preprocessing left no ink} */
    public float probability() {
      return inContext.probability();
    }

    /** {@return such as {@code A 0.9812 at 20,30 40x60}} */
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
   * @param classifier recognises pictures of one character each
   * @param context empty to read each character by itself
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
   * {@return the labels of the characters, with a space between words and a line break ({@code \n})
   * between rows}
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
   * {@return one line of JSON: {@code text}, and {@code characters}, a list of {@code label} and
   * {@code probability} in context, {@code blank} (then the label is null), {@code alone}, the
   * {@code label} and {@code probability} without context, {@code row}, {@code spaceBefore} and
   * {@code box} of {@code x}, {@code y}, {@code width} and {@code height} in pixels}
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

  /** {@return the text} */
  @Override
  public String toString() {
    return text();
  }
}
