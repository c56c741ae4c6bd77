package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model's mistakes of the highest probability: hard images, or wrong labels. Immutable.
 *
 * @param list by falling probability
 */
public record Mistakes(List<Mistake> list) {
  private static final StrictJson JSON = new StrictJson();

  /** No mistakes. */
  public static final Mistakes NONE = new Mistakes(List.of());

  /** Creates a list. */
  public Mistakes {
    list = List.copyOf(list);
  }

  /**
   * Finds the mistakes of the highest probability.
   *
   * @param scores of the data set's images in their order
   * @param dataset the images
   * @param count the maximum number, 0 or more
   * @return the mistakes by falling probability, then in the order of the data set
   * @throws IllegalArgumentException if the count is negative or the number of images differs
   */
  public static Mistakes mostConfident(Scores scores, EmnistDataset dataset, int count) {
    Checks.atLeast("count", count, 0);
    if (scores.images() != dataset.size()) {
      throw Messages.illegal(
          "found scores of %d images for a data set of %d", scores.images(), dataset.size());
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
   * {@return the mistakes as a JSON array of objects: {@code index}, {@code label}, {@code
   * predicted}, {@code probability}, {@code labelProbability}, {@code width}, {@code height} and
   * {@code pixels} (upright uint8, row-major, in base64), one line}
   */
  public String toJson() {
    return JSON.array(
        list.stream()
            .map(
                mistake ->
                    new Entry(
                        mistake.index(),
                        mistake.truth(),
                        mistake.predicted(),
                        mistake.probability(),
                        mistake.truthProbability(),
                        mistake.image().width(),
                        mistake.image().height(),
                        Base64.getEncoder().encodeToString(mistake.image().toBytes())))
            .toList());
  }

  /** The JSON of a mistake. */
  private record Entry(
      int index,
      String label,
      String predicted,
      float probability,
      float labelProbability,
      int width,
      int height,
      String pixels) {
    Mistake mistake() {
      GrayImage image = GrayImage.of(width, height, Base64.getDecoder().decode(pixels));
      return new Mistake(index, label, predicted, probability, labelProbability, image);
    }
  }

  /**
   * Parses the JSON of {@link #toJson()}.
   *
   * @param json the document
   * @param source its name in error messages, usually the file's path
   * @return the mistakes
   * @throws MalformedDataException if it is not JSON, or a field is missing or wrong
   */
  public static Mistakes fromJson(String json, String source) throws MalformedDataException {
    List<Mistake> list = new ArrayList<>();
    for (Entry entry : JSON.readAll(json, Entry.class, source)) {
      try {
        list.add(entry.mistake());
      } catch (IllegalArgumentException e) {
        throw new MalformedDataException(
            source + "[" + list.size() + "]",
            0,
            e.getMessage(),
            "width x height pixels in base64",
            e);
      }
    }
    return new Mistakes(list);
  }

  /**
   * A misclassified image.
   *
   * @param index its index in the data set
   * @param truth the name of the right class
   * @param predicted the name of the predicted class
   * @param probability of the predicted class, in [0, 1]
   * @param truthProbability of the right class, in [0, 1]
   * @param image the model's input
   */
  public record Mistake(
      int index,
      String truth,
      String predicted,
      float probability,
      float truthProbability,
      GrayImage image) {
    /** Creates a mistake. */
    public Mistake {
      Objects.requireNonNull(truth, "truth");
      Objects.requireNonNull(predicted, "predicted");
      Objects.requireNonNull(image, "image");
    }
  }
}
