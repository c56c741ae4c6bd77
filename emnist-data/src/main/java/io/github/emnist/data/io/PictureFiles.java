package io.github.emnist.data.io;

import io.github.emnist.data.LabelMap;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The pictures of a folder with one sub-folder a label, in natural order of the labels and then of
 * the files' names: the same on every system.
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
      Path folder, Optional<LabelMap> given, ReadLimits limits, Consumer<PictureProblem> problems)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new MissingDataException(
          folder.toString(),
          Files.exists(folder) ? "a file" : "nothing",
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
            new PictureProblem(
                entry.getValue(),
                "found the label \"%s\", expected one of %s"
                    .formatted(entry.getKey(), labelMap.labels())));
      } else {
        addPictures(entry.getValue(), label, limits, pictures, problems);
      }
    }
    return new PictureFiles(labelMap, pictures);
  }

  /** Whether two sub-folders hold something that is named like a picture. */
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
      Path folder, ReadLimits limits, Consumer<PictureProblem> problems) throws IOException {
    Map<String, Path> folders = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Path path : list(folder, limits)) {
      if (Files.isDirectory(path)) {
        String label = Normalizer.normalize(name(path), Normalizer.Form.NFC);
        Path other = folders.putIfAbsent(label, path);
        if (other != null) {
          problems.accept(
              new PictureProblem(
                  path,
                  "found the label \"%s\", which another folder has too, in another Unicode form"
                          .formatted(label)
                      + "; expected each once"));
        }
      } else if (isNamedLikeAPicture(path)) {
        problems.accept(
            new PictureProblem(path, "found a picture, expected it in the folder of its label"));
      }
    }
    return folders;
  }

  /**
   * A folder's name as text. What the process' encoding cannot hold, or what is no text in any, has
   * become the replacement character (or is half of a surrogate pair on Windows): trained and
   * saved, it would be a class that nobody can name again.
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
          String.format(Locale.ROOT, "%d sub-folders", folders.size()),
          String.format(Locale.ROOT, "at most %d, one for each label", LabelMap.MAX_SIZE));
    }
    return LabelMap.of(List.copyOf(folders.keySet()));
  }

  private static void addPictures(
      Path folder,
      int label,
      ReadLimits limits,
      List<Picture> pictures,
      Consumer<PictureProblem> problems)
      throws IOException {
    List<Path> files = list(folder, limits);
    if (files.isEmpty()) {
      problems.accept(
          new PictureProblem(folder, "found an empty folder, expected pictures of its label"));
    }
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        problems.accept(new PictureProblem(file, "found a folder, expected a picture"));
      } else if (!Files.isRegularFile(file) && Files.exists(file)) {
        // Of a pipe one would wait for the bytes for ever.
        problems.accept(
            new PictureProblem(file, "found neither a file nor a folder, expected a picture"));
      } else if (pictures.size() == limits.maxImages()) {
        throw new MissingDataException(
            file.toString(),
            String.format(Locale.ROOT, "picture %d", pictures.size() + 1),
            String.format(Locale.ROOT, "at most %d (ReadLimits.maxImages)", limits.maxImages()));
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
              String.format(Locale.ROOT, "more than %d files", paths.size()),
              String.format(Locale.ROOT, "at most %d (ReadLimits.maxImages)", limits.maxImages()));
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
