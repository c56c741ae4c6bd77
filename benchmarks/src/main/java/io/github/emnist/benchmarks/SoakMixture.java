package io.github.emnist.benchmarks;

import io.github.emnist.benchmarks.disguise.Disguise;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.bundle.ModelBundle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the calls of a service, drawn from each thread's own seed: single images, batches of up to
 * 300, pictures, and input that must be refused.
 */
final class SoakMixture {
  private static final int IMAGES = 2_000;
  private static final int PICTURES = 64;
  private static final int LARGEST_BATCH = 300;

  /** The number of a thread's calls from one classifier that it opens to the next. */
  private static final int OPEN_EVERY = 250;

  /** The largest allowed difference of an image's probabilities, which vary with the batch. */
  private static final double TOLERANCE = 1e-3;

  private final EmnistClassifier classifier;
  private final ModelBundle model;
  private final ClassifierOptions options;
  private final List<GrayImage> images;
  private final List<Prediction> expected;
  private final List<byte[]> pictures;
  private final List<Prediction> expectedOfPictures;

  private SoakMixture(
      EmnistClassifier classifier,
      ModelBundle model,
      ClassifierOptions options,
      List<GrayImage> images,
      List<byte[]> pictures)
      throws MalformedDataException {
    this.classifier = classifier;
    this.model = model;
    this.options = options;
    this.images = images;
    this.expected = images.stream().map(classifier::predict).toList();
    this.pictures = pictures;
    Prediction[] ofPictures = new Prediction[pictures.size()];
    for (int i = 0; i < ofPictures.length; i++) {
      ofPictures[i] = classifier.predict(pictures.get(i));
    }
    this.expectedOfPictures = List.of(ofPictures);
  }

  static SoakMixture of(EmnistClassifier classifier, ModelBundle model, ClassifierOptions options)
      throws MalformedDataException {
    EmnistDataset drawn = SyntheticEmnist.balanced().test().shuffle(1);
    List<GrayImage> images = IntStream.range(0, IMAGES).mapToObj(drawn::image).toList();
    Disguise[] disguises = Disguise.values();
    List<byte[]> pictures =
        IntStream.range(0, PICTURES)
            .mapToObj(i -> disguises[i % disguises.length].apply(images.get(i), 1, i))
            .toList();
    return new SoakMixture(classifier, model, options, images, pictures);
  }

  /** Makes one thread's calls, until all threads together have made enough. */
  void ask(int thread, SoakTally tally) {
    CounterRandom random = new CounterRandom(1, thread, 0);
    for (int call = 0; !tally.isDone(); call++) {
      try {
        if (call % OPEN_EVERY == OPEN_EVERY - 1) {
          another(random, tally);
        } else {
          next(random, tally);
        }
      } catch (Exception | Error e) {
        tally.error(e.toString());
      }
    }
  }

  private void next(CounterRandom random, SoakTally tally) throws MalformedDataException {
    int kind = random.nextInt(100);
    if (kind < 80) {
      check(random, classifier, 1, tally);
    } else if (kind < 95) {
      check(random, classifier, 1 + random.nextInt(LARGEST_BATCH), tally);
    } else if (kind < 97) {
      int i = random.nextInt(PICTURES);
      compare(classifier.predict(pictures.get(i)), expectedOfPictures.get(i), tally);
      tally.picture();
    } else {
      bad(random, tally);
    }
  }

  private void check(CounterRandom random, EmnistClassifier asked, int count, SoakTally tally) {
    int first = random.nextInt(IMAGES - count + 1);
    List<Prediction> answers =
        count == 1
            ? List.of(asked.predict(images.get(first)))
            : asked.predictAll(images.subList(first, first + count));
    for (int i = 0; i < count; i++) {
      compare(answers.get(i), expected.get(first + i), tally);
    }
    tally.answered(count);
  }

  private static void compare(Prediction answer, Prediction expected, SoakTally tally) {
    float[] found = answer.probabilities();
    float[] wanted = expected.probabilities();
    for (int i = 0; i < wanted.length; i++) {
      if (!(Math.abs(found[i] - wanted[i]) <= TOLERANCE)) {
        tally.error("found " + answer + ", expected " + expected);
        return;
      }
    }
  }

  /**
   * Passes bad input: a truncated picture, one with an overwritten beginning, one of a single
   * pixel, and NaN.
   */
  private void bad(CounterRandom random, SoakTally tally) throws MalformedDataException {
    byte[] picture = pictures.get(random.nextInt(PICTURES));
    switch (random.nextInt(4)) {
      case 0 -> refused(Arrays.copyOf(picture, random.nextInt(picture.length / 2)), tally);
      case 1 -> {
        byte[] scribbled = picture.clone();
        Arrays.fill(scribbled, 0, 16, (byte) random.nextInt());
        refused(scribbled, tally);
      }
      case 2 -> {
        BufferedImage pixel = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        if (classifier.predict(pixel).blank()) {
          tally.picture();
        } else {
          tally.error("one pixel is not blank");
        }
      }
      default -> {
        float[][] ink = new float[28][28];
        ink[random.nextInt(28)][random.nextInt(28)] = Float.NaN;
        try {
          tally.error("NaN is " + classifier.predict(ink));
        } catch (IllegalArgumentException e) {
          tally.refused();
        }
      }
    }
  }

  private void refused(byte[] noPicture, SoakTally tally) {
    try {
      tally.error("no picture is " + classifier.predict(noPicture));
    } catch (MalformedDataException e) {
      tally.refused();
    }
  }

  /**
   * Opens another classifier, uses it and closes it. Only one at a time, as in a service that
   * changes its model: the number of classifiers open at once determines how much memory the
   * allocator keeps.
   */
  private synchronized void another(CounterRandom random, SoakTally tally) {
    tally.opens();
    try (EmnistClassifier other = EmnistClassifier.of(model, options)) {
      check(random, other, 1, tally);
      check(random, other, 40, tally);
    } finally {
      tally.closed();
    }
  }
}
