package io.github.emnist.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.util.List;

/**
 * What was read from a picture of separate characters. Immutable.
 *
 * @param characters in reading order; empty where the picture shows none
 */
public record ReadText(List<ReadCharacter> characters) {
  /**
   * Creates a text.
   *
   * @param characters in reading order
   */
  public ReadText {
    characters = List.copyOf(characters);
  }

  /**
   * Returns the characters as a text.
   *
   * @return their labels, each as read among its neighbours, with a space where a gap is as wide as
   *     between words and a line break ({@code \n}) between rows
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
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("text", text());
    ArrayNode items = json.putArray("characters");
    for (ReadCharacter character : characters) {
      CharacterRegion region = character.region();
      Prediction prediction = character.prediction();
      ObjectNode item = items.addObject();
      put(item, character.inContext()).put("blank", prediction.blank());
      put(item.putObject("alone"), prediction);
      item.put("row", region.row()).put("spaceBefore", region.spaceBefore());
      item.putObject("box")
          .put("x", region.x())
          .put("y", region.y())
          .put("width", region.width())
          .put("height", region.height());
    }
    return json.toString();
  }

  private static ObjectNode put(ObjectNode item, Prediction prediction) {
    return item.put("label", prediction.blank() ? null : prediction.label())
        .put("probability", prediction.probability());
  }

  /** The text. */
  @Override
  public String toString() {
    return text();
  }
}
