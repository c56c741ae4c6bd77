package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Gets one split: from the folder, else from the mirrors in turn, each with retries. */
final class DownloadTask {
  private final DownloadSettings settings;
  private final EmnistSplit split;
  private final Path folder;
  private final List<List<String>> sets;
  private final CachedFiles cached;
  private final Meter meter;
  private final Backoff backoff;

  DownloadTask(DownloadSettings settings, EmnistSplit split) throws IOException {
    this.settings = settings;
    this.split = split;
    this.folder = settings.target();
    this.sets = sets();
    this.cached = new CachedFiles(folder, settings.checksums, settings.verifiedOnly);
    this.meter = new Meter(settings.listener);
    this.backoff = new Backoff(settings.firstWait, settings.longestWait, settings.seed);
  }

  DownloadReport run() throws IOException {
    Optional<List<DownloadedFile>> there = cached.complete(sets);
    if (there.isPresent()) {
      return report(there.get(), Optional.empty());
    }
    if (settings.offline) {
      throw new IOException(
          "%s: found no whole and undamaged %s, expected it since the downloader is offline; go online once, or put %s there"
              .formatted(folder, split.id(), String.join(", ", sets.get(0))));
    }
    FolderLock lock = FolderLock.acquire(folder, settings.listener);
    try {
      there = cached.complete(sets); // whoever held the lock may have done the work
      return there.isPresent() ? report(there.get(), Optional.empty()) : tryMirrors();
    } finally {
      lock.close();
    }
  }

  /** The sets that will do: where only verified files will, those whose sums are known. */
  private List<List<String>> sets() throws IOException {
    List<List<String>> all = SplitFiles.sets(split);
    if (!settings.verifiedOnly) {
      return all;
    }
    List<List<String>> known =
        all.stream()
            .filter(set -> set.stream().allMatch(n -> settings.checksums.expected(n).isPresent()))
            .toList();
    if (known.isEmpty()) {
      throw new IOException(
          "checksums: found none for %s, expected one for each of %s, since only verified files are wanted"
              .formatted(split.id(), String.join(", ", all.get(0))));
    }
    return known;
  }

  private DownloadReport tryMirrors() throws IOException {
    Http http = settings.http();
    List<DownloadException.Failure> failures = new ArrayList<>();
    List<Throwable> causes = new ArrayList<>();
    for (URI uri : settings.mirrors) {
      settings.listener.mirror(uri);
      meter.nextMirror();
      MirrorPass pass = new MirrorPass(settings, cached, folder, meter);
      Mirror mirror = new Mirror(http, uri, folder, meter, settings.durable);
      int attempts = 0;
      int fruitless = 0; // since a try last came further than those before it
      while (true) {
        long before = meter.gained();
        attempts++;
        try {
          List<DownloadedFile> files = pass.run(mirror, sets);
          for (URI other : settings.mirrors) { // half an archive of 562 MB is not left behind
            new Mirror(http, other, folder, meter, settings.durable).forget();
          }
          return report(files, Optional.of(uri));
        } catch (FileSystemException e) {
          throw e; // our disk: another mirror would fail just so
        } catch (IOException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          fruitless = meter.gained() - before >= PartFile.SYNC_BYTES ? 1 : fruitless + 1;
          String reason = reason(uri, e);
          if (!worthRetrying(e) || fruitless > settings.retries) {
            settings.listener.failed(uri, reason);
            failures.add(new DownloadException.Failure(uri, attempts, reason));
            causes.add(e);
            break;
          }
          Duration wait = wait(e, failures.size(), fruitless);
          settings.listener.retry(uri, attempts, wait, reason);
          sleep(wait);
        }
      }
    }
    DownloadException failed = new DownloadException(split.id(), failures, advice());
    causes.forEach(failed::addSuppressed);
    throw failed;
  }

  private String reason(URI mirror, IOException e) {
    String reason = Reasons.of(e);
    if (reason.startsWith(ShownUri.of(mirror) + ", ")) {
      reason = reason.substring(ShownUri.of(mirror).length() + 2); // the mirror is named already
    }
    Optional<Duration> asked = retryAfter(e);
    if (asked.isPresent() && asked.get().compareTo(settings.longestWait) > 0) {
      return reason + ", which asks to wait " + Durations.show(asked.get());
    }
    if (settings.tokenOrigin != null && reason.matches("status 40[13] .*")) {
      return reason + "; Kaggle refused the token: make a new one on your account's page";
    }
    return reason;
  }

  /** A server that asks for a longer wait than the longest is left alone rather than pressed. */
  private boolean worthRetrying(IOException e) {
    if (e instanceof TransferException transfer) {
      return transfer.worthRetrying()
          && retryAfter(e).map(asked -> asked.compareTo(settings.longestWait) <= 0).orElse(true);
    }
    return !(Reasons.refusedByProxy(e)
        || e instanceof MalformedDataException
        || e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException);
  }

  private Duration wait(IOException e, int mirror, int retry) {
    Duration usual = backoff.before(mirror, retry);
    return retryAfter(e).filter(asked -> asked.compareTo(usual) > 0).orElse(usual);
  }

  private static Optional<Duration> retryAfter(IOException e) {
    return e instanceof TransferException transfer ? transfer.retryAfter() : Optional.empty();
  }

  private void sleep(Duration wait) throws InterruptedIOException {
    try {
      settings.sleeper.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting to download again");
    }
  }

  private String advice() {
    return "Check the network and the proxy (-Dhttps.proxyHost, -Dhttps.proxyPort) and try again:"
        + " what has arrived is kept. Or fetch the archive by hand and put "
        + String.join(", ", sets.get(0))
        + " into "
        + folder;
  }

  private DownloadReport report(List<DownloadedFile> files, Optional<URI> mirror) {
    return new DownloadReport(split, folder, files, mirror, meter.received());
  }
}
