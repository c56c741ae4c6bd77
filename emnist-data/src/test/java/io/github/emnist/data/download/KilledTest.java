package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A download whose process is killed in the middle, and two at a time. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class KilledTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private final Map<String, byte[]> files = TinyEmnist.gzip(EmnistSplit.DIGITS, 4000, 40);
  private final byte[] archive = ZipFixture.stored(files);

  @Test
  void resumesAfterAKillFromTheSyncedBytes() throws Exception {
    Path target = folder.resolve("data");
    Path part = target.resolve("emnist-digits-train-images-idx3-ubyte.gz.part");
    // The first process gets 2.5 MiB of the first file and then waits for more.
    AtomicBoolean killed = new AtomicBoolean();
    try (RawServer server =
        new RawServer(
            archive,
            true,
            true,
            (request, head, body) ->
                request == 1 && !killed.get() ? head + 5 * MIB / 2 : Long.MAX_VALUE)) {
      try (Jvm first =
          new Jvm(
              folder.resolve("first.txt"),
              DownloadMain.class,
              server.uri().toString(),
              target.toString())) {
        while (!Files.exists(part) || Files.size(part) < 5 * MIB / 2 - 100_000) {
          Thread.sleep(5);
        }
        first.kill();
      }
      killed.set(true);
      assertThat(part).exists();
      // After a crash of the whole machine, the end of the file might be anything.
      byte[] bytes = Files.readAllBytes(part);
      assertThat(bytes.length).isGreaterThan(2 * MIB);
      Arrays.fill(bytes, 2 * MIB + 70_000, bytes.length, (byte) 0);
      Files.write(part, bytes);

      Downloads second = new Downloads(target, server.uri());
      second.builder.checksums(TinyEmnist.checksums(files));
      DownloadReport report = second.builder.build().download(EmnistSplit.DIGITS);
      assertThat(report.verified()).isTrue();
      List<String> asked = server.asked();
      assertThat(asked).hasSize(2 + 5).element(2).isEqualTo("bytes=-131072");
      long data = 30 + "gzip/emnist-digits-train-images-idx3-ubyte.gz".length();
      long goesOn = Long.parseLong(asked.get(3).substring(6).split("-")[0]);
      long kept = goesOn - data;
      assertThat(kept).isBetween(2L * MIB, 2L * MIB + 65_536);
      long all = files.values().stream().mapToLong(b -> b.length).sum();
      assertThat(report.received()).isEqualTo(all - kept);
      assertThat(second.recorder.lines).noneMatch(line -> line.startsWith("retry"));
      for (DownloadedFile file : report.files()) {
        assertThat(file.path()).hasBinaryContent(files.get(file.path().getFileName().toString()));
      }
      assertThat(second.files()).containsExactlyInAnyOrderElementsOf(files.keySet());
    }
  }

  @Test
  void aSecondProcessWaitsAndFindsTheWorkDone() throws Exception {
    Path target = folder.resolve("data");
    try (LoopbackServer server = new LoopbackServer(archive)) {
      Path go = folder.resolve("go");
      server.then(
          exchange -> {
            while (!Files.exists(go)) { // until the second process waits
              sleep();
            }
            server.serve(exchange);
          });
      String[] arguments = {server.uri().toString(), target.toString()};
      try (Jvm first = new Jvm(folder.resolve("first.txt"), DownloadMain.class, arguments)) {
        while (server.seen().isEmpty()) {
          Thread.sleep(5);
        }
        Recorder recorder = new Recorder();
        DownloadListener releasing =
            new DownloadListener() {
              @Override
              public void waiting(Path where) {
                recorder.waiting(where);
                try {
                  Files.createFile(go);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            };
        Downloads second = new Downloads(target, server.uri());
        second.builder.listener(releasing).verifiedOnly(false);
        DownloadReport report = second.builder.build().download(EmnistSplit.DIGITS);
        assertThat(first.await()).as(first.output()).isZero();
        assertThat(first.output()).startsWith("mirror /gzip.zip\nfetched emnist-digits-train");
        assertThat(recorder.lines).containsExactly("waiting");
        assertThat(report.received()).isZero();
        assertThat(report.mirror()).isEmpty();
        assertThat(server.seen()).hasSize(5);
      }
    }
  }

  @Test
  void aSecondThreadWaitsToo() throws Exception {
    try (LoopbackServer server = new LoopbackServer(archive)) {
      Path go = folder.resolve("go");
      server.then(
          exchange -> {
            while (!Files.exists(go)) {
              sleep();
            }
            server.serve(exchange);
          });
      Path target = folder.resolve("data");
      Downloads first = new Downloads(target, server.uri());
      first.builder.checksums(TinyEmnist.checksums(files));
      Thread thread =
          new Thread(
              () -> {
                try {
                  first.builder.build().download(EmnistSplit.DIGITS);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      thread.start();
      while (server.seen().isEmpty()) {
        Thread.sleep(5);
      }
      Downloads second = new Downloads(target, server.uri());
      second.builder.checksums(TinyEmnist.checksums(files));
      Thread other = new Thread(() -> release(second, go));
      other.start();
      DownloadReport report = second.builder.build().download(EmnistSplit.DIGITS);
      other.join();
      thread.join();
      assertThat(second.recorder.lines).containsExactly("waiting");
      assertThat(report.received()).isZero();
      assertThat(server.seen()).hasSize(5);
    }
  }

  private static void release(Downloads waiting, Path go) {
    try {
      while (waiting.recorder.lines.isEmpty()) {
        sleep();
      }
      Files.createFile(go);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
