package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.download.EmnistDownloader.DownloadSettings;
import io.github.emnist.data.download.Http.ShownUri;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.archive.ZipBytes;
import io.github.emnist.data.internal.archive.ZipDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gets one split from the folder or else from the mirrors in turn, each with retries. Selects the
 * members in the archive's directory; fetches each with one range request into a part file, which a
 * later attempt resumes; then unpacks, verifies and renames it.
 */
final class DownloadTask {
  /** A bound for packed and unpacked files: ByClass as CSV is the largest, 1.5 GB. */
  private static final long MAX_MEMBER_BYTES = 1L << 31;

  /** A bound for members; EMNIST's archives have about 50. */
  private static final int MAX_MEMBERS = 10_000;

  private static final int BUFFER_BYTES = 1 << 16;

  private final DownloadSettings settings;
  private final EmnistSplit split;
  private final DownloadFolder folder;
  private final List<List<String>> sets;
  private final Backoff backoff;

  /** The most bytes received of each file from the current mirror. */
  private final Map<String, Long> furthest = new HashMap<>();

  /** Files of this mirror that were restarted after a mismatch. */
  private final Set<String> begunAnew = new HashSet<>();

  /** The bytes of members and archives received so far. */
  private long received;

  /** Those that extended a file beyond all earlier attempts at its mirror. */
  private long gained;

  DownloadTask(DownloadSettings settings, EmnistSplit split) throws IOException {
    this.settings = settings;
    this.split = split;
    this.folder = new DownloadFolder(settings);
    this.sets = sets();
    this.backoff = new Backoff(settings.firstWait, settings.longestWait, settings.seed);
  }

  Path folder() {
    return folder.path();
  }

  boolean durable() {
    return settings.durable;
  }

  /** Counts received bytes of a file; {@code total} is negative if unknown. */
  void received(String fileName, int count, long done, long total) {
    received += count;
    long before = furthest.getOrDefault(fileName, 0L);
    if (done > before) {
      gained += Math.min(count, done - before);
      furthest.put(fileName, done);
    }
    settings.listener.progress(fileName, done, total);
  }

  DownloadReport run() throws IOException {
    Optional<List<DownloadedFile>> there = folder.complete(sets);
    if (there.isPresent()) {
      return report(there.get(), Optional.empty());
    }
    if (settings.offline) {
      throw new IOException(
          "%s: found no complete and undamaged %s, and the downloader is offline; go online once, or put %s there"
              .formatted(folder.path(), split.id(), String.join(", ", sets.get(0))));
    }
    DownloadFolder.Lock lock = DownloadFolder.Lock.acquire(folder.path(), settings.listener);
    try {
      there = folder.complete(sets); // the previous owner of the lock may have done the work
      return there.isPresent() ? report(there.get(), Optional.empty()) : tryMirrors();
    } finally {
      lock.close();
    }
  }

  /** Returns the acceptable sets: if only verified files are, those with known checksums. */
  private List<List<String>> sets() throws IOException {
    List<List<String>> all = DownloadFolder.sets(split);
    if (!settings.verifiedOnly) {
      return all;
    }
    List<List<String>> known =
        all.stream()
            .filter(set -> set.stream().allMatch(n -> settings.checksums.expected(n).isPresent()))
            .toList();
    if (known.isEmpty()) {
      throw new IOException(
          "checksums: found none for %s, expected one for each of %s, since verifiedOnly is set"
              .formatted(split.id(), String.join(", ", all.get(0))));
    }
    return known;
  }

