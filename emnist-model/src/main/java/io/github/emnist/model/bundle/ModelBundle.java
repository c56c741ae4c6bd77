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
 * A model: what it is, and its weights. Immutable, and so thread-safe; needs no TensorFlow.
 *
 * <p>On disk it is a folder of {@code model.json}, which describes it, and {@code
 * weights-<hash>.safetensors}; or a ZIP of the same two files. A save replaces an earlier model in
 * one step: whenever the process stops, and while others read, {@link #load} finds the old model or
 * the new one, whole. Several processes may save to one path at the same time: the last one's model
 * stays, whole.
 *
 * @param metadata what it is
 * @param weights one array for each parameter of the architecture
 */
public record ModelBundle(ModelMetadata metadata, Weights weights) {
  /**
   * What a model may ask for one picture unless the caller allows more, in multiply-adds, values
   * pooled and values given by layers: 2^31, over a hundred times what {@link
   * CnnArchitecture#emnistCnn()} takes.
   */
  public static final long DEFAULT_MAX_OPERATIONS = 1L << 31;

  /** Saves from several threads, one after the other, so that none leaves weights behind. */
  private static final Object SAVING = new Object();

  /**
   * How often to look for the weights before they are missing: a save may take the old ones away
   * between the reading of the description and theirs, and the save after it may bring the same
   * description back. Each new attempt fails only if that happens again.
   */
  private static final int ATTEMPTS = 10;

  private static final long PAUSE_MILLIS = 20;

  /**
   * Creates a bundle.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public ModelBundle {
    weights.checkMatches(metadata.architecture());
  }

  /** {@return the network, which is the metadata's} */
  public CnnArchitecture architecture() {
    return metadata.architecture();
  }

  /**
   * {@return the SHA-256 of the file that the weights are saved in, 64 lower-case hexadecimal
   * digits}
   */
  public String weightsSha256() {
    return WeightsFile.of(SafeTensors.encode(weights)).sha256();
  }

  /**
   * {@return the description of the model as {@link #save} writes {@code model.json}: JSON of
   * input, preprocessing, labels, layers, the weights' checksum and the provenance, lines ending in
   * {@code \n}}
   */
  public String description() {
    WeightsFile file = WeightsFile.of(SafeTensors.encode(weights));
    return new String(new ModelJson(metadata, file).write(), StandardCharsets.UTF_8);
  }

  /**
   * The model to begin with when other classes are to be learnt from few images: the same layers
   * but for the last dense one, which is new. All other weights are kept bit for bit, and so is the
   * preprocessing. Untrained, it guesses, and has no calibration.
   *
   * <p>The provenance is one section, {@code newHead}: the seed, and {@code from}, the old model's
   * weights by their SHA-256, its labels and its provenance but for a {@code newHead} of its own.
   *
   * @param labels the names of the new classes, 2 to 256
   * @param seed of the new layer's weights
   * @return a copy
   * @throws IllegalArgumentException if there are fewer labels
   */
  public ModelBundle withNewHead(LabelMap labels, long seed) {
    return NewHead.of(this, labels, seed);
  }

  /**
   * Saves the model. An earlier model there is replaced in one step; other files of its folder
   * stay, and what is no model is never replaced. To keep an earlier model, too, ask for a new one:
   *
   * <pre>{@code
   * model.save(path, StandardOpenOption.CREATE_NEW);
   * }</pre>
   *
   * @param path a ZIP if its name ends in {@code .zip}, else a folder, created where there is none
   * @param options as of {@link Files#write(Path, byte[], OpenOption...)}: none, to create or to
   *     replace; or {@link StandardOpenOption#CREATE_NEW}, to fail if anything is there
   * @throws FileAlreadyExistsException if something else than a model is there, or anything with
   *     {@code CREATE_NEW}
   * @throws UnsupportedOperationException if there is another option
   * @throws ModelFormatException if the model is beyond the limits within which it could be loaded
   * @throws IOException if it cannot be written; an earlier model is then still there
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
    // What could not be read again is not written.
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

  /** Takes the name, in the one step that lets one of several processes have it. */
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
          path.toString(), null, "is there already, expected nothing (CREATE_NEW)");
    }
  }

  /** Lets the name be taken again, unless more than that was done. */
  private static void giveUp(Path path, IOException cause) {
    try {
      if (Files.isDirectory(path) || Files.size(path) == 0) {
        Files.delete(path); // a folder only if nothing is in it
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Loads a model. All of it is checked: format, limits ({@link #DEFAULT_MAX_OPERATIONS} among
   * them), sizes, checksum, and that labels and weights are the architecture's.
   *
   * @param path a folder or ZIP that {@link #save} wrote
   * @return the model
   * @throws NoSuchFileException if there is nothing
   * @throws ModelFormatException if it is not a model, damaged, altered or of a newer version, or
   *     beyond a limit
   * @throws IOException if it cannot be read
   */
  public static ModelBundle load(Path path) throws IOException {
    return load(path, DEFAULT_MAX_OPERATIONS);
  }

  /**
   * Loads a model that may ask for more work than {@link #load(Path)} allows, or for less.
   *
   * @param path a folder or ZIP that {@link #save} wrote
   * @param maxOperations the most that the network may do for one picture, counted as for {@link
   *     #DEFAULT_MAX_OPERATIONS}; {@link Long#MAX_VALUE} for a model that is trusted
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
   * Loads a model from anywhere. All of it is checked, as of a file; of hostile data no more is
   * kept than a model of the greatest size.
   *
   * @param in a ZIP that {@link #save} wrote; read as far as the model reaches, and not closed
   * @return the model
   * @throws ModelFormatException if it is not a model, damaged, altered or of a newer version, or
   *     beyond a limit
   * @throws IOException if it cannot be read
   */
  public static ModelBundle load(InputStream in) throws IOException {
    return load(new StreamModel(in, "model stream"), DEFAULT_MAX_OPERATIONS, true);
  }

  /**
   * Loads the model that comes with this library, trained on EMNIST's 47 classes.
   *
   * @return the same object as long as there is memory to keep it
   * @throws IllegalStateException if this library's jar is damaged
   */
  public static ModelBundle pretrained() {
    return Pretrained.load();
  }

  /**
   * Loads a model.
   *
   * @param checksum whether the weights' is compared; a model in the library's own jar stands
   *     beside it, and a ZIP has one of its own
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
