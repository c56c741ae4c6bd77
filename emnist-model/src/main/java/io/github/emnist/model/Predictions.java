package io.github.emnist.model;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.tensorflow.FrozenNetwork;
import io.github.emnist.model.tensorflow.InferenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks a network and makes predictions of its probabilities. */
record Predictions(InferenceNetwork network, LabelMap labelMap, Pixels pixels) {
  /** How many images go into the network at a time. */
  static final int BATCH = FrozenNetwork.BATCH;

  /** One for each image, in order. */
  List<Prediction> of(List<GrayImage> images) {
    List<Prediction> predictions = new ArrayList<>(images.size());
    for (int first = 0; first < images.size(); first += BATCH) {
      List<GrayImage> batch = images.subList(first, Math.min(images.size(), first + BATCH));
      predictions.addAll(of(pixels.of(batch, first), batch.size()));
    }
    return List.copyOf(predictions);
  }

  /** One for each image, in order. */
  List<Prediction> of(byte[] images, int count) {
    float[] probabilities = network.probabilities(images, count);
    int classes = labelMap.size();
    List<Prediction> predictions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      predictions.add(
          new Prediction(
              labelMap,
              Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes),
              pixels.isBlank(images, i)));
    }
    return predictions;
  }
}
