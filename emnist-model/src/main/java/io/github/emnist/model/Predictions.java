package io.github.emnist.model;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.augment.Pixels;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor.Result;
import io.github.emnist.model.internal.InferenceNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Asks a network and makes predictions of its probabilities.
 *
 * @param changes what is done to an image besides asking for it as it is
 */
record Predictions(
    InferenceNetwork network,
    LabelMap labelMap,
    Pixels pixels,
    Posterior posterior,
    List<ImageTransform> changes) {
  /** Images that are worth copying at a time, of EMNIST's size. */
  private static final int BATCH = 256;

  /** Bytes beyond which fewer are copied at a time. */
  private static final int BATCH_BYTES = 1 << 26;

  /** Room for probabilities in bfloat16, of 8 significant bits. */
  private static final double SUM_TOLERANCE = 0.02;

  /** How many images are asked for at a time; with their variants, as many as one run takes. */
  int batch() {
    return Math.max(1, imagesAtOnce(pixels.size()) / variants());
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

  Prediction of(GrayImage image) {
    return of(image.toBytes(), 1).get(0);
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
      predictions.addAll(of(pixels.of(batch, first + from), batch.size()));
    }
    return List.copyOf(predictions);
  }

  Prediction of(Result picture) {
    Prediction prediction = of(picture.image());
    return picture.severalCharacters() ? prediction.ofSeveralCharacters() : prediction;
  }

  /** One for each picture, in order. */
  List<Prediction> ofPictures(List<Result> pictures) {
    List<Prediction> answers = of(pictures.stream().map(Result::image).toList(), 0);
    return IntStream.range(0, answers.size())
        .mapToObj(
            i ->
                pictures.get(i).severalCharacters()
                    ? answers.get(i).ofSeveralCharacters()
                    : answers.get(i))
        .toList();
  }

  private List<Prediction> of(byte[] images, int count) {
    float[] probabilities = network.probabilities(variants(images, count), count * variants());
    int classes = labelMap.size();
    checkCount(probabilities.length, count * variants());
    List<Prediction> predictions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      boolean blank = pixels.isBlank(images, i);
      if (!blank) {
        checkSums(probabilities, i * variants() * classes, classes);
      }
      predictions.add(
          blank
              ? Prediction.ofBlank(labelMap, posterior.ofNothing())
              : Prediction.of(labelMap, posterior.of(probabilities, i * variants(), variants())));
    }
    return predictions;
  }

  private void checkCount(int found, int images) {
    if (found != images * labelMap.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the network gave %d probabilities for %d images, expected %d: one for each of the %d"
                  + " labels",
              found,
              images,
              images * labelMap.size(),
              labelMap.size()));
    }
  }

  /** Finite weights can overflow, and a foreign network can end without a softmax. */
  private void checkSums(float[] probabilities, int offset, int classes) {
    for (int variant = 0; variant < variants(); variant++) {
      double sum = 0;
      boolean negative = false;
      for (int c = 0; c < classes; c++) {
        float probability = probabilities[offset + variant * classes + c];
        sum += probability;
        negative |= probability < 0;
      }
      if (negative || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "the network gave %snumbers of sum %s for an image, expected probabilities of sum"
                    + " 1: its weights overflow, or it ends without a softmax",
                negative ? "negative " : "",
                sum));
      }
    }
  }

  /** Each image, and behind it what the changes make of it. */
  private byte[] variants(byte[] images, int count) {
    if (changes.isEmpty()) {
      return images;
    }
    int size = pixels.size();
    byte[] variants = new byte[count * variants() * size];
    Pixels source = Pixels.of(images, 0, 1, pixels.width(), pixels.height());
    Pixels changed = Pixels.of(variants, 0, 1, pixels.width(), pixels.height());
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
}
