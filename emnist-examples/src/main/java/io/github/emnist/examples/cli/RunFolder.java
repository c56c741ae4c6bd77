package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.internal.PictureFile;
import io.github.emnist.train.Trainer;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code train --out} leaves behind.
 *
 * @param path the folder itself
 */
record RunFolder(Path path) {
  private static final int SAMPLES = 20;
  private static final long SAMPLE_SEED = 1;

  /** Refuses a folder that holds a run already, which would be lost. */
  void checkUnused() throws IOException {
    if (Files.exists(model()) || Files.exists(checkpoints())) {
      throw taken();
    }
  }

  /** Creates the folder, so that a place that cannot be written shows before the training. */
  void create() throws IOException {
    Files.createDirectories(path);
    try {
      Files.createDirectory(checkpoints()); // of two runs at once, one gets it
    } catch (FileAlreadyExistsException e) {
      throw taken();
    }
  }

  private FileAlreadyExistsException taken() throws IOException {
    String what =
        Files.exists(model()) || Trainer.canResume(checkpoints())
            ? "holds a training run already; choose another --out"
            : "holds a training run that was cut off before it began; delete it, or choose another"
                + " --out";
    return new FileAlreadyExistsException(path.toString(), null, what);
  }

  /** Takes the folder away where nothing was written to it. */
  void deleteIfEmpty() throws IOException {
    try {
      Files.deleteIfExists(checkpoints());
      Files.deleteIfExists(data());
      Files.deleteIfExists(tensorBoard());
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException e) {
      return; // it holds a checkpoint, or what was there before
    }
  }

  Path model() {
    return path.resolve("model");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** Where the images came from. */
  Path data() {
    return path.resolve("data.json");
  }

  Path history() {
    return path.resolve("history.csv");
  }

  /** TensorBoard's event files; there only if they were asked for. */
  Path tensorBoard() {
    return path.resolve("tensorboard");
  }

  Path metrics() {
    return path.resolve("metrics.json");
  }

  /** The pictures that the report shows of the surest mistakes. */
  Path mistakes() {
    return path.resolve("mistakes.json");
  }

  Path report() {
    return path.resolve("report.html");
  }

  Path plots() {
    return path.resolve("plots");
  }

  /** Writes test images picked at random as PNG, for {@code predict} to be tried on. */
  void writeSamples(EmnistDataset test) throws IOException {
    Path samples = Files.createDirectories(path.resolve("samples"));
    EmnistDataset picked = test.shuffle(SAMPLE_SEED).take(SAMPLES);
    for (int i = 0; i < picked.size(); i++) {
      String label = picked.labelMap().label(picked.label(i));
      String name = String.format(Locale.ROOT, "%02d-%s.png", i, label.replaceAll("\\W", "_"));
      Path file = samples.resolve(name);
      PictureFile.write(file, picked.image(i).toBufferedImage());
    }
  }
}
