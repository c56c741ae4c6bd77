package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;

/** A download in a test, with settings that never wait. */
final class Downloads {
  /** Files big enough that the archive's end does not hold them, in Letters and Digits. */
  static final Map<String, byte[]> LETTERS = TinyEmnist.gzip(EmnistSplit.LETTERS, 400, 260);

  static final Map<String, byte[]> DIGITS = TinyEmnist.gzip(EmnistSplit.DIGITS, 300, 200);

  final Path folder;
  final Recorder recorder = new Recorder();
  final List<Duration> waits = new ArrayList<>();
  final EmnistDownloader.Builder builder;

  Downloads(Path folder, URI... mirrors) {
    this.folder = folder;
    this.builder =
        EmnistDownloader.builder(mirrors[0])
            .mirrors(List.of(mirrors))
            .allowPlainHttp(true)
            .folder(folder)
            .checksums(TinyEmnist.checksums(LETTERS))
            .verifiedOnly(true)
            .readTimeout(Duration.ofSeconds(10))
            .listener(recorder)
            .with(settings -> settings.sleeper = waits::add);
  }

  /** Both splits in one archive. */
  static byte[] archive() {
    Map<String, byte[]> files = new LinkedHashMap<>(DIGITS);
    files.putAll(LETTERS);
    return ZipFixture.deflated(files);
  }

  DownloadReport run() throws IOException {
    return builder.build().download(EmnistSplit.LETTERS);
  }

  AbstractThrowableAssert<?, ? extends Throwable> fails() {
    return assertThatThrownBy(this::run);
  }

  /** The reasons of all mirrors that failed. */
  List<String> reasons() {
    try {
      run();
    } catch (EmnistDownloader.DownloadException e) {
      return e.failures().stream().map(EmnistDownloader.DownloadException.Failure::reason).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("the download did not fail");
  }

  /** The folder's files apart from the lock and the sums. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".emnist.lock") && !name.equals(DownloadFolder.SUMS))
          .sorted()
          .toList();
    }
  }
}
