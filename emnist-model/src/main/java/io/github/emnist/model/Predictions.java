package io.github.emnist.model;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import io.github.emnist.model.internal.Spares;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;

/** Asks a network, within a call, and makes predictions of its probabilities. */
final class Predictions {
  /** Images that are worth copying at a time, of EMNIST's size. */
  private static final int BATCH = 256;

  /** Bytes beyond which fewer are copied at a time. */
  private static final int BATCH_BYTES = 1 << 26;

  /** Room for probabilities in bfloat16, of 8 significant bits. */
  private static final double SUM_TOLERANCE = 0.02;

  private final Serving serving;
  private final LabelMap labelMap;
  private final Pictures pictures;
  private final Posterior posterior;
  private final List<ImageTransform> changes;

  /** The pixels of one image each. */
  private final Spares<byte[]> spares = new Spares<>();

  /**
   * Prepares to ask.
   *
   * @param changes what is done to an image besides asking for it as it is
   */
  Predictions(
      Serving serving,
      LabelMap labelMap,
      Pictures pictures,
      Posterior posterior,
      List<ImageTransform> changes) {
    this.serving = serving;
    this.labelMap = labelMap;
    this.pictures = pictures;
    this.posterior = posterior;
    this.changes = changes;
  }

  LabelMap labelMap() {
    return labelMap;
  }

  /** How many images are asked for at a time; with their variants, as many as one run takes. */
  int batch() {
    return Math.max(1, imagesAtOnce(pictures.size()) / variants());
  }

  /**
   * How many images are worth copying at a time.
   *
   * @param pixels of one image
   */
  static int imagesAtOnce(int pixels) {
    return Math.max(1, Math.min(BATCH, BATCH_BYTES / pixels));
  }

  private int variants() {
    return 1 + changes.size();
  }

  /** One image of the right size; nothing is allocated that the prediction does not keep. */
  Prediction of(GrayImage image) {
    byte[] pixels = spares.take();
    if (pixels == null) {
      pixels = new byte[pictures.size()];
    }
    image.copyTo(pixels, 0);
    Prediction prediction = of(pixels, 0, ask(pixels, 1));
    spares.giveBack(pixels);
    return prediction;
  }

  Prediction of(Result picture) {
    return noted(picture, of(picture.image()));
  }

  private static Prediction noted(Result picture, Prediction prediction) {
    return picture.severalCharacters() ? prediction.ofSeveralCharacters() : prediction;
  }

  /**
   * One for each image, in order.
   *
   * @param first position of the first one in the caller's list, for messages
   */
  List<Prediction> of(List<GrayImage> images, long first) {
    List<Prediction> predictions = new ArrayList<>(images.size());
    for (int from = 0; from < images.size(); from += batch()) {
      List<GrayImage> batch = images.subList(from, Math.min(images.size(), from + batch()));
      long position = first + from;
      byte[] pixels = serving.input(() -> pictures.pixels(batch, position));
      float[] probabilities = ask(pixels, batch.size());
      for (int i = 0; i < batch.size(); i++) {
        predictions.add(of(pixels, i, probabilities));
      }
    }
    return List.copyOf(predictions);
  }

  /** One for each picture, in order. */
  List<Prediction> ofPictures(List<Result> results) {
    List<Prediction> predictions =
        new ArrayList<>(of(results.stream().map(Result::image).toList(), 0));
    for (int i = 0; i < results.size(); i++) {
      predictions.set(i, noted(results.get(i), predictions.get(i)));
    }
    return List.copyOf(predictions);
  }

  /** One for each item, in order: what cannot be read keeps its place among the others. */
  <T> List<PredictionResult<T>> each(List<T> items, Function<? super T, ClassifierInput> toInput) {
    List<Result> images = new ArrayList<>(items.size());
    List<PredictionResult<T>> results = new ArrayList<>(items.size());
    for (T item : items) {
      try {
        images.add(
            serving.input(
                () -> toInput.apply(Objects.requireNonNull(item, "input")).read(pictures)));
        results.add(null); // answered below, with the others
      } catch (IOException | RuntimeException e) {
        results.add(new PredictionResult.Failure<>(item, e));
      }
    }
    Iterator<Prediction> answers = ofPictures(images).iterator();
    for (int i = 0; i < items.size(); i++) {
      if (results.get(i) == null) {
        results.set(i, new PredictionResult.Success<>(items.get(i), answers.next()));
      }
    }
    return results;
  }

