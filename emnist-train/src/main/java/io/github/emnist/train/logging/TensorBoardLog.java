package io.github.emnist.train.logging;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.tensorflow.SummaryFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Event files for TensorBoard, with the tags and the two subfolders that Keras' {@code TensorBoard}
 * callback writes (keras.io, "TensorBoard").
 */
final class TensorBoardLog implements TrainingListener {
  private final Path trainFolder;
  private final Path validationFolder;
  private SummaryFile train;
  private SummaryFile validation;

  TensorBoardLog(Path folder) {
    trainFolder = folder.resolve("train");
    validationFolder = folder.resolve("validation");
  }

  @Override
  public void started(String description) {
    close();
    train = open(trainFolder);
  }

  @Override
  public Decision epochEnded(EpochRecord epoch) {
    int step = epoch.epoch();
    train.scalar("epoch_loss", step, epoch.trainLoss());
    train.scalar("epoch_accuracy", step, epoch.trainAccuracy());
    train.scalar("epoch_learning_rate", step, epoch.learningRate());
    train.scalar("epoch_images_per_second", step, epoch.imagesPerSecond());
    flush(train, trainFolder);
    if (!Double.isNaN(epoch.validationLoss())) {
      if (validation == null) { // only now, or a run without a validation part would show one
        validation = open(validationFolder);
      }
      validation.scalar("epoch_loss", step, epoch.validationLoss());
      validation.scalar("epoch_accuracy", step, epoch.validationAccuracy());
      flush(validation, validationFolder);
    }
    return Decision.CONTINUE;
  }

  @Override
  public void paused(TrainingHistory history) {
    finished(history);
  }

  @Override
  public void finished(TrainingHistory history) {
    close();
  }

  @Override
  public void failed(Throwable cause) {
    close();
  }

  private static SummaryFile open(Path folder) {
    try {
      return SummaryFile.create(folder);
    } catch (IOException e) {
      throw LogFiles.cannotWrite(folder, e);
    }
  }

  private static void flush(SummaryFile file, Path folder) {
    try {
      file.flush();
    } catch (IOException e) {
      throw LogFiles.cannotWrite(folder, e);
    }
  }

  /** Every epoch is on the disk already. */
  private void close() {
    if (train != null) {
      train.close();
      train = null;
    }
    if (validation != null) {
      validation.close();
      validation = null;
    }
  }
}
