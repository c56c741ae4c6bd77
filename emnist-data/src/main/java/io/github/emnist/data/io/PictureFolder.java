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
 * Reads pictures from a folder with one sub-folder per label, which has the label's name (any text)
 * and contains its pictures (PNG, JPEG, GIF, BMP, TIFF), under any names.
 *
 * <pre>{@code
 * EmnistDataset own = PictureFolder.of(Path.of("my-characters")).read();
 * }</pre>
 *
 * <p>Labels are numbered in natural order ({@code 2} before {@code 10}, then by code point), and
 * the images come label by label, in natural order of the files' names: the same on every system.
 * By default, {@link CharacterPreprocessor#emnist()} converts each picture to 28x28. Hidden files
 * (names that begin with a dot), files of file managers ({@code Thumbs.db}, {@code desktop.ini},
 * {@code __MACOSX}) and files beside the sub-folders without a picture's suffix are ignored.
 * Anything else that is not a picture is a problem, and so are an empty sub-folder and a picture
 * whose image is blank: all problems are reported in one {@link ProblemsException}, unless they are
 * {@link #skipping skipped}.
 *
 * <p>Decodes in parallel, in the common pool. Immutable and thread-safe.
 */
public final class PictureFolder {
  /** The number of pictures decoded at once, which bounds memory. */
  private static final int BLOCK = 1024;

  /** The same for pictures of their own size. */
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
   * {@return a reader of a folder of pictures}
   *
   * @param folder has a sub-folder for each label
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
   * {@return whether at least two sub-folders of a folder contain files with a picture's suffix}
   * For a folder with {@code train} and {@code test} in it, ask for each.
   *
   * @param folder need not exist; false also if a folder cannot be listed
   */
  public static boolean isOne(Path folder) {
    return PictureFiles.isPictureFolder(folder);
  }

  /**
   * {@return the names of the sub-folders, or those set by {@link #withLabels}} Reads no picture.
   *
   * @throws IOException as {@link #read}
   */
  public LabelMap labels() throws IOException {
    return PictureFiles.find(folder, labelMap, limits, problem -> {}).labelMap();
  }

  /**
   * {@return a copy with another conversion of pictures to images}
   *
   * @param preprocessor used for every picture
   */
  public PictureFolder withPreprocessor(CharacterPreprocessor preprocessor) {
    return new PictureFolder(folder, Optional.of(preprocessor), labelMap, skipped, limits);
  }

  /**
   * {@return a copy that reads grey levels (luma) without preprocessing} For pictures that are
   * already EMNIST images, white on black. All must have the first one's size.
   */
  public PictureFolder withoutPreprocessing() {
    return new PictureFolder(folder, Optional.empty(), labelMap, skipped, limits);
  }

  /**
   * {@return a copy with given labels in their order} Test pictures need the labels of the training
   * pictures. Labels without a sub-folder have no images; a sub-folder with another name is a
   * problem.
   *
   * @param labelMap the names that sub-folders may have
   */
  public PictureFolder withLabels(LabelMap labelMap) {
    return new PictureFolder(folder, preprocessor, Optional.of(labelMap), skipped, limits);
  }

  /**
   * {@return a copy that skips every file or folder with a problem}
   *
   * @param skipped receives each problem, in the caller's thread
   */
  public PictureFolder skipping(Consumer<Problem> skipped) {
    return new PictureFolder(folder, preprocessor, labelMap, Optional.of(skipped), limits);
  }

  /**
   * {@return a copy with other limits}
   *
   * @param limits of which {@code maxImages} and {@code maxPixels} (of the images read) apply, and
   *     {@code maxSide} {@link #withoutPreprocessing() without preprocessing}
   */
  public PictureFolder withLimits(ReadLimits limits) {
    return new PictureFolder(
        folder, preprocessor, labelMap, skipped, Objects.requireNonNull(limits, "limits"));
  }

  /**
   * Reads all pictures.
   *
   * @return upright images, labelled with the position of their sub-folder's name in the label map
   * @throws MissingDataException if the folder does not exist, has no sub-folders or pictures, or
   *     exceeds a limit
   * @throws ProblemsException if there is a problem and problems are not {@link #skipping skipped}
   * @throws FileSystemException if a sub-folder's name has characters that the process' encoding
   *     lacks (such as é under {@code LC_ALL=C}), or is not valid Unicode
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
      if (preprocessor.isEmpty()) {
        return new Decoded(reader.withMaxSide(limits.maxSide()).readGray(file), null);
      }
      GrayImage image = preprocessor.get().process(reader.read(file));
      return CharacterPreprocessor.isBlank(image)
          ? new Decoded(null, "found a blank picture, expected a character")
          : new Decoded(image, null);
    } catch (AccessDeniedException e) {
      return new Decoded(null, "found a file without read permission, expected a picture");
    } catch (IOException e) {
      // The message begins with the file, which the problem names itself.
      String message = String.valueOf(e.getMessage());
      String name = file.toString();
      return new Decoded(
          null,
          message.startsWith(name)
              ? message.substring(name.length()).replaceFirst("^[:, ]+", "")
              : message);
    } catch (RuntimeException | OutOfMemoryError e) {
      return new Decoded(null, "found a picture that cannot be processed: " + e);
    }
  }

  /** An image, or the reason why there is none. */
  private record Decoded(GrayImage image, String reason) {}

  @Override
  public String toString() {
    return "PictureFolder[" + folder + "]";
  }

  /**
   * A file or folder that cannot be read as a picture or a label's folder.
   *
   * @param path the file or folder
   * @param reason what was found and what was expected
   */
  public record Problem(Path path, String reason) {
    /** Throws {@link NullPointerException} if a component is null. */
    public Problem {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public String toString() {
      return path + ": " + reason;
    }
  }

  /** Thrown if some pictures cannot be read. The message names the first 20 problems. */
  public static final class ProblemsException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int NAMED = 20;

    /** Null after deserialization, unlike the message. */
    private final transient List<Problem> problems;

    ProblemsException(Path folder, List<Problem> problems) {
      super(message(folder, problems));
      this.problems = List.copyOf(problems);
    }

    private static String message(Path folder, List<Problem> problems) {
      StringBuilder message =
          new StringBuilder(
              Messages.format(
                  "%s: found %d problem%s; remove the files, or read the rest with PictureFolder.skipping",
                  folder, problems.size(), problems.size() == 1 ? "" : "s"));
      problems.stream().limit(NAMED).forEach(problem -> message.append("\n  ").append(problem));
      if (problems.size() > NAMED) {
        message.append(Messages.format("\n  and %d more", problems.size() - NAMED));
      }
      return message.toString();
    }

    /** {@return all problems, at least one, in the order of the pictures; empty if deserialized} */
    public List<Problem> problems() {
      return problems == null ? List.of() : problems;
    }
  }

  /**
   * The pictures of a folder, in natural order of the labels and then of the files' names.
   *
   * @param labelMap the sub-folders' names, or the labels given
   * @param pictures label by label
   */
  record PictureFiles(LabelMap labelMap, List<Picture> pictures) {
    private static final Comparator<Path> BY_NAME =
        Comparator.comparing((Path path) -> path.getFileName().toString(), NaturalOrder.INSTANCE)
            .thenComparing(Comparator.naturalOrder()); // names that look alike but are not

    private static final Set<String> PICTURE_SUFFIXES =
        Set.of(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff");

    /** Files of file managers, in addition to names that begin with a dot. */
    private static final Set<String> DROPPINGS = Set.of("thumbs.db", "desktop.ini", "__macosx");

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

    /** Tells whether two sub-folders contain files with a picture's suffix. */
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
     * Returns a folder's name as text. A name that the process' encoding lacks, or that is not
     * valid text, contains the replacement character (on Windows, a lone surrogate), and would
     * become a class that cannot be named again.
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
          // Reading a pipe would block.
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

    /** Lists the files that are not hidden, in natural order. */
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

    /**
     * Tells whether a file is hidden, by its name alone, since systems disagree on what else hides
     * a file.
     */
    private static boolean isHidden(String name) {
      return name.startsWith(".") || DROPPINGS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isNamedLikeAPicture(Path path) {
      String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
      return PICTURE_SUFFIXES.stream().anyMatch(name::endsWith);
    }
  }

  /**
   * Natural order: {@code 2} before {@code 10}, {@code scan9} before {@code scan10}. Adjacent ASCII
   * digits are compared as one number, all else by code point in every locale; names that are then
   * equal ({@code 7} and {@code 07}) by code point from the start.
   */
  static final class NaturalOrder {
    private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

    private static final Comparator<String> BY_CODE_POINT =
        (first, second) ->
            Arrays.compare(first.codePoints().toArray(), second.codePoints().toArray());

    static final Comparator<String> INSTANCE =
        Comparator.comparing(NaturalOrder::key, BY_CODE_POINT).thenComparing(BY_CODE_POINT);

    private NaturalOrder() {}

    /** Puts 0 and the number of its digits before each number: more digits make it larger. */
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
