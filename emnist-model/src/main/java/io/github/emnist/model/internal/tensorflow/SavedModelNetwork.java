package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelFormatException;
import io.github.emnist.model.internal.InferenceNetwork;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime.ProcessEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * Runs a third-party SavedModel. A SavedModel is a program: it does whatever its graph says, with
 * the rights of this process, and neither its time nor its memory is bounded here.
 */
public final class SavedModelNetwork implements InferenceNetwork {
  private static final int BATCH = 256;

  /**
   * The number of images that are run to learn whether the network returns probabilities or logits.
   */
  private static final int PROBES = 8;

  /**
   * The largest distance of the sum of probabilities from 1, whatever precision they are computed
   * in.
   */
  private static final double SUM_TOLERANCE = 0.01;

  private final SavedModelContract contract;
  private final SavedModelBundle bundle;
  private final int classes;
  private final boolean answersLogits;

  private SavedModelNetwork(
      SavedModelContract contract, SavedModelBundle bundle, int classes, boolean answersLogits) {
    this.contract = contract;
    this.bundle = bundle;
    this.classes = classes;
    this.answersLogits = answersLogits;
  }

  /**
   * Loads TensorFlow if need be, and the SavedModel's graph for serving. Runs a few images, for
   * which it must return finite numbers. If all rows are probabilities, it is taken to return
   * probabilities, otherwise logits.
   *
   * @param folder the folder with {@code saved_model.pb}
   * @param labels the number of classes that it must have
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws ModelFormatException if it is not a SavedModel, or not one that classifies grey images
   * @throws IllegalArgumentException if it has more or fewer classes
   * @throws IOException if it cannot be read
   */
  public static SavedModelNetwork load(Path folder, int labels) throws IOException {
    SavedModelContract contract = SavedModelContract.read(folder);
    SavedModelBundle bundle = open(folder);
    SavedModelNetwork network = null;
    try {
      network = probe(folder, contract, bundle, labels);
    } finally {
      if (network == null) {
        close(bundle);
      }
    }
    return network;
  }

  private static SavedModelBundle open(Path folder) throws ModelFormatException {
    TensorFlowRuntime.load();
    try {
      // The default executor, since the single-threaded one refuses old variables and loops.
      SavedModelBundle bundle =
          PlatformThreads.call(() -> SavedModelBundle.load(folder.toString(), SavedModelFile.TAG));
      ProcessEnd.opened(bundle);
      return bundle;
    } catch (RuntimeException e) { // any failure of TensorFlow
      throw refused(folder, "load", e);
    }
  }

  private static void close(SavedModelBundle bundle) {
    PlatformThreads.run(bundle::close);
    ProcessEnd.closed(bundle);
  }

  private static ModelFormatException refused(Path folder, String what, RuntimeException e) {
    return ModelFormatException.because(
        folder.toString(), "TensorFlow cannot %s it (%s)".formatted(what, e.getMessage()), e);
  }

  private static SavedModelNetwork probe(
      Path folder, SavedModelContract contract, SavedModelBundle bundle, int labels)
      throws ModelFormatException {
    byte[] images = new byte[PROBES * contract.height() * contract.width()]; // the first is blank
    int pixels = images.length / PROBES;
    byte[] noise = new byte[images.length - pixels];
    new CounterRandom(0, 0, 0).nextBytes(noise);
    System.arraycopy(noise, 0, images, pixels, noise.length);
    SavedModelNetwork trial = new SavedModelNetwork(contract, bundle, labels, false);
    int batch = contract.oneByOne() ? 1 : PROBES;
    boolean logits = false;
    for (int first = 0; first < PROBES; first += batch) {
      float[] rows;
      try {
        rows = trial.run(images, first, batch);
      } catch (RuntimeException e) { // any failure of TensorFlow
        throw refused(folder, "run", e);
      }
      checkClasses(folder, rows, batch, labels);
      logits |= !areProbabilities(folder, rows, labels);
    }
    return new SavedModelNetwork(contract, bundle, labels, logits);
  }

  private static void checkClasses(Path folder, float[] rows, int count, int labels)
      throws ModelFormatException {
    if (rows.length % count != 0) {
      throw ModelFormatException.of(
          folder.toString(),
          Messages.format("%d values for %d images", rows.length, count),
          "as many for each");
    }
    if (rows.length / count != labels) {
      throw new IllegalArgumentException(
          Messages.format(
              "labels (%d) must be as many as the classes of %s (%d)",
              labels, folder, rows.length / count));
    }
  }

  private static boolean areProbabilities(Path folder, float[] rows, int classes)
      throws ModelFormatException {
    boolean all = true;
    for (int row = 0; row < rows.length; row += classes) {
      double sum = 0;
      for (int i = row; i < row + classes; i++) {
        if (!Float.isFinite(rows[i])) {
          throw ModelFormatException.of(
              folder.toString(), "the answer " + rows[i], "probabilities or logits");
        }
        all &= rows[i] >= 0;
        sum += rows[i];
      }
      all &= Math.abs(sum - 1) <= SUM_TOLERANCE;
    }
    return all;
  }

  /** Returns the height of an image in pixels. */
  public int height() {
    return contract.height();
  }

  /** Returns the width of an image in pixels. */
  public int width() {
    return contract.width();
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    int pixels = contract.height() * contract.width();
    InferenceNetwork.check(images, count, pixels);
    float[] probabilities = new float[Math.multiplyExact(count, classes)];
    int batch = contract.oneByOne() ? 1 : BATCH;
    for (int first = 0; first < count; first += batch) {
      float[] rows = run(images, first, Math.min(batch, count - first));
      if (answersLogits) {
        softmax(rows);
      }
      System.arraycopy(rows, 0, probabilities, first * classes, rows.length);
    }
    return probabilities;
  }

  /** Returns the network's own output, probabilities or logits. */
  private float[] run(byte[] images, int first, int count) {
    return PlatformThreads.call(() -> runHere(images, first, count));
  }

  private float[] runHere(byte[] images, int first, int count) {
    try (Tensor batch = batch(images, first, count);
        Result result =
            bundle
                .session()
                .runner()
                .feed(contract.input(), batch)
                .fetch(contract.output())
                .run()) {
      return Tensors.values((TFloat32) result.get(0));
    }
  }

  private Tensor batch(byte[] images, int first, int count) {
    int pixels = contract.height() * contract.width();
    if (contract.bytes()) {
      return Tensors.uint8(contract.batch(count), images, first * pixels);
    }
    float[] scaled = new float[count * pixels];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (images[first * pixels + i] & 0xFF) / 255f;
    }
    TFloat32 tensor = TFloat32.tensorOf(contract.batch(count));
    tensor.asRawTensor().data().asFloats().write(scaled);
    return tensor;
  }

  /** Turns each row of logits into probabilities, in place. */
  private void softmax(float[] rows) {
    for (int row = 0; row < rows.length; row += classes) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = row; i < row + classes; i++) {
        most = Math.max(most, rows[i]);
      }
      double[] powers = new double[classes];
      for (int i = 0; i < classes; i++) {
        powers[i] = Math.exp(rows[row + i] - most);
      }
      double sum = Arrays.stream(powers).sum();
      for (int i = 0; i < classes; i++) {
        rows[row + i] = (float) (powers[i] / sum);
      }
    }
  }

  @Override
  public void close() {
    close(bundle);
  }
}
