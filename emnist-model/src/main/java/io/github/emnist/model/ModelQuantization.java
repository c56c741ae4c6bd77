package io.github.emnist.model;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.TensorFlowLibrary;
import io.github.emnist.model.internal.tensorflow.ActivationMeter;

/**
 * Prepares models for inference in 8-bit integers, which is several times as fast as float32 on
 * processors that multiply them natively. {@code Trainer} does so with the model of every run that
 * has ended; checkpoints are as they were trained.
 *
 * <p>The weights stay float32; they are rounded when the model is loaded. What must be known
 * beforehand is how far the activations reach.
 */
public final class ModelQuantization {
  /** The ranges need not be exact: what reaches further is cut off. */
  private static final int IMAGES = 1_000;

  private ModelQuantization() {}

  /**
   * Measures how far a model's activations reach, on up to 1,000 images spread evenly over a data
   * set. Loads TensorFlow.
   *
   * @param model trained
   * @param images such as the model will see, of its input size; usually what it was trained on
   * @return the same model with {@link
   *     io.github.emnist.model.bundle.ModelMetadata#activationRanges}, in place of any it had
   * @throws IllegalArgumentException if there are no images or they are of another size
   * @throws IllegalStateException if TensorFlow is not on the class path
   */
  public static ModelBundle prepare(ModelBundle model, EmnistDataset images) {
    TensorFlowLibrary.require("measuring activation ranges");
    TensorShape input = model.architecture().input();
    if (images.size() == 0
        || images.height() != input.height()
        || images.width() != input.width()) {
      throw new IllegalArgumentException(
          Messages.format(
              "images: found %,d of %d x %d pixels, expected at least 1 of %d x %d",
              images.size(), images.width(), images.height(), input.width(), input.height()));
    }
    int count = Math.min(IMAGES, images.size());
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
