package io.github.emnist.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelFormatException;
import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.Checkpoint.RunSettings;
import io.github.emnist.train.config.Checkpoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes and reads the checkpoints of one run. Not thread-safe. */
final class CheckpointStore {
  /** The folder of the model of the best epoch. */
  static final String BEST = "best";

  /** A step can have several checkpoints, for example if a run pauses just before an epoch ends. */
  private static final Pattern NAME = Pattern.compile("step-([0-9]{9,18})(?:-([0-9]{1,9}))?");

  private static final Pattern UNFINISHED = Pattern.compile("\\.step-[0-9-]{9,}\\.tmp");
  private static final String STATE = "state.safetensors";
  private static final String BEST_WEIGHTS = "best.safetensors";

  private CheckpointStore() {}

  /**
   * Saves a checkpoint in a new folder and returns it, then deletes the checkpoints that the rule
   * no longer keeps. The folder is renamed into place when it is complete; if writing fails, the
   * earlier checkpoints are untouched.
   */
  static Path save(Checkpoint checkpoint) throws IOException {
    Path parent = checkpoint.rule().folder();
    Files.createDirectories(parent);
    String name = Messages.format("step-%09d", checkpoint.position().step());
    Path folder = parent.resolve(name);
    for (int number = 2; Files.exists(folder); number++) {
      folder = parent.resolve(name + "-" + number);
    }
    Path unfinished = parent.resolve("." + folder.getFileName() + ".tmp");
    try {
      AtomicFiles.deleteFolder(unfinished);
      write(checkpoint, unfinished);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        AtomicFiles.deleteFolder(unfinished);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    AtomicFiles.forceFolder(parent);
    prune(parent, checkpoint.rule().keep());
    return folder;
  }

  private static void write(Checkpoint checkpoint, Path folder) throws IOException {
    checkpoint.model().save(folder);
    SafeTensors.write(folder.resolve(STATE), checkpoint.state());
    if (checkpoint.best().isPresent()) {
      SafeTensors.write(folder.resolve(BEST_WEIGHTS), checkpoint.best().get());
    }
    AtomicFiles.write(
        folder.resolve(ResumeFile.NAME),
        ResumeFile.write(checkpoint.settings(), checkpoint.rule(), checkpoint.position()));
    Checksums.write(folder);
  }

  /** Deletes the leftovers of killed processes, and the oldest checkpoints, where possible. */
  private static void prune(Path parent, int keep) throws IOException {
    List<Path> useless = new ArrayList<>(list(parent, UNFINISHED));
    useless.addAll(newestFirst(parent).stream().skip(keep).toList());
    for (Path folder : useless) {
      try {
        AtomicFiles.deleteFolder(folder);
      } catch (IOException e) {
        continue; // another program has a file open; the next checkpoint tries again
      }
    }
  }

  /** Returns whether a folder, which need not exist, holds a checkpoint, damaged or not. */
  static boolean hasAny(Path folder) throws IOException {
    return Files.isDirectory(folder) && !newestFirst(folder).isEmpty();
  }

  /**
   * Renames the damaged checkpoints that are newer than the given one to {@code damaged-...}, so
   * that they do not count as kept ones. Fails if another run has saved a good one in the meantime.
   */
  static void setAsideDamaged(Checkpoint checkpoint) throws IOException {
    Path parent = checkpoint.rule().folder();
    for (Path folder : newestFirst(parent)) {
      if (folder.getFileName().equals(checkpoint.name())) {
        return;
      }
      if (isWhole(folder)) {
        throw new FileSystemException(
            folder.toString(),
            null,
            "was saved by another run after %s was read; resume again"
                .formatted(checkpoint.name()));
      }
      Path aside = parent.resolve("damaged-" + folder.getFileName());
      AtomicFiles.deleteFolder(aside);
      Files.move(folder, aside);
    }
  }

  /**
   * Reads the newest undamaged checkpoint.
   *
   * @param warnings receives a message if newer ones are damaged
   * @throws NoSuchFileException if there is no checkpoint
   * @throws ModelFormatException or {@link MalformedDataException} if all are damaged, or a newer
   *     release wrote one
   */
  static Checkpoint newest(Path folder, Consumer<String> warnings) throws IOException {
    List<Path> newestFirst = Files.isDirectory(folder) ? newestFirst(folder) : List.of();
    if (newestFirst.isEmpty()) {
      throw new NoSuchFileException(folder.toString(), null, "holds no checkpoint");
    }
    IOException first = null;
    for (Path candidate : newestFirst) {
      try {
        Checkpoint read = read(candidate);
        if (first != null) {
          warnings.accept(
              "%s; resuming from the checkpoint before, %s"
                  .formatted(first.getMessage(), candidate.getFileName()));
        }
        return read;
      } catch (MalformedDataException | ModelFormatException e) {
        if (ResumeFile.isNewer(candidate)) {
          throw e;
        }
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first;
  }

  private static boolean isWhole(Path folder) throws IOException {
    try {
      read(folder);
      return true;
    } catch (MalformedDataException | ModelFormatException e) {
      return false;
    }
  }

  private static Checkpoint read(Path folder) throws IOException {
    Checksums.verify(folder);
    ResumeFile resume = ResumeFile.read(folder.resolve(ResumeFile.NAME));
    Path best = folder.resolve(BEST_WEIGHTS);
    Optional<Weights> bestWeights =
        Files.exists(best) ? Optional.of(SafeTensors.read(best)) : Optional.empty();
    return new Checkpoint(
        folder.getFileName(),
        ModelBundle.load(folder, Long.MAX_VALUE), // no size limit: the user's own network
        resume.runSettings(),
        new Checkpoints(
            folder.toAbsolutePath().getParent(),
            resume.everyEpochs(),
            resume.everySteps(),
            resume.keep()),
        resume.position(),
        SafeTensors.read(folder.resolve(STATE)),
        bestWeights);
  }

  private static List<Path> newestFirst(Path parent) throws IOException {
    return list(parent, NAME).stream()
        .sorted(
            Comparator.comparingLong((Path folder) -> number(folder, 1))
                .thenComparingLong(folder -> number(folder, 2))
                .reversed())
        .toList();
  }

  /** Returns a number in a folder's name: the step, or the number within that step. */
  private static long number(Path folder, int group) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    return name.matches() && name.group(group) != null ? Long.parseLong(name.group(group)) : 1;
  }

  private static List<Path> list(Path parent, Pattern name) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(f -> name.matcher(f.getFileName().toString()).matches()).toList();
    }
  }

