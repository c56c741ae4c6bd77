package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.EmnistReader.DuplicateFileException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which sub-folders are searched for files. */
class NestedFoldersTest {
  @TempDir private Path folder;

  private Path nested;

  @BeforeEach
  void writeNested() throws IOException {
    nested = Files.createDirectory(folder.resolve("nested"));
    IdxFixture.writeTrain(nested);
  }

  private static Path folder(Path path) throws IOException {
    return Files.createDirectories(path);
  }

  private void assertNoFiles(Path place) {
    assertThatThrownBy(() -> EmnistReader.open(place))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(place + ": found no EMNIST files, expected " + FileNames.anySplit());
  }

  @Test
  void threeFoldersDeepAndNoDeeper() throws IOException {
    Path deep = folder(folder.resolve("a/b/c"));
    Files.move(nested, deep.resolve("nested"));

    assertNoFiles(folder);
    assertThat(EmnistReader.open(folder.resolve("a")).train().size()).isEqualTo(2);
  }

  @Test
  void prefersTheFoldersOwnFiles() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES), IdxFixture.images(1, 4, 4));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), IdxFixture.gzip(IdxFixture.labels(7)));

    assertThat(EmnistReader.open(folder).train().label(0)).isEqualTo(7);
  }

  @Test
  void theSameFileInTwoFolders() throws IOException {
    Path other = folder(folder.resolve("a copy"));
    Files.copy(nested.resolve(TRAIN_LABELS), other.resolve(TRAIN_LABELS));

    assertDuplicate(TRAIN_LABELS, other.resolve(TRAIN_LABELS), nested.resolve(TRAIN_LABELS));
  }

  @Test
  void plainAndGzipInTwoFolders() throws IOException {
    Path other = folder(folder.resolve("packed"));
    Path gzip = Files.createFile(other.resolve(TRAIN_IMAGES + ".gz"));

    assertDuplicate(TRAIN_IMAGES, nested.resolve(TRAIN_IMAGES), gzip);
  }

  private void assertDuplicate(String fileName, Path first, Path second) {
    assertThatThrownBy(() -> EmnistReader.open(folder).train())
        .isInstanceOf(DuplicateFileException.class)
        .hasMessage(
            "%s: found %s twice (%s and %s), expected it once"
                .formatted(folder, fileName, first, second));
  }

  @Test
  void plainAndGzipSideBySide() throws IOException {
    Files.createFile(nested.resolve(TRAIN_IMAGES + ".gz"));

    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(2);
  }

  @Test
  void copiesOfTheMappingMustAllAgree() throws IOException {
    byte[] mapping = MappingFile.bytes(EmnistSplit.DIGITS);
    Files.write(folder.resolve("emnist-digits-mapping.txt"), mapping);
    Files.write(nested.resolve("emnist-digits-mapping.txt"), mapping);
    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(2);

    Files.writeString(nested.resolve("emnist-digits-mapping.txt"), "0 48\n");
    assertThatThrownBy(() -> EmnistReader.open(folder))
        .hasMessageStartingWith(nested.resolve("emnist-digits-mapping.txt") + ", byte 4: ");
  }

  @Test
  void linksToFoldersAreNotFollowed() throws IOException {
    Path outside = folder(folder.resolve("outside"));
    Path inside = folder(folder.resolve("inside"));
    Files.move(nested, outside.resolve("nested"));
    Links.symbolic(inside.resolve("link"), outside.resolve("nested"));
    Links.symbolic(inside.resolve("loop"), inside);

    assertNoFiles(inside);
  }

  @Test
  void theFolderItselfAndItsFilesMayBeLinks() throws IOException {
    Path files = folder(folder.resolve("links/files"));
    for (String name : Set.of(TRAIN_IMAGES, TRAIN_LABELS)) {
      Links.symbolic(files.resolve(name), nested.resolve(name));
    }
    Path link = Links.symbolic(folder.resolve("link"), folder.resolve("links"));

    assertThat(EmnistReader.open(link).train().size()).isEqualTo(2);
  }

  @Test
  void notAmongTooManyOthers() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.createFile(nested.resolve("other" + i));
    }
    ReadLimits eight = ReadLimits.defaults().withMaxEntries(8);
    ReadLimits seven = ReadLimits.defaults().withMaxEntries(7);

    assertThat(EmnistReader.open(folder, eight).train().size()).isEqualTo(2);
    assertThatThrownBy(() -> EmnistReader.open(folder, seven))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(
            folder
                + ": found more than 7 files and folders (ReadLimits.maxEntries), expected the"
                + " folder that holds the EMNIST files itself");
    assertThat(EmnistReader.open(nested, seven).train().size()).isEqualTo(2);
  }
}
