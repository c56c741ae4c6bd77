package io.github.emnist.train.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The mistakes that a model was most sure of: hard images, and the place to find wrong labels.
 * Immutable.
 *
 * @param list the surest first
 */
public record Mistakes(List<Mistake> list) {
  /** Of a model without a mistake, or one that was not measured. */
  public static final Mistakes NONE = new Mistakes(List.of());

  /**
   * Creates a list.
   *
   * @param list the surest first; copied
   */
  public Mistakes {
    list = List.copyOf(list);
  }

  /**
   * Finds the mistakes of the highest probabilities.
   *
   * @param scores of the data set's images in their order
   * @param dataset that was measured
   * @param count how many at most, 0 or more
   * @return the surest first, equally sure ones in the data set's order
   * @throws IllegalArgumentException if the count is negative or the scores are of another number
   *     of images
   */
  public static Mistakes mostConfident(Scores scores, EmnistDataset dataset, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "count (%d) must be 0 or more", count));
    }
    if (scores.images() != dataset.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the scores are of %d images, the data set has %d",
              scores.images(),
              dataset.size()));
    }
    return new Mistakes(
        IntStream.range(0, scores.images())
            .filter(i -> !scores.right(i))
            .boxed()
            .sorted(Comparator.comparing(i -> -scores.probability(i, scores.predicted(i))))
            .limit(count)
            .map(
                i ->
                    new Mistake(
                        i,
                        scores.labelMap().label(scores.label(i)),
                        scores.labelMap().label(scores.predicted(i)),
                        scores.probability(i, scores.predicted(i)),
                        scores.probability(i, scores.label(i)),
                        dataset.image(i)))
            .toList());
  }

  /**
   * The mistakes as a JSON array of objects: {@code index}, {@code label}, {@code predicted},
   * {@code probability}, {@code labelProbability}, {@code width}, {@code height} and {@code pixels}
   * (upright uint8, row-major, in base64).
   *
   * @return one line
   */
  public String toJson() {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Mistake mistake : list) {
      json.addObject()
          .put("index", mistake.index())
          .put("label", mistake.truth())
          .put("predicted", mistake.predicted())
          .put("probability", mistake.probability())
          .put("labelProbability", mistake.truthProbability())
          .put("width", mistake.image().width())
          .put("height", mistake.image().height())
          .put("pixels", Base64.getEncoder().encodeToString(mistake.image().toBytes()));
    }
    return json.toString();
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @param json the document
   * @param source what to call it in an error, usually the file's path
   * @return the mistakes
   * @throws MalformedDataException if it is not JSON, or a field is missing or wrong
   */
  public static Mistakes fromJson(String json, String source) throws MalformedDataException {
    List<Mistake> list = new ArrayList<>();
    for (JsonField mistake : JsonField.parse(json, source).elements()) {
      list.add(
          new Mistake(
              mistake.get("index").count(),
              mistake.get("label").text(),
              mistake.get("predicted").text(),
              (float) mistake.get("probability").number(),
              (float) mistake.get("labelProbability").number(),
              image(mistake)));
    }
    return new Mistakes(list);
  }

  private static GrayImage image(JsonField mistake) throws MalformedDataException {
    int width = mistake.get("width").count();
    int height = mistake.get("height").count();
    String base64 = mistake.get("pixels").text();
    try {
      return GrayImage.of(width, height, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw mistake.error(e.getMessage(), "width x height pixels in base64", e);
    }
  }
}
