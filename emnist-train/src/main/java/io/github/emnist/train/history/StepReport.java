package io.github.emnist.train.history;

/**
 * How far a run is, told after every optimizer step.
 *
 * @param epoch 1-based
 * @param epochs that the run will have at most
 * @param step optimizer steps since the run began, this one included
 * @param stepInEpoch 1-based
 * @param stepsPerEpoch in a full epoch
 * @param imagesPerSecond over this epoch so far
 * @param learningRate of this step
 * @param trainLoss mean plain cross-entropy over this epoch so far, in nats
 * @param trainAccuracy over this epoch so far, in [0, 1]
 * @param secondsLeft estimate for the rest of the run
 * @param passes how often a full epoch draws each training image on average; 1 for one pass
 */
public record StepReport(
    int epoch,
    int epochs,
    long step,
    int stepInEpoch,
    int stepsPerEpoch,
    double imagesPerSecond,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double secondsLeft,
    double passes) {
  /**
   * A report of an epoch of one pass.
   *
   * @param epoch 1-based
   * @param epochs that the run will have at most
   * @param step optimizer steps since the run began
   * @param stepInEpoch 1-based
   * @param stepsPerEpoch in a full epoch
   * @param imagesPerSecond over this epoch so far
   * @param learningRate of this step
   * @param trainLoss over this epoch so far
   * @param trainAccuracy over this epoch so far
   * @param secondsLeft estimate for the rest of the run
   */
  public StepReport(
      int epoch,
      int epochs,
      long step,
      int stepInEpoch,
      int stepsPerEpoch,
      double imagesPerSecond,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      double secondsLeft) {
    this(
        epoch,
        epochs,
        step,
        stepInEpoch,
        stepsPerEpoch,
        imagesPerSecond,
        learningRate,
        trainLoss,
        trainAccuracy,
        secondsLeft,
        1);
  }
}
