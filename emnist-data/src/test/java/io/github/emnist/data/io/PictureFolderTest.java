package io.github.emnist.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.io.PictureFolder.Problem;
import io.github.emnist.data.io.PictureFolder.ProblemsException;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
  @TempDir private Path temporary;
  private Path folder;
  private final List<Problem> skipped = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("own"));
  }

  @Test
  void labelsAndFilesComeInNaturalOrder() throws IOException {
    for (String label : List.of("10", "2", "dog", "Cat", "\u00E9t\u00E9", "1")) {
      level(label + "/b10.png", 1);
      level(label + "/b9.png", 2);
      level(label + "/a.png", 3);
    }

    EmnistDataset own = PictureFolder.of(folder).withoutPreprocessing().read();

    assertThat(own.labelMap().labels())
        .containsExactly("1", "2", "10", "Cat", "dog", "\u00E9t\u00E9");
    assertThat(own.split()).isEmpty();
    assertThat(own.size()).isEqualTo(18);
    for (int i = 0; i < 18; i++) {
      assertThat(own.label(i)).isEqualTo(i / 3);
      assertThat(own.image(i).pixel(0, 0)).isEqualTo(3 - i % 3);
    }
  }

  @Test
  void preprocessesByDefault() throws IOException {
    for (int i = 0; i < 5; i++) {
      stroke("a/" + i + ".png", 60 + 10 * i);
    }
    stroke("b/photo.jpg", 300);

    EmnistDataset own = PictureFolder.of(folder).read();

    assertThat(own.width()).isEqualTo(28);
    assertThat(own.height()).isEqualTo(28);
    List<Path> files =
        IntStream.range(0, 6)
            .mapToObj(i -> folder.resolve(i < 5 ? "a/" + i + ".png" : "b/photo.jpg"))
            .toList();
    for (int i = 0; i < 6; i++) {
      BufferedImage picture = ImageIO.read(files.get(i).toFile());
      assertThat(own.image(i)).isEqualTo(CharacterPreprocessor.emnist().process(picture));
      assertThat(CharacterPreprocessor.isBlank(own.image(i))).isFalse();
    }
    assertThat(
            PictureFolder.of(folder)
                .withPreprocessor(CharacterPreprocessor.fromId("emnist/2"))
                .read()
                .contentSha256())
        .isEqualTo(own.contentSha256());
  }

  @Test
  void readsPicturesWithoutPreprocessing() throws IOException {
    BufferedImage picture = new BufferedImage(5, 3, BufferedImage.TYPE_BYTE_GRAY);
    byte[] levels = new byte[15];
    for (int i = 0; i < 15; i++) {
      levels[i] = (byte) (17 * i);
    }
    picture.getRaster().setDataElements(0, 0, 5, 3, levels);
    write("x/1.png", picture);
    write("x/2.bmp", picture);

    EmnistDataset own = PictureFolder.of(folder).withoutPreprocessing().read();

    assertThat(own.image(0)).isEqualTo(GrayImage.of(5, 3, levels));
    assertThat(own.image(1)).isEqualTo(GrayImage.of(5, 3, levels));
  }

  @Test
  void moreThanABlock() throws IOException {
    for (int i = 0; i < 150; i++) {
      level("a/" + i + ".png", i);
    }

    EmnistDataset own = PictureFolder.of(folder).withoutPreprocessing().read();

    assertThat(own.size()).isEqualTo(150);
    for (int i = 0; i < 150; i++) {
      assertThat(own.image(i).pixel(1, 1)).isEqualTo(i);
    }
  }

  @Test
  void ignoresFilesOfFileManagers() throws IOException {
    level("a/1.png", 7);
    for (String name :
        List.of(".DS_Store", "a/.DS_Store", "a/Thumbs.db", "a/desktop.ini", "README.md")) {
      Files.writeString(folder.resolve(name), "no picture");
    }
    Files.createDirectories(folder.resolve(".git/objects"));
    Files.createDirectories(folder.resolve("__MACOSX/a"));

    assertThat(PictureFolder.of(folder).withoutPreprocessing().read().size()).isEqualTo(1);
  }

  @Test
  void givenLabels() throws IOException {
    level("b/1.png", 7);
    level("c/1.png", 8);
    PictureFolder reader = PictureFolder.of(folder).withoutPreprocessing();

    EmnistDataset own = reader.withLabels(LabelMap.ofCharacters("cba")).read();

    assertThat(own.labelMap()).isEqualTo(LabelMap.ofCharacters("cba"));
    assertThat(own.classCounts()).containsExactly(1, 1, 0);
    assertThat(own.image(0).pixel(0, 0)).isEqualTo(7);
    assertThat(own.label(0)).isEqualTo(1);
    assertThatThrownBy(() -> reader.withLabels(LabelMap.ofCharacters("bx")).read())
        .isInstanceOf(ProblemsException.class)
        .hasMessage(
            folder
                + ": found 1 problem; remove the files, or read the rest with PictureFolder.skipping\n  "
                + folder.resolve("c")
                + ": found the label \"c\", expected one of [b, x]");
  }

  @Test
  void namesAllProblems() throws IOException {
    level("a/1.png", 7);
    Files.writeString(folder.resolve("a/2.png"), "hello");
    Files.writeString(folder.resolve("a/3.txt"), "");
    Files.createDirectory(folder.resolve("a/deeper"));
    Files.createDirectory(folder.resolve("b"));
    write("c/large.png", new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY));
    level("loose.PNG", 9);
    PictureFolder reader = PictureFolder.of(folder).withoutPreprocessing();

    ProblemsException e = catchThrowableOfType(ProblemsException.class, reader::read);

    List<String> expected =
        List.of(
            folder.resolve("loose.PNG")
                + ": found a picture, expected it in the folder of its label",
            folder.resolve("a/deeper") + ": found a folder, expected a picture",
            folder.resolve("b") + ": found an empty folder, expected pictures of its label",
            folder.resolve("a/2.png")
                + ": byte 0: found 0x68656C6C, expected the start of a PNG, JPEG, GIF, BMP"
                + " or TIFF picture",
            folder.resolve("a/3.txt")
                + ": byte 0: found the end of the data, expected the start of a PNG, JPEG, GIF,"
                + " BMP or TIFF picture",
            folder.resolve("c/large.png")
                + ": found a picture of 3x2, expected 2x2, the size of the first");
    assertThat(e)
        .hasMessage(
            folder
                + ": found 6 problems; remove the files, or read the rest with PictureFolder.skipping\n  "
                + String.join("\n  ", expected));
    assertThat(e.problems()).extracting(Problem::toString).isEqualTo(expected);

    EmnistDataset rest = reader.skipping(skipped::add).read();

    assertThat(skipped).isEqualTo(e.problems());
    assertThat(rest.size()).isEqualTo(1);
    assertThat(rest.labelMap().labels()).containsExactly("a", "b", "c");
  }

  @Test
  void aBlankPictureIsAProblem() throws IOException {
    write("a/white.png", new BufferedImage(30, 30, BufferedImage.TYPE_INT_ARGB));

    ProblemsException e =
        catchThrowableOfType(ProblemsException.class, () -> PictureFolder.of(folder).read());

    assertThat(e.problems())
        .extracting(Problem::reason)
        .containsExactly("found a blank picture, expected a character");
  }

  @Test
  void namesTheFirstOfManyProblems() throws IOException {
    level("a/ok.png", 1);
    for (int i = 0; i < 25; i++) {
      Files.writeString(folder.resolve("a/bad" + i), "x");
    }

    ProblemsException e =
        catchThrowableOfType(
            ProblemsException.class, PictureFolder.of(folder).withoutPreprocessing()::read);

    assertThat(e.problems()).hasSize(25);
    assertThat(e.getMessage().split("\n")).hasSize(22);
    assertThat(e.getMessage()).endsWith("\n  and 5 more");
  }

  @Test
  void nothingToRead() throws IOException {
    Path missing = folder.resolve("missing");
    Path file = Files.writeString(temporary.resolve("file"), "x");
    String expected = ", expected a folder with a sub-folder of pictures for each label";

    assertMissing(PictureFolder.of(missing), missing + ": file not found" + expected);
    assertMissing(PictureFolder.of(file), file + ": found a file" + expected);
    assertMissing(
        PictureFolder.of(folder),
        folder + ": found no sub-folders, expected a sub-folder of pictures for each label");
    Files.createDirectory(folder.resolve("a"));
    assertMissing(
        PictureFolder.of(folder).skipping(skipped::add),
        folder + ": found no picture that can be read, expected at least one");
  }

  @Test
  void limits() throws IOException {
    for (int i = 0; i < 3; i++) {
      level("a/" + i + ".png", i);
      level("b/" + i + ".png", i);
    }
    PictureFolder raw = PictureFolder.of(folder).withoutPreprocessing();
    ReadLimits limits = ReadLimits.defaults();
    ReadLimits six = limits.withMaxImages(6);

    assertMissing(
        raw.withLimits(limits.withMaxImages(2)),
        folder.resolve("a")
            + ": found more than 2 files, expected at most 2"
            + " (ReadLimits.maxImages)");
    assertMissing(
        raw.withLimits(limits.withMaxImages(5)),
        folder.resolve("b/2.png") + ": found picture 6, expected at most 5 (ReadLimits.maxImages)");
    assertMissing(
        raw.withLimits(six.withMaxPixels(23)),
        folder + ": found 6 pictures of 2x2, expected at most 23 pixels (ReadLimits.maxPixels)");
    assertThat(raw.withLimits(six.withMaxPixels(24)).read().size()).isEqualTo(6);
    assertThatThrownBy(() -> raw.withLimits(six.withMaxPixels(24).withMaxSide(1)).read())
        .isInstanceOf(ProblemsException.class)
        .hasMessageContaining(
            folder.resolve("a/0.png")
                + ": byte 16: found a picture of 2x2 pixels, expected sides of 1 to 1 pixels");
  }

  @Test
  void tooManyLabels() throws IOException {
    for (int i = 0; i < 257; i++) {
      Files.createDirectory(folder.resolve("label" + i));
    }

    assertMissing(
        PictureFolder.of(folder),
        folder + ": found 257 sub-folders, expected at most 256, one for each label");
  }

  /** Linux distinguishes two Unicode forms of a name; readers of labels cannot. */
  @Test
  void sameLabelTwice() throws IOException {
    level("\u00E9/1.png", 1);
    Path decomposed = folder.resolve("e\u0301");
    assumeFalse(Files.exists(decomposed), "this file system takes both Unicode forms for one name");
    level("e\u0301/1.png", 2);

    EmnistDataset own =
        PictureFolder.of(folder).withoutPreprocessing().skipping(skipped::add).read();

    assertThat(own.labelMap().labels()).containsExactly("\u00E9");
    assertThat(own.size()).isEqualTo(1);
    assertThat(skipped)
        .extracting(Problem::reason)
        .containsExactly(
            "found the label \"\u00E9\", which another folder has too, in another Unicode form;"
                + " expected each once");
  }

  private static void assertMissing(PictureFolder reader, String message) {
    assertThatThrownBy(reader::read).isInstanceOf(MissingDataException.class).hasMessage(message);
  }

  /** A picture of 2x2 pixels of one grey level. */
  private void level(String name, int level) throws IOException {
    BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    byte b = (byte) level;
    picture.getRaster().setDataElements(0, 0, 2, 2, new byte[] {b, b, b, b});
    write(name, picture);
  }

  private void stroke(String name, int side) throws IOException {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(side / 10f));
    graphics.drawLine(side / 3, side / 5, side / 2, side * 4 / 5);
    graphics.dispose();
    write(name, picture);
  }

  private void write(String name, BufferedImage picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
  }

  @Test
  void aDeviceIsNoPicture() throws IOException {
    level("a/1.png", 7);
    assumeTrue(Files.exists(Path.of("/dev/zero")), "no /dev/zero here");
    Path device = Links.symbolic(folder.resolve("a/2.png"), Path.of("/dev/zero"));

    assertThat(PictureFolder.of(folder).withoutPreprocessing().skipping(skipped::add).read().size())
        .isEqualTo(1);
    assertThat(skipped)
        .containsExactly(
            new Problem(device, "found neither a file nor a folder, expected a picture"));
  }

  @Test
  void fileWithoutReadPermission() throws IOException {
    level("a/1.png", 7);
    level("a/2.png", 7);
    Path closed = folder.resolve("a/2.png");
    assumeTrue(
        closed.toFile().setReadable(false) && !Files.isReadable(closed),
        "this user may read every file");

    assertThat(PictureFolder.of(folder).withoutPreprocessing().skipping(skipped::add).read().size())
        .isEqualTo(1);
    assertThat(skipped)
        .containsExactly(
            new Problem(closed, "found a file without read permission, expected a picture"));
  }

  @Test
  void labelOutsideTheProcessEncoding() throws Exception {
    assumeTrue(File.separatorChar == '/', "file names are bytes only on Unix");
    level("b/1.png", 7);
    String label = "\u00e9";
    assumeTrue(
        "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")),
        "this process cannot make the folder: run the tests with LC_ALL=C.UTF-8");
    level(label + "/1.png", 7);

    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InAnotherProcess.class.getName(),
                folder.toString())
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(process.waitFor()).isZero();
    assertThat(said.strip())
        .endsWith(
            ": found a folder whose name this process cannot read in its encoding,"
                + " ANSI_X3.4-1968, expected a label; set the environment variable"
                + " LC_ALL=C.UTF-8")
        .hasLineCount(1);
  }

  @Test
  void labelThatIsNotText() throws IOException {
    assumeTrue(
        "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")),
        "this process cannot make the folder: run the tests with LC_ALL=C.UTF-8");
    level("b/1.png", 7);
    level("\uFFFD/1.png", 7); // how a name in another encoding reads

    assertThatThrownBy(() -> PictureFolder.of(folder).skipping(skipped::add).read())
        .isInstanceOf(FileSystemException.class)
        .hasMessage(
            folder.resolve("\uFFFD")
                + ": found a folder whose name is not valid Unicode, expected a label; rename it");
  }

  /** Returns the failure of reading a folder. */
  static final class InAnotherProcess {
    private InAnotherProcess() {}

    public static void main(String[] args) {
      try {
        System.out.println("read " + PictureFolder.of(Path.of(args[0])).read().labelMap());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
