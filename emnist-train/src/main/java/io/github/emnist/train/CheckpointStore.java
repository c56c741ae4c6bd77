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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes and reads the checkpoints of one run. One run at a time may use a folder; not thread-safe.
 */
final class CheckpointStore {
  /** The folder of the model of the best epoch. */
  static final String BEST = "best";

  /** Of one step there may be several, as when a run was paused just before the epoch's end. */
  private static final Pattern NAME = Pattern.compile("step-([0-9]{9,18})(?:-([0-9]{1,9}))?");

  private static final Pattern UNFINISHED = Pattern.compile("\\.step-[0-9-]{9,}\\.tmp");
  private static final String STATE = "state.safetensors";
  private static final String BEST_WEIGHTS = "best.safetensors";

  private CheckpointStore() {}

  /**
   * Saves a checkpoint in a new folder, which it returns, then takes away those that the rule no
   * longer keeps. Whenever the process stops, the checkpoint is there whole or not at all; where it
   * cannot be written, the earlier ones are still there.
   */
  static Path save(Checkpoint checkpoint) throws IOException {
    Path parent = checkpoint.rule().folder();
    Files.createDirectories(parent);
    Path folder = parent.resolve(unusedName(parent, checkpoint.position().step()));
    Path unfinished = parent.resolve("." + folder.getFileName() + ".tmp");
    try {
      delete(unfinished);
      write(checkpoint, unfinished);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteAfter(e, unfinished);
      throw e;
    }
    AtomicFiles.forceFolder(parent);
    prune(parent, checkpoint.rule().keep());
    return folder;
  }

  private static String unusedName(Path parent, long step) {
    String name = Messages.format("step-%09d", step);
    String unused = name;
    for (int number = 2; Files.exists(parent.resolve(unused)); number++) {
      unused = name + "-" + number;
    }
    return unused;
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

  /** Takes away what a killed process left, and the oldest. */
  private static void prune(Path parent, int keep) throws IOException {
    for (Path path : list(parent, UNFINISHED)) {
      delete(path);
    }
    List<Path> newestFirst = newestFirst(parent);
    for (Path folder :
        newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
      delete(folder);
    }
  }

  /** Whether a run left a checkpoint, whole or not, in a folder that may not be there. */
  static boolean hasAny(Path folder) throws IOException {
    return Files.isDirectory(folder) && !newestFirst(folder).isEmpty();
  }

  /**
   * Renames the checkpoints behind the one that a run goes on from to {@code damaged-...}: they
   * could not be read, and would otherwise be kept instead of good ones. Refuses to where another
   * run has saved a whole one meanwhile.
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
      delete(aside);
      Files.move(folder, aside);
    }
  }

  /**
   * Reads the newest checkpoint that is whole.
   *
   * @param warnings told of each newer one that is damaged
   * @throws NoSuchFileException if there is none
   * @throws ModelFormatException or {@link MalformedDataException} if all are damaged, or the
   *     newest is of a newer version
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
              "%s; going on from the checkpoint before, %s"
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
        ModelBundle.load(folder, Long.MAX_VALUE), // a network that its user chose
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

  /** The step, or which of several of that step. */
  private static long number(Path folder, int group) {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    return name.matches() && name.group(group) != null ? Long.parseLong(name.group(group)) : 1;
  }

  private static List<Path> list(Path parent, Pattern name) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(f -> name.matcher(f.getFileName().toString()).matches()).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void deleteAfter(IOException failure, Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * The file {@code SHA256SUMS} of a folder, as {@code sha256sum} writes and checks it: a line a
   * file, digest, two blanks, name.
   */
  static final class Checksums {
    static final String NAME = "SHA256SUMS";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]+)");

    private Checksums() {}

    /** Writes the digests of all files that are in the folder. */
    static void write(Path folder) throws IOException {
      StringBuilder lines = new StringBuilder();
      for (Path file : files(folder)) {
        lines.append(Sha256.of(file)).append("  ").append(file.getFileName()).append('\n');
      }
      AtomicFiles.write(folder.resolve(NAME), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Refuses a folder in which a file is missing, one too many, or not as it was written. */
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
        String found = Sha256.of(file);
        if (!found.equals(parts.group(1))) {
          throw ModelFormatException.of(
              file.toString(), "SHA-256 " + found, parts.group(1) + ", as " + NAME + " says");
        }
      }
      if (files(folder).size() != expected.size() + 1) {
        throw ModelFormatException.of(
            folder.toString(),
            files(folder).size() + " files",
            Messages.format("%d and %s", expected.size(), NAME));
      }
    }

    private static List<Path> files(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.sorted().toList();
      }
    }
  }

  /**
   * The file {@code resume.json} of a checkpoint. Its checksum was verified, so what it says is
   * what a run wrote.
   */
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

    /** Whether a newer release wrote a checkpoint. */
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
          settings == null || settings.isNull()
              ? Optional.empty()
              : Optional.of(settings.toString()));
    }
  }
}
