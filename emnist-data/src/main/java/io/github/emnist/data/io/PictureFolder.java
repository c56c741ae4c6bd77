package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.PictureReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a user's own pictures: a folder that holds a sub-folder for each label, under the label's
 * name (any text), and in it the label's pictures (PNG, JPEG, GIF, BMP, TIFF), under any names.
 *
 * <pre>{@code
 * EmnistDataset own = PictureFolder.of(Path.of("my-characters")).read();
 * }</pre>
 *
 * <p>Labels are numbered in natural order ({@code 2} before {@code 10}, then by code point), and
 * the images come label by label, in natural order of the files' names: the same on every system.
 * Each picture goes through {@link CharacterPreprocessor#emnist()} and becomes 28x28, unless set
 * otherwise. Names that begin with a dot and what file managers leave behind ({@code Thumbs.db},
 * {@code desktop.ini}, {@code __MACOSX}) are passed over, and so are files beside the sub-folders
 * that are not named like pictures. Whatever else is no picture is a problem, and so is a
 * sub-folder with nothing in it: they end in one {@link ProblemsException} that names all, or are
 * {@link #skipping skipped}.
 *
 * <p>The pictures are decoded in parallel, in the common pool. Immutable and thread-safe.
 */
public final class PictureFolder {
  /** Pictures decoded in one go, so that little memory is needed beside the data set's own. */
  private static final int BLOCK = 1024;

  /** The same for pictures that keep their size. */
  private static final int RAW_BLOCK = 64;

  private final Path folder;
  private final Optional<CharacterPreprocessor> preprocessor;
  private final Optional<LabelMap> labelMap;
  private final Optional<Consumer<Problem>> skipped;
  private final ReadLimits limits;

  private PictureFolder(
      Path folder,
      Optional<CharacterPreprocessor> preprocessor,
      Optional<LabelMap> labelMap,
      Optional<Consumer<Problem>> skipped,
      ReadLimits limits) {
    this.folder = folder;
    this.preprocessor = preprocessor;
    this.labelMap = labelMap;
    this.skipped = skipped;
    this.limits = limits;
  }

  /**
   * Creates a reader of a folder of pictures.
   *
   * @param folder holds a sub-folder for each label
   * @return what reads it
   */
  public static PictureFolder of(Path folder) {
    return new PictureFolder(
        Objects.requireNonNull(folder, "folder"),
        Optional.of(CharacterPreprocessor.emnist()),
        Optional.empty(),
        Optional.empty(),
        ReadLimits.defaults());
  }

  /**
   * Tells whether a folder looks like one that this class reads: whether at least two of its
   * sub-folders hold pictures, by their names. For a folder with {@code train} and {@code test} in
   * it, ask for each.
   *
   * @param folder need not be there
   * @return false also if a folder cannot be listed
   */
  public static boolean isOne(Path folder) {
    return PictureFiles.isPictureFolder(folder);
  }

  /**
   * Lists the labels without reading a picture, for {@link #withLabels} of the test pictures.
   *
   * @return the names of the sub-folders, or those set by {@link #withLabels}
   * @throws IOException as {@link #read}
   */
  public LabelMap labels() throws IOException {
    return PictureFiles.find(folder, labelMap, limits, problem -> {}).labelMap();
  }

  /**
   * Sets what turns a picture into an image of the data set.
   *
   * @param preprocessor used for every picture
   * @return a reader that is otherwise like this
   */
  public PictureFolder withPreprocessor(CharacterPreprocessor preprocessor) {
    return new PictureFolder(folder, Optional.of(preprocessor), labelMap, skipped, limits);
  }

  /**
   * Takes the pictures as they are, as grey levels (luma): for pictures that are EMNIST images
   * already, white on black. All must have the first one's size.
   *
   * @return a reader that is otherwise like this
   */
  public PictureFolder withoutPreprocessing() {
    return new PictureFolder(folder, Optional.empty(), labelMap, skipped, limits);
  }

  /**
   * Sets the labels and their order: a folder of test pictures needs those of the training
   * pictures. Labels without a sub-folder have no images; a sub-folder of another name is a
   * problem.
   *
   * @param labelMap the names that sub-folders may have
   * @return a reader that is otherwise like this
   */
  public PictureFolder withLabels(LabelMap labelMap) {
    return new PictureFolder(folder, preprocessor, Optional.of(labelMap), skipped, limits);
  }

  /**
   * Passes over whatever is a problem.
   *
   * @param skipped told of each problem, in the caller's thread
   * @return a reader that is otherwise like this
   */
  public PictureFolder skipping(Consumer<Problem> skipped) {
    return new PictureFolder(folder, preprocessor, labelMap, Optional.of(skipped), limits);
  }

  /**
   * Sets how much a folder may hold.
   *
   * @param limits of which {@code maxImages} and {@code maxPixels} (of the images read) count here,
   *     and {@code maxSide} {@link #withoutPreprocessing() without preprocessing}
   * @return a reader that is otherwise like this
   */
  public PictureFolder withLimits(ReadLimits limits) {
    return new PictureFolder(
        folder, preprocessor, labelMap, skipped, Objects.requireNonNull(limits, "limits"));
  }

  /**
   * Reads all pictures.
   *
   * @return upright images, labelled with the position of their sub-folder's name in the label map
   * @throws MissingDataException if the folder is not there, has no sub-folders or no pictures, or
   *     exceeds a limit
   * @throws ProblemsException if there is a problem and problems are not {@link #skipping skipped}
   * @throws java.nio.file.FileSystemException if a sub-folder's name holds characters that the
   *     process' encoding cannot hold (as é under {@code LC_ALL=C}), or is not valid Unicode
   * @throws IOException if the folder cannot be listed
   */
  public EmnistDataset read() throws IOException {
    List<Problem> problems = new ArrayList<>();
    Consumer<Problem> onProblem = skipped.orElse(problems::add);
    PictureFiles files = PictureFiles.find(folder, labelMap, limits, onProblem);
    EmnistDataset.Builder builder = null;
    GrayImage first = null;
    int atOnce = preprocessor.isPresent() ? BLOCK : RAW_BLOCK;
    for (int from = 0; from < files.pictures().size(); from += atOnce) {
      List<PictureFiles.Picture> block =
          files.pictures().subList(from, Math.min(from + atOnce, files.pictures().size()));
      Decoded[] decoded = decode(block);
      for (int i = 0; i < decoded.length; i++) {
        PictureFiles.Picture picture = block.get(i);
        GrayImage image = decoded[i].image;
        if (image != null && first == null) {
          first = image;
          checkSize(first, files.pictures().size());
          builder = EmnistDataset.builder(files.labelMap(), first.width(), first.height());
        }
        String reason = image == null ? decoded[i].reason : otherSize(image, first);
        if (reason == null) {
          builder.add(image, picture.label());
        } else {
          onProblem.accept(new Problem(picture.file(), reason));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemsException(folder, problems);
    }
    if (builder == null) {
      throw new MissingDataException(
          folder.toString(), "no picture that can be read", "at least one");
    }
    return builder.build();
  }

  private void checkSize(GrayImage image, int count) throws MissingDataException {
    long pixels = (long) image.width() * image.height() * count;
    String found = Messages.format("%d pictures of %dx%d", count, image.width(), image.height());
    if (pixels > limits.maxPixels()) {
      throw new MissingDataException(
          folder.toString(),
          found,
          Messages.format("at most %d pixels (ReadLimits.maxPixels)", limits.maxPixels()));
    }
  }

  private static String otherSize(GrayImage image, GrayImage first) {
    if (image.width() == first.width() && image.height() == first.height()) {
      return null;
    }
    return Messages.format(
        "found a picture of %dx%d, expected %dx%d, the size of the first",
        image.width(), image.height(), first.width(), first.height());
  }

  private Decoded[] decode(List<PictureFiles.Picture> block) {
    Decoded[] decoded = new Decoded[block.size()];
    IntStream.range(0, decoded.length)
        .parallel()
        .forEach(i -> decoded[i] = decode(block.get(i).file()));
    return decoded;
  }

  private Decoded decode(Path file) {
    try {
      PictureReader reader = PictureReader.standard();
      return new Decoded(
          preprocessor.isPresent()
              ? preprocessor.get().process(reader.read(file))
              : reader.withMaxSide(limits.maxSide()).readGray(file),
          null);
    } catch (AccessDeniedException e) {
      return new Decoded(null, "found a file that may not be read, expected a picture");
    } catch (IOException e) {
      // The message begins with the file, which the problem names itself.
      String message = String.valueOf(e.getMessage());
      String name = file.toString();
      return new Decoded(
          null,
          message.startsWith(name)
              ? message.substring(name.length()).replaceFirst("^[:, ]+", "")
              : message);
    }
  }

  /** An image, or the reason why there is none. */
  private record Decoded(GrayImage image, String reason) {}

  @Override
  public String toString() {
    return "PictureFolder[" + folder + "]";
  }

  /**
   * Something in a folder of pictures that cannot be read as one.
   *
   * @param path the file or folder
   * @param reason what was found and what was expected
   */
  public record Problem(Path path, String reason) {
    /** Checks that nothing is null. */
    public Problem {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return path + ": " + reason;
    }
  }

  /** A folder of pictures with some that cannot be read. The message names the first of them. */
  public static final class ProblemsException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int NAMED = 20;

    /** All of them; gone after serialization, unlike the message. */
    private final transient List<Problem> problems;

    ProblemsException(Path folder, List<Problem> problems) {
      super(message(folder, problems));
      this.problems = List.copyOf(problems);
    }

    private static String message(Path folder, List<Problem> problems) {
      StringBuilder message =
          new StringBuilder(
              Messages.format(
                  "%s: found %d problem%s (PictureFolder.skipping reads the rest)",
                  folder, problems.size(), problems.size() == 1 ? "" : "s"));
      problems.stream().limit(NAMED).forEach(problem -> message.append("\n  ").append(problem));
      if (problems.size() > NAMED) {
        message.append(Messages.format("\n  and %d more", problems.size() - NAMED));
      }
      return message.toString();
    }

    /**
     * {@return what cannot be read, at least one, in the order of the pictures; empty after
     * serialization}
     */
    public List<Problem> problems() {
      return problems == null ? List.of() : problems;
    }
  }

  /**
   * The pictures of a folder with one sub-folder a label, in natural order of the labels and then
   * of the files' names: the same on every system.
   *
   * @param labelMap the sub-folders' names, or the one given
   * @param pictures label by label
   */
  record PictureFiles(LabelMap labelMap, List<Picture> pictures) {
    private static final Comparator<Path> BY_NAME =
        Comparator.comparing((Path path) -> path.getFileName().toString(), NaturalOrder.INSTANCE)
            .thenComparing(Comparator.naturalOrder()); // names that look alike but are not

    private static final Set<String> PICTURE_SUFFIXES =
        Set.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff");

    /** What file managers leave behind, beside names that begin with a dot. */
    private static final Set<String> DROPPINGS = Set.of("thumbs.db", "desktop.ini", "__macosx");

    /** One file and its class. */
    record Picture(Path file, int label) {}

    static PictureFiles find(
        Path folder, Optional<LabelMap> given, ReadLimits limits, Consumer<Problem> problems)
        throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new MissingDataException(
            folder.toString(),
            Files.exists(folder) ? "a file" : null,
            "a folder with a sub-folder of pictures for each label");
      }
      Map<String, Path> folders = labelFolders(folder, limits, problems);
      if (folders.isEmpty()) {
        throw new MissingDataException(
            folder.toString(), "no sub-folders", "a sub-folder of pictures for each label");
      }
      LabelMap labelMap = given.isPresent() ? given.get() : labelMap(folder, folders);
      List<Picture> pictures = new ArrayList<>();
      for (Map.Entry<String, Path> entry : folders.entrySet()) {
        int label = labelMap.indexOf(entry.getKey()).orElse(-1);
        if (label < 0) {
          problems.accept(
              new Problem(
                  entry.getValue(),
                  "found the label \"%s\", expected one of %s"
                      .formatted(entry.getKey(), labelMap.labels())));
        } else {
          addPictures(entry.getValue(), label, limits, pictures, problems);
        }
      }
      return new PictureFiles(labelMap, pictures);
    }

    /** Tells whether two sub-folders hold something that is named like a picture. */
    static boolean isPictureFolder(Path folder) {
      int labels = 0;
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (Path label : folders) {
          try (DirectoryStream<Path> pictures =
              Files.newDirectoryStream(label, PictureFiles::isNamedLikeAPicture)) {
            labels += pictures.iterator().hasNext() ? 1 : 0;
          }
        }
      } catch (IOException | DirectoryIteratorException e) {
        return false;
      }
      return labels >= 2;
    }

    private static Map<String, Path> labelFolders(
        Path folder, ReadLimits limits, Consumer<Problem> problems) throws IOException {
      Map<String, Path> folders = new TreeMap<>(NaturalOrder.INSTANCE);
      for (Path path : list(folder, limits)) {
        if (Files.isDirectory(path)) {
          String label = Normalizer.normalize(name(path), Normalizer.Form.NFC);
          Path other = folders.putIfAbsent(label, path);
          if (other != null) {
            problems.accept(
                new Problem(
                    path,
                    "found the label \"%s\", which another folder has too, in another Unicode form"
                            .formatted(label)
                        + "; expected each once"));
          }
        } else if (isNamedLikeAPicture(path)) {
          problems.accept(
              new Problem(path, "found a picture, expected it in the folder of its label"));
        }
      }
      return folders;
    }

    /**
     * Returns a folder's name as text. What the process' encoding cannot hold, or what is no text
     * in any, has become the replacement character (or is half of a surrogate pair on Windows):
     * trained and saved, it would be a class that nobody can name again.
     */
    private static String name(Path folder) throws FileSystemException {
      String name = folder.getFileName().toString();
      if (name.indexOf('\uFFFD') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
        return name;
      }
      String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
      boolean unicode = encoding.equalsIgnoreCase("UTF-8") || File.separatorChar == '\\';
      throw new FileSystemException(
          folder.toString(),
          null,
          unicode
              ? "found a folder whose name is not valid Unicode, expected a label; rename it"
              : "found a folder whose name this process cannot read in its encoding, %s, expected a"
                      .formatted(encoding)
                  + " label; set the environment variable LC_ALL=C.UTF-8");
    }

    private static LabelMap labelMap(Path folder, Map<String, Path> folders)
        throws MissingDataException {
      if (folders.size() > LabelMap.MAX_SIZE) {
        throw new MissingDataException(
            folder.toString(),
            Messages.format("%d sub-folders", folders.size()),
            Messages.format("at most %d, one for each label", LabelMap.MAX_SIZE));
      }
      return LabelMap.of(List.copyOf(folders.keySet()));
    }

    private static void addPictures(
        Path folder,
        int label,
        ReadLimits limits,
        List<Picture> pictures,
        Consumer<Problem> problems)
        throws IOException {
      List<Path> files = list(folder, limits);
      if (files.isEmpty()) {
        problems.accept(
            new Problem(folder, "found an empty folder, expected pictures of its label"));
      }
      for (Path file : files) {
        if (Files.isDirectory(file)) {
          problems.accept(new Problem(file, "found a folder, expected a picture"));
        } else if (!Files.isRegularFile(file) && Files.exists(file)) {
          // Of a pipe one would wait for the bytes for ever.
          problems.accept(
              new Problem(file, "found neither a file nor a folder, expected a picture"));
        } else if (pictures.size() == limits.maxImages()) {
          throw new MissingDataException(
              file.toString(),
              Messages.format("picture %d", pictures.size() + 1),
              Messages.format("at most %d (ReadLimits.maxImages)", limits.maxImages()));
        } else {
          pictures.add(new Picture(file, label));
        }
      }
    }

    /** Names that people see, in natural order. */
    private static List<Path> list(Path folder, ReadLimits limits) throws IOException {
      List<Path> paths = new ArrayList<>();
      try (DirectoryStream<Path> stream =
          Files.newDirectoryStream(folder, path -> !isHidden(path.getFileName().toString()))) {
        for (Path path : stream) {
          if (paths.size() == limits.maxImages()) {
            throw new MissingDataException(
                folder.toString(),
                Messages.format("more than %d files", paths.size()),
                Messages.format("at most %d (ReadLimits.maxImages)", limits.maxImages()));
          }
          paths.add(path);
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      paths.sort(BY_NAME);
      return paths;
    }

    /** By name alone, since systems disagree on what else hides a file. */
    private static boolean isHidden(String name) {
      return name.startsWith(".") || DROPPINGS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isNamedLikeAPicture(Path path) {
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      return PICTURE_SUFFIXES.stream().anyMatch(name::endsWith);
    }
  }

  /**
   * The order in which people count: {@code 2} before {@code 10}, {@code scan9} before {@code
   * scan10}. Digits (ASCII) next to each other are compared as one number, all else by code point,
   * whatever the machine's language; names that are equal so far ({@code 7} and {@code 07}) by code
   * point from the start.
   */
  static final class NaturalOrder {
    private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

    private static final Comparator<String> BY_CODE_POINT =
        (first, second) ->
            Arrays.compare(first.codePoints().toArray(), second.codePoints().toArray());

    static final Comparator<String> INSTANCE =
        Comparator.comparing(NaturalOrder::key, BY_CODE_POINT).thenComparing(BY_CODE_POINT);

    private NaturalOrder() {}

    /** Puts a 0 and the count of its digits before each number: of more digits it is larger. */
    private static String key(String name) {
      return NUMBER
          .matcher(name)
          .replaceAll(
              number ->
                  Matcher.quoteReplacement(
                      "0" + (char) number.group(1).length() + number.group(1)));
    }
  }
}
