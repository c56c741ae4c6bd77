package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.Http.Redirects;
import io.github.emnist.data.download.Http.ShownUri;
import io.github.emnist.data.download.KaggleToken.Environment;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Downloads one split of EMNIST, verifies and caches it:
 *
 * <pre>{@code
 * EmnistDownloader downloader =
 *     EmnistDownloader.nist().toBuilder().folder(Path.of("data")).build();
 * EmnistSource letters = downloader.open(EmnistSplit.LETTERS);
 * }</pre>
 *
 * <p>Of the archive of 562 MB, only the split's own files are fetched (33 MB for Balanced), with
 * HTTP range requests; a server without range support has to send the whole. Interrupted downloads
 * resume, even after a crash. Each file's SHA-256 is checked on arrival and whenever it is opened;
 * an existing file with other content is renamed to {@code *.corrupt-*} and fetched again. Two
 * processes that need the same files fetch them once. The JVM's proxy settings ({@code
 * https.proxyHost} etc.) apply.
 *
 * <p>Immutable and thread-safe. A download needs a few MB of memory, regardless of what a server
 * sends.
 */
public final class EmnistDownloader {
  /** Source: NIST's page on the dataset, which links this archive. */
  private static final URI NIST =
      URI.create("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip");

  /** Source: Kaggle's public API, dataset {@code crawford/emnist}. */
  private static final URI KAGGLE =
      URI.create("https://www.kaggle.com/api/v1/datasets/download/crawford/emnist");

  /** Never changed. */
  private final DownloadSettings settings;

  private EmnistDownloader(DownloadSettings settings) {
    this.settings = settings.copy();
  }

  /**
   * {@return a downloader of the official archive, into the cache, with the defaults of {@link
   * Builder}} Every file must have its official checksum.
   */
  public static EmnistDownloader nist() {
    return new Builder(new DownloadSettings(NIST, "nist")).verifiedOnly(true).build();
  }

  /**
   * {@return a downloader of the copy on Kaggle ({@code crawford/emnist}), into its own cache} It
   * needs a token: {@code KAGGLE_USERNAME} and {@code KAGGLE_KEY}, or the file {@code
   * ~/.kaggle/kaggle.json}. The token is sent only to {@code www.kaggle.com} and appears in no
   * message. Kaggle's files differ from NIST's, so they are reported as unverified.
   */
  public static EmnistDownloader kaggle() {
    return new Builder(new DownloadSettings(KAGGLE, "kaggle"))
        .with(settings -> settings.tokenOrigin = ShownUri.origin(KAGGLE))
        .build();
  }

  /**
   * {@return a downloader of another ZIP archive, into its own cache} Accepts unverified files;
   * files with other content than NIST's are reported as unverified.
   *
   * @param archive its address, {@code https://...}
   * @throws IllegalArgumentException if the address is not HTTPS, has no host or holds a password
   */
  public static EmnistDownloader of(URI archive) {
    return builder(archive).build();
  }

  /**
   * {@return a builder for another ZIP archive, which accepts unverified files}
   *
   * @param archive its address, {@code https://...}
   */
  public static Builder builder(URI archive) {
    String id = Sha256.of(archive.toString().getBytes(StandardCharsets.UTF_8));
    return new Builder(new DownloadSettings(archive, "url-" + id.substring(0, 12)));
  }

  /** {@return a builder with these settings} */
  public Builder toBuilder() {
    return new Builder(settings);
  }

  /**
   * Gets a split and opens it.
   *
   * @param split the split
   * @return both partitions, from the folder's files
   * @throws IOException as {@link #download}
   */
  public EmnistSource open(EmnistSplit split) throws IOException {
    return EmnistReader.open(download(split).folder(), split);
  }

  /**
   * Gets a split's files without reading them.
   *
   * @param split the split
   * @return the files in the folder, and what was fetched
   * @throws DownloadException if no mirror provided the files
   * @throws IOException if the folder cannot be used, the downloader is offline and files are
   *     missing, or Kaggle's token is missing
   */
  public DownloadReport download(EmnistSplit split) throws IOException {
    return new DownloadTask(settings, Objects.requireNonNull(split, "split")).run();
  }

  /** {@return the folder that receives the files} */
  public Path folder() {
    return settings.target();
  }

  /** Thrown if no mirror provided the files. The message lists each failure and the remedy. */
  public static final class DownloadException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Failure> failures;

    DownloadException(String what, List<Failure> failures, String advice) {
      super(
          failures.stream()
              .map(Failure::toString)
              .collect(
                  Collectors.joining("; ", what + " could not be downloaded: ", ". " + advice)));
      this.failures = List.copyOf(failures);
    }

    /** {@return the failure of each mirror, in order, at least one; empty after deserialisation} */
    public List<Failure> failures() {
      return failures == null ? List.of() : failures;
    }