  /** The probabilities of images and of what the changes make of them. */
  private float[] ask(byte[] images, int count) {
    float[] probabilities = serving.probabilities(variants(images, count), count * variants());
    if (probabilities.length != count * variants() * labelMap.size()) {
      throw new IllegalStateException(
          Messages.format(
              "the network gave %d probabilities for %d images, expected %d: one for each of the %d"
                  + " labels",
              probabilities.length,
              count * variants(),
              count * variants() * labelMap.size(),
              labelMap.size()));
    }
    return probabilities;
  }

  private Prediction of(byte[] images, int image, float[] probabilities) {
    if (isBlank(images, image)) {
      return Prediction.ofBlank(labelMap, posterior.ofNothing());
    }
    int first = image * variants();
    for (int variant = 0; variant < variants(); variant++) {
      checkSum(probabilities, (first + variant) * labelMap.size());
    }
    return Prediction.of(labelMap, posterior.of(probabilities, first, variants()));
  }

  /** Whether an image has no ink at all. */
  private boolean isBlank(byte[] images, int image) {
    int size = pictures.size();
    for (int i = image * size; i < (image + 1) * size; i++) {
      if (images[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Finite weights can overflow, and a foreign network can end without a softmax. */
  private void checkSum(float[] probabilities, int offset) {
    double sum = 0;
    boolean negative = false;
    for (int c = offset; c < offset + labelMap.size(); c++) {
      sum += probabilities[c];
      negative |= probabilities[c] < 0;
    }
    if (negative || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalStateException(
          Messages.format(
              "the network gave %snumbers of sum %s for an image, expected probabilities of sum"
                  + " 1: its weights overflow, or it ends without a softmax",
              negative ? "negative " : "", sum));
    }
  }

  /** Each image, and behind it what the changes make of it. */
  private byte[] variants(byte[] images, int count) {
    if (changes.isEmpty()) {
      return images;
    }
    int size = pictures.size();
    byte[] variants = new byte[count * variants() * size];
    Pixels source = Pixels.of(images, 0, 1, pictures.width(), pictures.height());
    Pixels changed = Pixels.of(variants, 0, 1, pictures.width(), pictures.height());
    for (int i = 0; i < count; i++) {
      int target = i * variants() * size;
      System.arraycopy(images, i * size, variants, target, size);
      for (ImageTransform change : changes) {
        target += size;
        change.apply(source.moveTo(images, i * size), changed.moveTo(variants, target));
      }
    }
    return variants;
  }

  /** Answers a batch in order; {@code first} is the position of its first element. */
  interface Step<T, R> {
    List<R> answer(List<T> batch, long first);
  }

  /**
   * Answers one by one what is asked in batches, each a call of its own. The source is read no
   * further than to the end of the batch that the last answer is of.
   */
  <T, R> Iterator<R> inBatches(Iterator<? extends T> source, Step<T, R> step) {
    Objects.requireNonNull(source, "source");
    return new Iterator<>() {
      private Iterator<R> answers = Collections.emptyIterator();
      private long position;

      @Override
      public boolean hasNext() {
        return answers.hasNext() || source.hasNext();
      }

      @Override
      public R next() {
        if (!answers.hasNext()) {
          if (!source.hasNext()) {
            throw new NoSuchElementException();
          }
          List<T> batch = new ArrayList<>();
          while (batch.size() < batch() && source.hasNext()) {
            batch.add(source.next());
          }
          long first = position;
          position += batch.size();
          answers = serving.held(() -> step.answer(batch, first)).iterator();
        }
        return answers.next();
      }
    };
  }
}
