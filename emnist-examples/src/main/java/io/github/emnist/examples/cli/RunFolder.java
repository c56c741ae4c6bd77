package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.PictureFile;
import io.github.emnist.train.Trainer;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of {@code train --out}. */
record RunFolder(Path path) {
  private static final int SAMPLES = 20;
  private static final long SAMPLE_SEED = 1;

  /**
   * Throws an exception if the folder holds more than hidden files, which a run could overwrite.
   */
  void checkUnused() throws IOException {
    if (Files.exists(model()) || Files.exists(checkpoints())) {
      throw taken();
    }
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      Optional<Path> first =
          files
              .filter(file -> !file.getFileName().toString().startsWith(".")) // the system's
              .sorted()
              .findFirst();
      if (first.isPresent()) {
        String what = "found %s, expected a new or empty folder; choose another --out";
        throw new FileSystemException(
            path.toString(), null, what.formatted(first.get().getFileName()));
      }
    }
  }

  /** Creates the folder before the training, so that a wrong path shows early. */
  void create() throws IOException {
    Files.createDirectories(path);
    try {
      Files.createDirectory(checkpoints()); // fails if another run does so at the same time
    } catch (FileAlreadyExistsException e) {
      throw taken();
    }
  }

  private FileAlreadyExistsException taken() throws IOException {
    String what =
        Files.exists(model()) || Trainer.canResume(checkpoints())
            ? "already holds a training run; choose another --out"
            : "holds a training run that was interrupted before its start; delete it, or choose"
                + " another --out";
    return new FileAlreadyExistsException(path.toString(), null, what);
  }

  /** Deletes the folder if nothing was written to it. */
  void deleteIfEmpty() throws IOException {
    try {
      Files.deleteIfExists(checkpoints());
      Files.deleteIfExists(data());
      Files.deleteIfExists(tensorBoard());
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      return; // it holds a checkpoint or other files
    }
  }

  Path model() {
    return path.resolve("model");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Returns the file of {@link RunData}. */
  Path data() {
    return path.resolve("data.json");
  }

  Path history() {
    return path.resolve("history.csv");
  }

  /** Returns the folder of TensorBoard's event files, which exists only if they are written. */
  Path tensorBoard() {
    return path.resolve("tensorboard");
  }

  Path metrics() {
    return path.resolve("metrics.json");
  }

  Path mistakes() {
    return path.resolve("mistakes.json");
  }

  Path report() {
    return path.resolve("report.html");
  }

  Path plots() {
    return path.resolve("plots");
  }

  /** Writes random test images as PNG, to try {@code predict} with. */
  void writeSamples(EmnistDataset test) throws IOException {
    Path samples = Files.createDirectories(path.resolve("samples"));
    EmnistDataset picked = test.shuffle(SAMPLE_SEED).take(SAMPLES);
    for (int i = 0; i < picked.size(); i++) {
      String label = picked.labelMap().label(picked.label(i));
      String name = Messages.format("%02d-%s.png", i, label.replaceAll("\\W", "_"));
      Path file = samples.resolve(name);
      PictureFile.write(file, picked.image(i).toBufferedImage());
    }
  }
}
