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
    double validationAccuracy) {}
