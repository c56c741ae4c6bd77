package io.github.emnist.model;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.tensorflow.ActivationMeter;

/**
 * Prepares models for inference in 8-bit integers, which is faster than float32 on processors with
 * instructions for it where all convolutions can be computed so. {@code Trainer} prepares the model
 * of every finished run, but not checkpoints. Only the ranges of the activations are needed; the
 * weights stay float32 and are rounded when the model is loaded.
 */
public final class ModelQuantization {
  private static final int IMAGES = 1_000; // larger activations are clipped
  private static final int PIXELS = 1 << 26; // of all of them

  private ModelQuantization() {}

  /**
   * Measures the ranges of a model's activations on up to 1,000 images, fewer if they are large,
   * spread evenly over a data set. Loads TensorFlow.
   *
   * @param model trained
   * @param images representative ones, of the model's input size; usually the training data
   * @return a copy with new {@link io.github.emnist.model.bundle.ModelMetadata#activationRanges}
   * @throws IllegalArgumentException if there are no images or they are of another size
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static ModelBundle prepare(ModelBundle model, EmnistDataset images) {
    TensorFlowLibrary.require("measuring activation ranges");
    TensorShape input = model.architecture().input();
    if (images.size() == 0
        || images.height() != input.height()
        || images.width() != input.width()) {
      throw Messages.illegal(
          "images: found %,d of %d x %d pixels, expected at least 1 of %d x %d",
          images.size(), images.width(), images.height(), input.width(), input.height());
    }
    int count = Math.max(1, Math.min(Math.min(IMAGES, PIXELS / input.size()), images.size()));
    byte[] pixels = new byte[count * input.size()];
    for (int i = 0; i < count; i++) {
      int index = (int) ((long) i * images.size() / count);
      images.image(index).copyTo(pixels, i * input.size());
    }
    return new ModelBundle(
        model
            .metadata()
            .withActivationRanges(
                ActivationMeter.measure(model.architecture(), model.weights(), pixels, count)),
        model.weights());
  }
}
