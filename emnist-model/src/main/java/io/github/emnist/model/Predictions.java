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

/** Runs a network, within a call, and creates predictions from its probabilities. */
final class Predictions {
  private static final int BATCH = 256; // images, if not limited by their size
  private static final int BATCH_BYTES = 1 << 26;
  private static final double SUM_TOLERANCE = 0.02; // bfloat16 has 8 significant bits

  private final Serving serving;
  private final LabelMap labelMap;
  private final Pictures pictures;
  private final Posterior posterior;
  private final List<ImageTransform> changes;

  private final Serving.Check check = this::check; // once, so that a call allocates nothing
  private final Spares<byte[]> spares = new Spares<>(); // each the pixels of one image

  /** Takes the transforms of test-time augmentation as {@code changes}. */
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

  /** Returns the number of images per run, each with its variants. */
  int batch() {
    return Math.max(1, imagesAtOnce(pictures.size()) / variants());
  }

  /** Returns the number of images of so many pixels per run. */
  static int imagesAtOnce(int pixels) {
    return Math.max(1, Math.min(BATCH, BATCH_BYTES / pixels));
  }

  private int variants() {
    return 1 + changes.size();
  }

  /** Recognises one image of the right size; allocates only what the prediction keeps. */
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
   * Recognises images.
   *
   * @param first index of the first one in the caller's list, for messages
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

  List<Prediction> ofPictures(List<Result> results) {
    List<Prediction> predictions =
        new ArrayList<>(of(results.stream().map(Result::image).toList(), 0));
    for (int i = 0; i < results.size(); i++) {
      predictions.set(i, noted(results.get(i), predictions.get(i)));
    }
    return List.copyOf(predictions);
  }

  /** Recognises items, with a failure for each that cannot be read. */
  <T> List<PredictionResult<T>> each(List<T> items, Function<? super T, ClassifierInput> toInput) {
    List<Result> images = new ArrayList<>(items.size());
    List<PredictionResult<T>> results = new ArrayList<>(items.size());
    for (T item : items) {
      try {
        images.add(
            serving.input(
                () ->
                    Objects.requireNonNull(
                            toInput.apply(Objects.requireNonNull(item, "input")),
                            "toInput gave null, expected the item's input")
                        .read(pictures)));
        results.add(null); // set below
      } catch (IOException | RuntimeException e) {
        results.add(new PredictionResult.Failure<>(item, e));
      } catch (OutOfMemoryError e) { // a large picture, which costs no other one its answer
        results.add(new PredictionResult.Failure<>(item, tooLittleMemory(item, e)));
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

  private static IOException tooLittleMemory(Object item, OutOfMemoryError e) {
    return new IOException(
        item + ": there is too little memory to read it, give Java more (-Xmx)", e);
  }

  /** Returns the probabilities of all variants of images. */
  private float[] ask(byte[] images, int count) {
    return serving.probabilities(variants(images, count), count * variants(), check);
  }

  private void check(byte[] images, int count, float[] probabilities) {
    if (probabilities.length != count * labelMap.size()) {
      throw new IllegalStateException(
          Messages.format(
              "the network gave %d probabilities for %d images, expected %d: one for each of the %d"
                  + " labels",
              probabilities.length, count, count * labelMap.size(), labelMap.size()));
    }
    for (int i = 0; i < count; i++) {
      if (!isBlank(images, i)) {
        checkSum(probabilities, i * labelMap.size());
      }
    }
  }

  private Prediction of(byte[] images, int image, float[] probabilities) {
    if (isBlank(images, image)) {
      return Prediction.ofBlank(labelMap, posterior.ofNothing());
    }
    return Prediction.of(labelMap, posterior.of(probabilities, image * variants(), variants()));
  }

  /** Returns whether an image has no ink. */
  private boolean isBlank(byte[] images, int image) {
    int size = pictures.size();
    for (int i = image * size; i < (image + 1) * size; i++) {
      if (images[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Detects overflows, and foreign networks without a softmax. */
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

  /** Returns each image followed by its variants. */
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

  /** Recognises a batch; {@code first} is the index of its first element. */
  interface Step<T, R> {
    List<R> answer(List<T> batch, long first);
  }

  /** Recognises items lazily in batches, each in a call of its own; reads at most a batch ahead. */
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
