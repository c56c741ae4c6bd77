package io.github.emnist.train.history;

/**
 * What one epoch came to. Losses are the plain (unsmoothed) cross-entropy in nats; accuracies are
 * in [0, 1]; validation figures are NaN where there is no validation part.
 *
 * @param epoch 1-based
 * @param step optimizer steps since the run began
 * @param seconds since the run began, validation included
 * @param imagesPerSecond training images of this epoch divided by the time spent training on them
 * @param learningRate of the epoch's last step
 * @param trainLoss mean over the epoch's augmented images, dropout on, while the weights changed
 * @param trainAccuracy over the same images
 * @param validationLoss mean over the validation part after the epoch
 * @param validationAccuracy over the same images
 * @param images drawn in the epoch to train on; 0 where a file of an earlier version does not tell
 * @param passes what that is of the training part: 1 for each image once; 0 as for the images
 */
public record EpochRecord(
    int epoch,
    long step,
    double seconds,
    double imagesPerSecond,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    long images,
    double passes) {
  /**
   * A record that does not tell how many images the epoch had.
   *
   * @param epoch 1-based
   * @param step optimizer steps since the run began
   * @param seconds since the run began
   * @param imagesPerSecond training images a second
   * @param learningRate of the epoch's last step
   * @param trainLoss mean over the epoch's images
   * @param trainAccuracy over the same images
   * @param validationLoss mean over the validation part
   * @param validationAccuracy over the same images
   */
  public EpochRecord(
      int epoch,
      long step,
      double seconds,
      double imagesPerSecond,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      double validationLoss,
      double validationAccuracy) {
    this(
        epoch,
        step,
        seconds,
        imagesPerSecond,
        learningRate,
        trainLoss,
        trainAccuracy,
        validationLoss,
        validationAccuracy,
        0,
        0);
  }
}
