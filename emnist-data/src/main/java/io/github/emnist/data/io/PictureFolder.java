package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.PictureReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
 * sub-folder with nothing in it: they end in one {@link PictureFolderException} that names all, or
 * are {@link #skipping skipped}.
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
  private final Optional<Consumer<PictureProblem>> skipped;
  private final ReadLimits limits;

  private PictureFolder(
      Path folder,
      Optional<CharacterPreprocessor> preprocessor,
      Optional<LabelMap> labelMap,
      Optional<Consumer<PictureProblem>> skipped,
      ReadLimits limits) {
    this.folder = folder;
    this.preprocessor = preprocessor;
    this.labelMap = labelMap;
    this.skipped = skipped;
    this.limits = limits;
  }

  /**
   * A folder of pictures.
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
  public PictureFolder skipping(Consumer<PictureProblem> skipped) {
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
   * @throws PictureFolderException if there is a problem and problems are not {@link #skipping
   *     skipped}
   * @throws java.nio.file.FileSystemException if a sub-folder's name holds characters that the
   *     process' encoding cannot hold (as é under {@code LC_ALL=C}), or is not valid Unicode
   * @throws IOException if the folder cannot be listed
   */
  public EmnistDataset read() throws IOException {
    List<PictureProblem> problems = new ArrayList<>();
    Consumer<PictureProblem> onProblem = skipped.orElse(problems::add);
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
          onProblem.accept(new PictureProblem(picture.file(), reason));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new PictureFolderException(folder, problems);
    }
    if (builder == null) {
      throw new MissingDataException(
          folder.toString(), "no picture that can be read", "at least one");
    }
    return builder.build();
  }

  private void checkSize(GrayImage image, int count) throws MissingDataException {
    long pixels = (long) image.width() * image.height() * count;
    String found =
        String.format(Locale.ROOT, "%d pictures of %dx%d", count, image.width(), image.height());
    if (pixels > limits.maxPixels()) {
      throw new MissingDataException(
          folder.toString(),
          found,
          String.format(
              Locale.ROOT, "at most %d pixels (ReadLimits.maxPixels)", limits.maxPixels()));
    }
  }

  private static String otherSize(GrayImage image, GrayImage first) {
    if (image.width() == first.width() && image.height() == first.height()) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "found a picture of %dx%d, expected %dx%d, the size of the first",
        image.width(),
        image.height(),
        first.width(),
        first.height());
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
}