    /**
     * The failure of a mirror.
     *
     * @param mirror its address
     * @param attempts the number of attempts
     * @param reason of the last failure
     */
    public record Failure(URI mirror, int attempts, String reason) {
      @Override
      public String toString() {
        return attempts == 1
            ? ShownUri.of(mirror) + ": " + reason
            : Messages.format("%s: %s (tried %d times)", ShownUri.of(mirror), reason, attempts);
      }
    }
  }

  /** Configures a downloader. Not thread-safe. */
  public static final class Builder {
    private static final int MOST = 20;
    private static final Duration LONGEST = Duration.ofHours(1);

    private final DownloadSettings settings;

    private Builder(DownloadSettings settings) {
      this.settings = settings.copy();
    }

    /**
     * Sets the addresses of the archive, tried in turn.
     *
     * @param mirrors at least one, {@code https://...}; default: the address that the downloader
     *     was created for
     * @return this
     * @throws IllegalArgumentException if there is none
     */
    public Builder mirrors(List<URI> mirrors) {
      if (mirrors.isEmpty()) {
        throw new IllegalArgumentException("mirrors (0) must be at least 1");
      }
      settings.mirrors = List.copyOf(mirrors);
      return this;
    }

    /**
     * Sets the folder for the files.
     *
     * @param folder created if missing; default: the system's cache folder ({@code EMNIST_HOME},
     *     else {@code $XDG_CACHE_HOME/emnist} or {@code ~/.cache/emnist}, {@code
     *     ~/Library/Caches/emnist}, {@code %LOCALAPPDATA%\emnist\cache}), with a sub-folder for
     *     each source
     * @return this
     */
    public Builder folder(Path folder) {
      settings.folder = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * Sets the number of retries of a mirror after temporary failures. An attempt that gets a
     * megabyte further than all before it resets the count.
     *
     * @param retries 0 to 20; default 4
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder retries(int retries) {
      settings.retries = check("retries", retries);
      return this;
    }

    /**
     * Sets the wait before a retry: it doubles each time, reduced at random by up to a half. A
     * server's Retry-After is respected up to the longest; one that asks for more is given up.
     *
     * @param first before the first retry, 1 ms to 1 h; default 500 ms
     * @param longest first to 1 h; default 60 s
     * @return this
     * @throws IllegalArgumentException if either is out of range
     */
    public Builder waits(Duration first, Duration longest) {
      check("first", first);
      check("longest", longest);
      if (first.compareTo(longest) > 0) {
        throw Messages.illegal("first (%s) must be at most longest (%s)", first, longest);
      }
      settings.firstWait = first;
      settings.longestWait = longest;
      return this;
    }

    /**
     * Sets the time limit for a connection.
     *
     * @param connectTimeout 1 ms to 1 h; default 20 s
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder connectTimeout(Duration connectTimeout) {
      settings.connectTimeout = check("connectTimeout", connectTimeout);
      return this;
    }

    /**
     * Sets the time limit for a response, and for each next byte of it.
     *
     * @param readTimeout 1 ms to 1 h; default 30 s
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder readTimeout(Duration readTimeout) {
      settings.readTimeout = check("readTimeout", readTimeout);
      return this;
    }

    /**
     * Sets the number of redirects that a request may follow.
     *
     * @param maxRedirects 0 to 20; default 5
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public Builder maxRedirects(int maxRedirects) {
      settings.maxRedirects = check("maxRedirects", maxRedirects);
      return this;
    }

    /**
     * Allows {@code http://} mirrors, and redirects between them. Redirects from HTTPS to HTTP, or
     * from this machine ({@code localhost}) to HTTP elsewhere, are never followed.
     *
     * @param allowPlainHttp default false
     * @return this
     */
    public Builder allowPlainHttp(boolean allowPlainHttp) {
      settings.allowPlainHttp = allowPlainHttp;
      return this;
    }

    /**
     * Uses only the folder, never the network.
     *
     * @param offline default false
     * @return this
     */
    public Builder offline(boolean offline) {
      settings.offline = offline;
      return this;
    }

    /**
     * Accepts only files with the expected checksum.
     *
     * @param verifiedOnly default true for {@link EmnistDownloader#nist()}, else false
     * @return this
     */
    public Builder verifiedOnly(boolean verifiedOnly) {
      settings.verifiedOnly = verifiedOnly;
      return this;
    }

    /**
     * Sets the checksums, for mirrors with other content.
     *
     * @param checksums default {@link Checksums#official()}
     * @return this
     */
    public Builder checksums(Checksums checksums) {
      settings.checksums = Objects.requireNonNull(checksums, "checksums");
      return this;
    }

    /**
     * Sets the listener for progress and failures.
     *
     * @param listener default none
     * @return this
     */
    public Builder listener(DownloadListener listener) {
      settings.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets the seed for the random share of the waits.
     *
     * @param seed default 0; programs that run on many machines give each its own
     * @return this
     */
    public Builder seed(long seed) {
      settings.seed = seed;
      return this;
    }

    /**
     * {@return the downloader}
     *
     * @throws IllegalArgumentException if a mirror is not HTTPS (or HTTP where allowed), has no
     *     host or has a password
     */
    public EmnistDownloader build() {
      settings.checkMirrors();
      return new EmnistDownloader(settings);
    }

    /** Changes settings that users do not set. */
    Builder with(Consumer<DownloadSettings> change) {
      change.accept(settings);
      return this;
    }

    private static int check(String name, int value) {
      if (value < 0 || value > MOST) {
        throw Messages.illegal("%s (%d) must be between 0 and %d", name, value, MOST);
      }
      return value;
    }

    private static Duration check(String name, Duration value) {
      if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
        throw Messages.illegal("%s (%s) must be between 1 ms and 1 h", name, value);
      }
      return value;
    }
  }

  /**
   * The result of a download.
   *
   * @param split the split of the files
   * @param folder the folder of the files
   * @param files all files of the split, including those present before
   * @param mirror the source of the missing files; empty if none was missing
   * @param received bytes of files and archives received over the network this time
   */
  public record DownloadReport(
      EmnistSplit split,
      Path folder,
      List<DownloadedFile> files,
      Optional<URI> mirror,
      long received) {
    /** Copies the list. */
    public DownloadReport {
      files = List.copyOf(files);
    }

    /** {@return whether every file has its expected checksum} */
    public boolean verified() {
      return files.stream().allMatch(DownloadedFile::verified);
    }

    /**
     * A file of a download.
     *
     * @param path its path
     * @param bytes its length
     * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
     * @param verified whether this is the checksum expected of the file; if not, the file arrived
     *     as its sender packed it, but its content is unknown
     */
    public record DownloadedFile(Path path, long bytes, String sha256, boolean verified) {}
  }

  /** A downloader's settings and their defaults. Only a builder changes them, on its own copy. */
  static final class DownloadSettings implements Cloneable {
    final String cacheName;
    List<URI> mirrors;
    int retries = 4;
    Duration firstWait = Duration.ofMillis(500);
    Duration longestWait = Duration.ofSeconds(60);
    Duration connectTimeout = Duration.ofSeconds(20);
    Duration readTimeout = Duration.ofSeconds(30);
    int maxRedirects = 5;
    boolean allowPlainHttp;
    boolean offline;
    boolean verifiedOnly;
    Checksums checksums = Checksums.official();
    DownloadListener listener = DownloadListener.NONE;
    long seed;

    /** Null for the cache. */
    Path folder;

    /** The origin that may receive Kaggle's token, or null for no token. */
    String tokenOrigin;

    Sleeper sleeper = wait -> Thread.sleep(wait.toMillis());
    Environment environment = Environment.ofThisMachine();

    /** Null for the JVM's own. */
    SSLContext tls;

    /** Forces bytes to the disk; false for a fuzzer. */
    boolean durable = true;

    /** Replaces all servers in tests, or null. */
    Http standIn;

    DownloadSettings(URI mirror, String cacheName) {
      this.mirrors = List.of(mirror);
      this.cacheName = cacheName;
    }

    /** Waits; replaced in tests. */
    interface Sleeper {
      void sleep(Duration duration) throws InterruptedException;
    }

    /** Returns a copy; the fields' values are immutable. */
    DownloadSettings copy() {
      try {
        return (DownloadSettings) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    /** Returns the folder for the files. */
    Path target() {
      return folder == null ? environment.cacheFolder().resolve(cacheName) : folder;
    }

    /** Returns a client with these settings; throws if a required token is missing. */
    Http http() throws IOException {
      KaggleToken token = tokenOrigin == null ? null : KaggleToken.find(environment);
      return new Redirects(
          standIn == null ? new JdkHttp(connectTimeout, readTimeout, tls) : standIn,
          maxRedirects,
          allowPlainHttp,
          token,
          tokenOrigin);
    }

    void checkMirrors() {
      for (URI mirror : mirrors) {
        boolean scheme =
            "https".equalsIgnoreCase(mirror.getScheme())
                || allowPlainHttp && "http".equalsIgnoreCase(mirror.getScheme());
        if (!scheme || mirror.getHost() == null || mirror.getRawUserInfo() != null) {
          throw Messages.illegal(
              "mirror (%s) must be %s://host/path without a password",
              ShownUri.of(mirror), allowPlainHttp ? "http(s)" : "https");
        }
        if (mirror.getPort() > ShownUri.MAX_PORT) {
          throw Messages.illegal(
              "mirror (%s) must have a port of at most %d", ShownUri.of(mirror), ShownUri.MAX_PORT);
        }
      }
    }
  }
}
