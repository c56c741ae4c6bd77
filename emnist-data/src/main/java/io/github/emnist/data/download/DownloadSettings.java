package io.github.emnist.data.download;

import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A downloader's settings and their defaults. Only a builder changes them, on its own copy. */
final class DownloadSettings implements Cloneable {
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

  /** Where Kaggle's token may go, or null where none is wanted. */
  String tokenOrigin;

  Sleeper sleeper = wait -> Thread.sleep(wait.toMillis());
  Environment environment = Environment.ofThisMachine();

  /** Null for the JVM's own. */
  SSLContext tls;

  /** Whether bytes are forced to the disk; a fuzzer does without. */
  boolean durable = true;

  /** Replaces all servers, or null. */
  Http standIn;

  DownloadSettings(URI mirror, String cacheName) {
    this.mirrors = List.of(mirror);
    this.cacheName = cacheName;
  }

  /** Waits; a test's does not. */
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Returns a copy; what the fields refer to is immutable. */
  DownloadSettings copy() {
    try {
      return (DownloadSettings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the folder to which the files go. */
  Path target() {
    return folder == null ? environment.cacheFolder().resolve(cacheName) : folder;
  }

  /** Returns a client with these settings; fails where a token is needed and missing. */
  Http http() throws IOException {
    KaggleToken token = tokenOrigin == null ? null : KaggleToken.find(environment);
    return new Redirects(
        standIn == null ? new JdkHttp(connectTimeout, readTimeout, tls) : standIn,
        maxRedirects,
        allowPlainHttp,
        token,
        tokenOrigin);
  }

  /** Refuses mirrors other than {@link #allowPlainHttp} allows. */
  void checkMirrors() {
    for (URI mirror : mirrors) {
      boolean scheme =
          "https".equalsIgnoreCase(mirror.getScheme())
              || allowPlainHttp && "http".equalsIgnoreCase(mirror.getScheme());
      if (!scheme || mirror.getHost() == null || mirror.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "mirror (%s) must be %s://host/path without a password"
                .formatted(ShownUri.of(mirror), allowPlainHttp ? "http(s)" : "https"));
      }
      if (mirror.getPort() > ShownUri.MAX_PORT) {
        throw new IllegalArgumentException(
            Messages.format(
                "mirror (%s) must have a port of at most %d",
                ShownUri.of(mirror), ShownUri.MAX_PORT));
      }
    }
  }
}
