package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.io.EmnistReader.AmbiguousSplitException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacks one split's members into a folder, all or none. */
class ExtractTest {
  private static final String MAPPING = "emnist-digits-mapping.txt";

  @TempDir private Path folder;

  private final Map<String, byte[]> members = new LinkedHashMap<>();
  private Path archive;
  private Path target;

  @BeforeEach
  void prepareMembers() {
    archive = folder.resolve("archive");
    target = folder.resolve("new/target");
    members.put("gzip/" + TRAIN_IMAGES + ".gz", gzip(images(2, 4, 4)));
    members.put("gzip/" + TRAIN_LABELS + ".gz", gzip(labels(3, 9)));
    members.put("gzip/" + MAPPING, MappingFile.bytes(EmnistSplit.DIGITS));
    members.put("gzip/emnist-letters-test-images-idx3-ubyte.gz", gzip(images(1, 4, 4)));
    members.put("gzip/readme.txt", new byte[5]);
  }

  private List<Path> extract(byte[] bytes) throws IOException {
    Files.write(archive, bytes);
    return EmnistArchive.extract(archive, EmnistSplit.DIGITS, target);
  }

  private static List<String> names(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theSplitsFilesAsTheyAre() throws IOException {
    for (byte[] form :
        List.of(
            ZipFixture.deflated(members),
            ZipFixture.stored(members),
            TarFixture.tar(members),
            gzip(TarFixture.tar(members)))) {
      List<Path> written = extract(form);

      assertThat(written)
          .containsExactly(
              target.resolve(TRAIN_IMAGES + ".gz"),
              target.resolve(TRAIN_LABELS + ".gz"),
              target.resolve(MAPPING));
      for (Path file : written) {
        assertThat(file).hasBinaryContent(members.get("gzip/" + file.getFileName()));
        Files.delete(file);
      }
      assertThat(names(target)).isEmpty();
    }
  }

  /** As reading would: tables only where there are no IDX files. */
  @Test
  void tables() throws IOException {
    members.put("emnist-digits-train.csv", new byte[] {1});
    members.put("emnist-digits-test.csv", new byte[] {2});

    assertThat(extract(ZipFixture.deflated(members)))
        .containsExactly(
            target.resolve(TRAIN_IMAGES + ".gz"),
            target.resolve(TRAIN_LABELS + ".gz"),
            target.resolve("emnist-digits-test.csv"),
            target.resolve(MAPPING));
    assertThat(target.resolve("emnist-digits-test.csv")).hasBinaryContent(new byte[] {2});
  }

  @Test
  void theOnlySplitNeedsNoName() throws IOException {
    Files.write(archive, ZipFixture.deflated(members));
    assertThatThrownBy(() -> EmnistArchive.extract(archive, target))
        .isInstanceOf(AmbiguousSplitException.class)
        .hasMessage(
            archive + ": found the splits letters, digits, expected one; name the split to read");

    members.remove("gzip/emnist-letters-test-images-idx3-ubyte.gz");
    Files.write(archive, ZipFixture.deflated(members));
    assertThat(EmnistArchive.extract(archive, target)).hasSize(3);
  }

  @Test
  void keepsEqualFiles() throws IOException {
    List<Path> written = extract(ZipFixture.deflated(members));
    Files.delete(target.resolve(TRAIN_LABELS + ".gz"));

    assertThat(extract(ZipFixture.stored(members))).isEqualTo(written);
    assertThat(names(target)).hasSize(3);
  }

  @Test
  void doesNotReplaceOtherFiles() throws IOException {
    for (byte[] other : List.of(new byte[3], new byte[0], MappingFile.bytes(EmnistSplit.MNIST))) {
      Files.createDirectories(target);
      Files.write(target.resolve(TRAIN_LABELS + ".gz"), other);

      assertThatThrownBy(() -> extract(ZipFixture.deflated(members)))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessage(
              target.resolve(TRAIN_LABELS + ".gz")
                  + ": found other content than the archive's, expected the same");
      assertThat(target.resolve(TRAIN_LABELS + ".gz")).hasBinaryContent(other);
      assertThat(names(target)).containsExactly(TRAIN_LABELS + ".gz");
    }
  }

  @Test
  void aFailureLeavesNothingBehind() throws IOException {
    byte[] bytes = ZipFixture.stored(members);
    int entry = ZipFixture.directoryEntry(bytes, 1);
    bytes[entry + 16] ^= 1; // the checksum of the labels, after the images

    assertThatThrownBy(() -> extract(bytes))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageContaining("!/gzip/" + TRAIN_LABELS + ".gz, byte ")
        .hasMessageContaining(": found data of CRC-32 ");
    assertThat(names(target)).isEmpty();
  }

  @Test
  void aMissingHalf() {
    members.remove("gzip/" + TRAIN_LABELS + ".gz");

    assertThatThrownBy(() -> extract(ZipFixture.deflated(members)))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(
            archive
                + ": found no labels of the train partition of digits, expected "
                + TRAIN_LABELS
                + "[.gz]");
  }

  @Test
  void theSplitIsNotThere() throws IOException {
    Files.write(archive, ZipFixture.deflated(members));

    assertThatThrownBy(() -> EmnistArchive.extract(archive, EmnistSplit.MNIST, target))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(
            archive
                + ": found only files of letters, digits, expected "
                + FileNames.ofSplit(EmnistSplit.MNIST));
    assertThat(target).doesNotExist();
  }

  @Test
  void aNameThatLeadsElsewhereRefusesTheWholeArchive() throws IOException {
    for (String name :
        List.of(
            "../outside",
            "a/../../outside",
            "/outside",
            "..\\outside",
            "a\\outside",
            "C:outside",
            "a/..")) {
      Map<String, byte[]> hostile = new LinkedHashMap<>(members);
      hostile.put(name, new byte[1]);
      for (byte[] form : List.of(ZipFixture.deflated(hostile), TarFixture.tar(hostile))) {
        assertThatThrownBy(() -> extract(form))
            .isInstanceOf(MalformedDataException.class)
            .hasMessageStartingWith(archive + ", byte ")
            .hasMessageEndingWith(
                ": found a member named \""
                    + name
                    + "\", expected a name that stays in the folder");
      }
    }
    assertThat(names(folder)).containsExactly("archive");
  }

  @Test
  void namesAreShownShortAndWithoutControlCodes() {
    Map<String, byte[]> hostile = Map.of("\u001B[2J\u202E../" + "n".repeat(200), new byte[1]);

    assertThatThrownBy(() -> extract(ZipFixture.deflated(hostile)))
        .hasMessage(
            archive
                + ", byte 0: found a member named \"?[2J?../"
                + "n".repeat(92)
                + "...\", expected a name that stays in the folder");
  }

  @Test
  void linksRefuseTheWholeArchive() {
    byte[] bytes =
        new TarFixture()
            .file(TRAIN_IMAGES, images(2, 4, 4))
            .file(TRAIN_LABELS, labels(3, 9))
            .member(TarFixture.SYMBOLIC_LINK, "link", new byte[0])
            .end();

    assertThatThrownBy(() -> extract(bytes))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(archive + "!/link, byte 2048: found a symbolic link, expected a file");
    assertThat(target).doesNotExist();
  }

  @Test
  void doesNotWriteThroughLinks() throws IOException {
    Files.createDirectories(target);
    Path outside = Files.write(folder.resolve("outside"), new byte[] {1});
    Links.symbolic(target.resolve(MAPPING), outside);
    Path dangling = folder.resolve("dangling");
    Links.symbolic(target.resolve(TRAIN_IMAGES + ".gz"), dangling);

    assertThatThrownBy(() -> extract(ZipFixture.deflated(members)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(outside).hasBinaryContent(new byte[] {1});
    assertThat(dangling).doesNotExist();
  }

  @Test
  void theFolderMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    target = Links.symbolic(folder.resolve("link"), real);

    assertThat(extract(ZipFixture.deflated(members))).hasSize(3);
    assertThat(names(real)).hasSize(3);
  }

  /** Longer than messages show: neither the file's name nor its format may be lost. */
  @Test
  void membersInFoldersOfLongNames() throws IOException {
    String deep = ("d".repeat(40) + "/").repeat(3);
    Map<String, byte[]> nested = new LinkedHashMap<>();
    members.forEach((name, bytes) -> nested.put(deep + name, bytes));
    nested.put(deep + "gzip/" + TRAIN_IMAGES, images(2, 4, 4)); // beside its .gz, and preferred
    TarFixture longNames = new TarFixture();
    nested.forEach((name, bytes) -> longNames.extended('x', "path=" + name).file("short", bytes));
    byte[] tar = longNames.end();
    for (byte[] form : List.of(ZipFixture.deflated(nested), tar, gzip(tar))) {
      List<Path> written = extract(form);

      assertThat(written)
          .containsExactly(
              target.resolve(TRAIN_IMAGES),
              target.resolve(TRAIN_LABELS + ".gz"),
              target.resolve(MAPPING));
      for (Path file : written) {
        assertThat(file).hasBinaryContent(nested.get(deep + "gzip/" + file.getFileName()));
        Files.delete(file);
      }
      assertThat(EmnistReader.open(archive, EmnistSplit.DIGITS).train().size()).isEqualTo(2);
    }
  }

  @Test
  void theMessageNamesAMemberByTheEndOfALongName() {
    String deep = ("d".repeat(40) + "/").repeat(3);
    Map<String, byte[]> nested =
        Map.of(deep + TRAIN_IMAGES, images(2, 4, 4), deep + TRAIN_LABELS + ".gz", labels(3, 9));
    String shown = (deep + TRAIN_LABELS + ".gz").substring(deep.length() - 60);

    assertThatThrownBy(
            () -> {
              Files.write(archive, ZipFixture.stored(nested));
              EmnistReader.open(archive).train();
            })
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "%s!/...%s, byte 0: found 0x000008, expected 0x1F8B08 (a gzip header)", archive, shown);
  }

  @Test
  void folderInsteadOfTheFile() throws IOException {
    Path taken = target.resolve(TRAIN_LABELS + ".gz");
    Files.createDirectories(taken);

    assertThatThrownBy(() -> extract(ZipFixture.deflated(members)))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(taken + ": found a folder, expected a file or nothing");
    assertThat(names(target)).containsExactly(TRAIN_LABELS + ".gz");
  }

  @Test
  void fileInsteadOfTheFolder() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[] {1});

    assertThatThrownBy(() -> extract(ZipFixture.deflated(members)))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(target + ": found a file, expected a folder or nothing");
    assertThat(target).hasBinaryContent(new byte[] {1});
  }

  @Test
  void removesTheNewFolderAfterAFailure() {
    byte[] bytes = ZipFixture.deflated(members);
    bytes[ZipFixture.directoryEntry(bytes, 1) + 16] ^= 1; // the checksum

    assertThatThrownBy(() -> extract(bytes)).isInstanceOf(MalformedDataException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderIsNoArchive() throws IOException {
    Files.createDirectory(archive);

    assertThatThrownBy(() -> EmnistArchive.extract(archive, EmnistSplit.DIGITS, target))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(
            archive
                + ": found a folder, expected an archive (ZIP, TAR, TAR.GZ) with "
                + FileNames.anySplit());
  }
}
