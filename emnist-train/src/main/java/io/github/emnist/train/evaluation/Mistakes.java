package io.github.emnist.train.evaluation;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The mistakes that a model was most sure of: hard images, and the place to find wrong labels.
 * Immutable.
 *
 * @param list the surest first
 */
public record Mistakes(List<Mistake> list) {
  private static final StrictJson JSON = new StrictJson();

  /** Of a model without a mistake, or one that was not measured. */
  public static final Mistakes NONE = new Mistakes(List.of());

  /** Creates a list. */
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
      throw new IllegalArgumentException(Messages.format("count (%d) must be 0 or more", count));
    }
    if (scores.images() != dataset.size()) {
      throw new IllegalArgumentException(
          Messages.format(
              "the scores are of %d images, the data set has %d", scores.images(), dataset.size()));
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

  /** A mistake in JSON. */
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
   * Reads what {@link #toJson()} wrote.
   *
   * @param json the document
   * @param source what to call it in an error, usually the file's path
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
   * An image that a model took for something else.
   *
   * @param index its position in the data set
   * @param truth the right class's name
   * @param predicted the name of the class that it was taken for
   * @param probability of the predicted class, in [0, 1]
   * @param truthProbability of the right class, in [0, 1]
   * @param image what the model saw
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