  /** The file {@code SHA256SUMS} of a folder, in the format of {@code sha256sum}. */
  static final class Checksums {
    static final String NAME = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]+)");

    private Checksums() {}

    /** Writes the digests of all files in the folder. */
    static void write(Path folder) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (Path file : files(folder)) {
        lines.append(Sha256.of(file)).append("  ").append(file.getFileName()).append('\n');
      }
      AtomicFiles.write(folder.resolve(NAME), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Throws an exception if a file was added, removed or changed since. */
    static void verify(Path folder) throws IOException {
      Path sums = folder.resolve(NAME);
      if (!Files.isRegularFile(sums)) {
        throw ModelFormatException.of(folder.toString(), "no file " + NAME, "a checkpoint");
      }
      List<String> expected =
          new String(Files.readAllBytes(sums), StandardCharsets.ISO_8859_1).lines().toList();
      for (String line : expected) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
          throw ModelFormatException.of(
              sums.toString(), "'" + line + "'", "a SHA-256 and the name of a file");
        }
        Path file = folder.resolve(parts.group(2));
        if (!Files.isRegularFile(file)) {
          throw ModelFormatException.of(file.toString(), "no file", "one, as " + NAME + " says");
        }
        String sha256 = Sha256.of(file);
        if (!sha256.equals(parts.group(1))) {
          throw ModelFormatException.of(
              file.toString(), "SHA-256 " + sha256, parts.group(1) + ", as " + NAME + " says");
        }
      }
      int found = files(folder).size();
      if (found != expected.size() + 1) {
        throw ModelFormatException.of(
            folder.toString(), found + " files", expected.size() + " and " + NAME);
      }
    }

    private static List<Path> files(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().toList();
      }
    }
  }

  /** The file {@code resume.json} of a checkpoint, read only after its checksum was verified. */
  record ResumeFile(
      int version,
      String settingsText,
      JsonNode settings,
      int everyEpochs,
      long everySteps,
      int keep,
      RunPosition position) {
    static final String NAME = "resume.json";
    static final int VERSION = 1;
    private static final JsonMapper MAPPER = new JsonMapper();

    static byte[] write(RunSettings settings, Checkpoints rule, RunPosition position)
        throws IOException {
      JsonNode json = settings.json().isPresent() ? MAPPER.readTree(settings.json().get()) : null;
      ResumeFile file =
          new ResumeFile(
              VERSION,
              settings.text(),
              json,
              rule.everyEpochs(),
              rule.everySteps(),
              rule.keep(),
              position);
      return MAPPER.writeValueAsString(file).getBytes(StandardCharsets.UTF_8);
    }

    static ResumeFile read(Path file) throws IOException {
      try {
        JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
        if (version(tree) > VERSION) {
          throw ModelFormatException.of(
              file.toString(),
              "version " + version(tree),
              Messages.format("at most %d; a newer release of this library wrote it", VERSION));
        }
        return MAPPER.treeToValue(tree, ResumeFile.class);
      } catch (JsonProcessingException e) {
        throw ModelFormatException.because(
            file.toString(),
            "found %s, expected the position of a run".formatted(e.getOriginalMessage()),
            e);
      }
    }

    private static int version(JsonNode tree) {
      return tree.path("version").asInt();
    }

    /** Returns whether a newer release wrote a checkpoint. */
    static boolean isNewer(Path folder) throws IOException {
      try {
        return version(MAPPER.readTree(Files.readAllBytes(folder.resolve(NAME)))) > VERSION;
      } catch (JsonProcessingException | NoSuchFileException e) {
        return false;
      }
    }

    RunSettings runSettings() {
      return new RunSettings(
          settingsText,
          Optional.ofNullable(settings).filter(json -> !json.isNull()).map(JsonNode::toString));
    }
  }
}
