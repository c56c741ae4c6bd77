package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * A model: metadata and weights. Immutable; needs no TensorFlow.
 *
 * <p>On disk it is a folder with {@code model.json}, the description, and {@code
 * weights-<hash>.safetensors}, or a ZIP of these files. A save replaces an earlier model
 * atomically: {@link #load} always finds the old or the new model. If several processes save to one
 * path at the same time, the last model remains.
 *
 * @param metadata everything but the weights
 * @param weights one array for each parameter of the architecture
 */
public record ModelBundle(ModelMetadata metadata, Weights weights) {
  /**
   * The default limit of a model's operations for one image (multiply-adds, pooled values and
   * output values of layers): 2^31, over a hundred times those of {@link
   * CnnArchitecture#emnistCnn()}.
   */
  public static final long DEFAULT_MAX_OPERATIONS = 1L << 31;

  /** Locked by saves, so that none leaves weights behind. */
  private static final Object SAVING = new Object();

  /**
   * The attempts to read the weights: a save in another process can delete them after the
   * description was read.
   */
  private static final int ATTEMPTS = 10;

  private static final long PAUSE_MILLIS = 20;

  /** Throws {@link IllegalArgumentException} if the weights are not the architecture's. */
  public ModelBundle {
    weights.checkMatches(metadata.architecture());
  }

  /** {@return the architecture in the metadata} */
  public CnnArchitecture architecture() {
    return metadata.architecture();
  }

  /** {@return the SHA-256 of the file of the weights, 64 lower-case hexadecimal digits} */
  public String weightsSha256() {
    return WeightsFile.of(SafeTensors.encode(weights)).sha256();
  }

  /**
   * {@return the content of {@code model.json}: input, preprocessing, labels, layers, the weights'
   * checksum and the provenance, lines ending in {@code \n}}
   */
  public String description() {
    WeightsFile file = WeightsFile.of(SafeTensors.encode(weights));
    return new String(new ModelJson(metadata, file).write(), StandardCharsets.UTF_8);
  }

  /**
   * {@return a copy with a new last dense layer, to be fine-tuned to other classes} All other
   * weights and the preprocessing are kept; there is no calibration. The provenance is one section,
   * {@code newHead}: the seed, and {@code from}, the SHA-256 of the old weights, the old labels and
   * the old provenance without a {@code newHead}.
   *
   * @param labels the names of the new classes, 2 to 256
   * @param seed of the new layer's weights
   * @throws IllegalArgumentException if there are fewer labels
   */
  public ModelBundle withNewHead(LabelMap labels, long seed) {
    return NewHead.of(this, labels, seed);
  }

  /**
   * Saves the model, replacing an earlier model atomically. Other files in the folder are kept.
   *
   * @param path a ZIP if its name ends in {@code .zip}, else a folder, created if necessary
   * @param options none, or {@link StandardOpenOption#CREATE_NEW} to fail if the path exists
   * @throws FileAlreadyExistsException if the path exists and is no model, or with {@code
   *     CREATE_NEW}
   * @throws UnsupportedOperationException if there is another option
   * @throws ModelFormatException if the model exceeds the limits for loading
   * @throws IOException if it cannot be written; an earlier model is then unchanged
   */
  public void save(Path path, OpenOption... options) throws IOException {
    boolean replace = true;
    for (OpenOption option : options) {
      if (option != StandardOpenOption.CREATE_NEW) {
        throw new UnsupportedOperationException(
            option + "; only CREATE_NEW is an option of a save");
      }
      replace = false;
    }
    byte[] weightsBytes = SafeTensors.encode(weights);
    WeightsFile file = WeightsFile.of(weightsBytes);
    byte[] description = new ModelJson(metadata, file).write();
    // Fails if the description could not be read again.
    ModelJson.read(description, path.resolve(ModelJson.NAME).toString(), Long.MAX_VALUE);
    synchronized (SAVING) {
      if (!replace) {
        create(path);
      }
      try {
        if (isZipName(path)) {
          ZipModel.save(path, description, file.name(), weightsBytes);
        } else {
          FolderModel.save(path, description, file.name(), weightsBytes);
        }
      } catch (IOException e) {
        if (!replace) {
          giveUp(path, e);
        }
        throw e;
      }
    }
  }

  /** Creates the path, in which only one of several processes succeeds. */
  private static void create(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    try {
      if (isZipName(path)) {
        Files.createFile(path);
      } else {
        Files.createDirectory(path);
      }
    } catch (FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(
          path.toString(), null, "already exists, expected nothing (CREATE_NEW)");
    }
  }

  /** Deletes a path that {@link #create} created, unless something was written. */
  private static void giveUp(Path path, IOException cause) {
    try {
      if (Files.isDirectory(path) || Files.size(path) == 0) {
        Files.delete(path); // fails for a folder with files
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Loads a model, and checks format, limits (such as {@link #DEFAULT_MAX_OPERATIONS}), sizes,
   * labels and weights, and the checksums of the weights and of a ZIP's description. That of a
   * folder has none: what was changed in it and still fits is taken.
   *
   * @param path a folder or ZIP that {@link #save} wrote
   * @return the model
   * @throws NoSuchFileException if the path does not exist
   * @throws ModelFormatException if it is not a model, damaged, altered, of a newer version, or
   *     exceeds a limit
   * @throws IOException if it cannot be read
   */
  public static ModelBundle load(Path path) throws IOException {
    return load(path, DEFAULT_MAX_OPERATIONS);
  }

  /**
   * Loads a model with another limit of operations.
   *
   * @param path a folder or ZIP that {@link #save} wrote
   * @param maxOperations the maximum for one image, as {@link #DEFAULT_MAX_OPERATIONS}; {@link
   *     Long#MAX_VALUE} for a trusted model
   * @return the model
   * @throws IOException as {@link #load(Path)}
   */
  public static ModelBundle load(Path path, long maxOperations) throws IOException {
    if (Files.isDirectory(path)) {
      return load(new FolderModel(path), maxOperations, true);
    }
    if (Files.notExists(path)) {
      throw new NoSuchFileException(
          path.toString(), null, "found nothing, expected a model, a folder or a ZIP");
    }
    try (ZipModel zip = ZipModel.open(path)) {
      return load(zip, maxOperations, true);
    }
  }

  /**
   * Loads a model from a stream, with the same checks and limits as from a file.
   *
   * @param in a ZIP that {@link #save} wrote; read to the end of the model, and not closed
   * @return the model
   * @throws ModelFormatException as {@link #load(Path)}
   * @throws IOException if it cannot be read
   */
  public static ModelBundle load(InputStream in) throws IOException {
    return load(new StreamModel(in, "model stream"), DEFAULT_MAX_OPERATIONS, true);
  }

  /**
   * {@return the pretrained model of this library, with EMNIST's 47 classes; cached}
   *
   * @throws IllegalStateException if this library's jar is damaged
   */
  public static ModelBundle pretrained() {
    return Pretrained.load();
  }

  /**
   * Loads a model.
   *
   * @param checksum whether to check that of the weights; not necessary within this library's jar
   */
  static ModelBundle load(ModelFiles files, long maxOperations, boolean checksum)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      ModelJson json =
          ModelJson.read(description(files), files.where(ModelJson.NAME), maxOperations);
      WeightsFile file = json.weights();
      String where = files.where(file.name());
      byte[] weights = files.read(file.name(), file.size());
      if (weights != null) {
        file.check(weights, where, checksum);
        return of(json.metadata(), weights, where);
      }
      if (attempt == ATTEMPTS || !(files instanceof FolderModel)) {
        throw ModelFormatException.of(
            where, "no file", Messages.format("the %,d bytes of weights", file.size()));
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + where);
      }
    }
  }

  private static byte[] description(ModelFiles files) throws IOException {
    byte[] bytes = files.read(ModelJson.NAME, ModelJson.MAX_SIZE);
    if (bytes == null) {
      throw ModelFormatException.of(
          files.where(ModelJson.NAME), "no file", "the description of a model");
    }
    return bytes;
  }

  private static ModelBundle of(ModelMetadata metadata, byte[] weights, String where)
      throws ModelFormatException {
    try {
      return new ModelBundle(metadata, SafeTensors.decode(weights, where));
    } catch (MalformedDataException e) {
      throw ModelFormatException.because(e);
    } catch (IllegalArgumentException e) { // arrays that are not the architecture's
      throw ModelFormatException.because(where, e.getMessage(), e);
    }
  }

  private static boolean isZipName(Path path) {
    return path.getFileName() != null
        && path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }
}