  private DownloadReport tryMirrors() throws IOException {
    Http http = settings.http();
    List<EmnistDownloader.DownloadException.Failure> failures = new ArrayList<>();
    List<Throwable> causes = new ArrayList<>();
    for (URI uri : settings.mirrors) {
      settings.listener.mirror(uri);
      furthest.clear();
      begunAnew.clear();
      int attempts = 0;
      int fruitless = 0; // attempts since the last that made progress
      while (true) {
        long before = gained;
        attempts++;
        try {
          List<DownloadedFile> files = fetchMissing(http, uri);
          for (URI other : settings.mirrors) { // leave no half archive of 562 MB behind
            forgetWhole(other);
          }
          return report(files, Optional.of(uri));
        } catch (FileSystemException e) {
          throw e; // the local disk: another mirror would fail too
        } catch (IOException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw e;
          }
          fruitless = gained - before >= PartFile.SYNC_BYTES ? 1 : fruitless + 1;
          String reason = reason(uri, e);
          if (!worthRetrying(e) || fruitless > settings.retries) {
            settings.listener.failed(uri, reason);
            failures.add(new EmnistDownloader.DownloadException.Failure(uri, attempts, reason));
            causes.add(e);
            break;
          }
          Duration usual = backoff.before(failures.size(), fruitless);
          Duration wait =
              HttpFailure.retryAfter(e).filter(asked -> asked.compareTo(usual) > 0).orElse(usual);
          settings.listener.retry(uri, attempts, wait, reason);
          sleep(wait);
        }
      }
    }
    var failed = new EmnistDownloader.DownloadException(split.id(), failures, advice());
    causes.forEach(failed::addSuppressed);
    throw failed;
  }

  private void forgetWhole(URI mirror) throws IOException {
    PartFile.delete(RemoteZip.whole(folder.path(), mirror));
  }

  private String reason(URI mirror, IOException e) {
    String reason = HttpFailure.reason(e);
    if (reason.startsWith(ShownUri.of(mirror) + ", ")) {
      reason = reason.substring(ShownUri.of(mirror).length() + 2); // the mirror is named already
    }
    Optional<Duration> asked = HttpFailure.retryAfter(e);
    if (asked.isPresent() && asked.get().compareTo(settings.longestWait) > 0) {
      return reason + ", which asks to wait " + show(asked.get());
    }
    if (settings.tokenOrigin != null && reason.matches("status 40[13] .*")) {
      return reason + "; Kaggle refused the token: make a new one on your account's page";
    }
    return reason;
  }

  /** Tells whether to try again: not if the server asks for a longer wait than allowed. */
  private boolean worthRetrying(IOException e) {
    return HttpFailure.mayPass(e)
        && HttpFailure.retryAfter(e)
            .map(asked -> asked.compareTo(settings.longestWait) <= 0)
            .orElse(true);
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
        + folder.path();
  }

  private DownloadReport report(List<DownloadedFile> files, Optional<URI> mirror) {
    return new DownloadReport(split, folder.path(), files, mirror, received);
  }

  /** Fetches the missing files from one mirror. */
  private List<DownloadedFile> fetchMissing(Http http, URI uri) throws IOException {
    List<DownloadedFile> files = new ArrayList<>();
    try (ZipBytes zip = RemoteZip.open(http, uri, this)) {
      List<ZipDirectory.Member> members = select(zip);
      folder.refuseShadows(members.stream().map(ZipDirectory.Member::fileName).toList());
      for (ZipDirectory.Member member : members) {
        Optional<DownloadedFile> there = folder.find(member.fileName());
        files.add(there.isPresent() ? there.get() : fetch(zip, member));
      }
    } catch (MalformedDataException e) {
      forgetWhole(uri); // a malformed archive is not worth keeping
      throw e;
    }
    return files;
  }

  /** Returns the members of the first set of files that is complete. */
  private List<ZipDirectory.Member> select(ZipBytes zip) throws IOException {
    List<ZipDirectory.Member> all = ZipDirectory.read(zip, MAX_MEMBERS);
    for (List<String> set : sets) {
      List<ZipDirectory.Member> members = new ArrayList<>();
      for (String fileName : set) {
        // In any folder; macOS keeps metadata under the same names.
        List<ZipDirectory.Member> found =
            all.stream()
                .filter(member -> member.fileName().equals(fileName))
                .filter(member -> !member.path().startsWith("__MACOSX"))
                .filter(member -> !member.entry().isUnixSymlink())
                .toList();
        if (found.size() > 1) {
          String several = Messages.format("%d members named %s", found.size(), fileName);
          throw new MalformedDataException(zip.name(), found.get(1).offset(), several, "one");
        }
        members.addAll(found);
      }
      if (members.size() == set.size()) {
        for (ZipDirectory.Member member : members) {
          checkReadable(member);
        }
        return members;
      }
    }
    throw new MalformedDataException(
        zip.name(),
        Math.max(0, zip.length() - 1),
        Messages.format("not all of them among %d members", all.size()),
        String.join(", ", sets.get(0)));
  }

  private static void checkReadable(ZipDirectory.Member member) throws MalformedDataException {
    String[] unreadable = member.unreadable();
    if (unreadable != null) {
      throw new MalformedDataException(
          member.archive(),
          member.offset(),
          unreadable[0] + " named " + member.fileName(),
          unreadable[1]);
    }
    if (member.packedSize() > MAX_MEMBER_BYTES
        || member.size() < 0
        || member.size() > MAX_MEMBER_BYTES) {
      throw new MalformedDataException(
          member.archive(),
          member.offset(),
          Messages.format(
              "%s of %d bytes, packed %d", member.fileName(), member.size(), member.packedSize()),
          Messages.format("at most %d", MAX_MEMBER_BYTES));
    }
  }

  private DownloadedFile fetch(ZipBytes zip, ZipDirectory.Member member) throws IOException {
    String fileName = member.fileName();
    Optional<Checksums.Expected> expected = settings.checksums.expected(fileName);
    if (settings.verifiedOnly && expected.isPresent() && expected.get().bytes() != member.size()) {
      throw HttpFailure.giveUp(
          Messages.format(
              "%s: found %d bytes, expected %d", fileName, member.size(), expected.get().bytes()));
    }
    folder.setAside(fileName, settings.listener);
    Path temporary = folder.resolve(fileName + ".tmp");
    try {
      String sha256;
      if (zip instanceof RemoteZip remote) {
        sha256 = download(remote, member, temporary);
      } else {
        try (InputStream in = member.open(zip, shown(member))) {
          sha256 = folder.copy(in, temporary);
        }
      }
      if (settings.verifiedOnly && !settings.checksums.verify(fileName, sha256)) {
        throw otherContent(fileName, "SHA-256 " + sha256, expected.orElseThrow().sha256());
      }
      DownloadedFile file = folder.store(fileName, temporary, sha256);
      PartFile.delete(part(fileName));
      settings.listener.fetched(file);
      return file;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static String shown(ZipDirectory.Member member) {
    return member.archive() + ", member " + member.fileName();
  }

  /** Writes packed bytes to the part file first, from which a later attempt can resume. */
  private String download(RemoteZip zip, ZipDirectory.Member member, Path target)
      throws IOException {
    Path path = part(member.fileName());
    try (PartFile part =
        new PartFile(path, zip.identity() + "\n" + member.identity(), settings.durable)) {
      receive(zip, member, part);
    } catch (MalformedDataException e) {
      PartFile.delete(path);
      throw e;
    }
    try (InputStream unpacked = member.unpack(Files.newInputStream(path), shown(member))) {
      return folder.copy(unpacked, target);
    } catch (MalformedDataException e) {
      throw otherContent(member.fileName(), e.found(), e.expected());
    }
  }

  private void receive(RemoteZip zip, ZipDirectory.Member member, PartFile part)
      throws IOException {
    long missing = member.packedSize() - part.length();
    if (missing == 0 && part.resumed()) {
      return;
    }
    long from = part.resumed() ? part.data() + part.length() : member.offset();
    long to = part.resumed() ? from + missing : member.limit();
    try (InputStream in = zip.range(from, to)) {
      if (!part.resumed()) {
        part.beginsAt(member.skipHeader(in));
      }
      byte[] buffer = new byte[BUFFER_BYTES];
      while (missing > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, missing));
        if (count < 0) {
          throw HttpFailure.cut();
        }
        part.append(buffer, count);
        missing -= count;
        received(member.fileName(), count, part.length(), member.packedSize());
      }
    }
  }

  /** Restarts a file once, in case the bytes were corrupted in transit or on disk. */
  private HttpFailure otherContent(String fileName, String found, String expected)
      throws IOException {
    PartFile.delete(part(fileName));
    String reason = fileName + ": found " + found + ", expected " + expected;
    if (!begunAnew.add(fileName)) {
      return HttpFailure.giveUp(reason);
    }
    furthest.remove(fileName); // its bytes count again
    return HttpFailure.retry(reason);
  }

  private Path part(String fileName) {
    return folder.resolve(fileName + ".part");
  }

  /** Formats a duration for messages. */
  static String show(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0
        ? Messages.format("%d s", millis / 1000)
        : Messages.format("%d ms", millis);
  }

  /**
   * Computes the wait before each retry: doubling from {@code first} to {@code longest}, reduced by
   * a random share of up to a half, so that clients that failed together do not return together.
   */
  record Backoff(Duration first, Duration longest, long seed) {
    /** The ASCII codes of "backoff", for numbers independent of the seed's other uses. */
    private static final long PURPOSE = 0x6261636b6f6666L;

    Duration before(int mirror, int retry) {
      long nanos = first.toNanos();
      for (int i = 1; i < retry && nanos < longest.toNanos(); i++) {
        nanos *= 2;
      }
      nanos = Math.min(nanos, longest.toNanos());
      double share = 0.5 + 0.5 * new CounterRandom(seed ^ PURPOSE, mirror, retry).nextDouble();
      return Duration.ofNanos((long) (nanos * share));
    }
  }
}
