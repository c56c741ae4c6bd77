package io.github.emnist.data.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/**
 * A downloader's settings and their defaults. Only a builder changes them, on a copy of its own.
 */
final class DownloadSettings {
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

  /** Whether bytes are forced to the disk; a fuzzer has better things to do than wait for it. */
  boolean durable = true;

  /** Stands in for all servers, or null. */
  Http standIn;

  DownloadSettings(URI mirror, String cacheName) {
    this.mirrors = List.of(mirror);
    this.cacheName = cacheName;
  }

  DownloadSettings(DownloadSettings other) {
    cacheName = other.cacheName;
    mirrors = other.mirrors;
    retries = other.retries;
    firstWait = other.firstWait;
    longestWait = other.longestWait;
    connectTimeout = other.connectTimeout;
    readTimeout = other.readTimeout;
    maxRedirects = other.maxRedirects;
    allowPlainHttp = other.allowPlainHttp;
    offline = other.offline;
    verifiedOnly = other.verifiedOnly;
    checksums = other.checksums;
    listener = other.listener;
    seed = other.seed;
    folder = other.folder;
    tokenOrigin = other.tokenOrigin;
    sleeper = other.sleeper;
    environment = other.environment;
    tls = other.tls;
    durable = other.durable;
    standIn = other.standIn;
  }

  /** Where the files go. */
  Path target() {
    return folder == null ? CacheFolder.of(environment).resolve(cacheName) : folder;
  }

  /** A client with these settings; it wants the token to be there where one is needed. */
  Http http() throws IOException {
    KaggleToken token = tokenOrigin == null ? null : KaggleToken.find(environment);
    return new Redirects(
        standIn == null ? new JdkHttp(connectTimeout, readTimeout, tls) : standIn,
        maxRedirects,
        allowPlainHttp,
        token,
        tokenOrigin);
  }

  /** Refuses mirrors that are not what {@link #allowPlainHttp} says. */
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
            String.format(
                Locale.ROOT,
                "mirror (%s) must have a port of at most %d",
                ShownUri.of(mirror),
                ShownUri.MAX_PORT));
      }
    }
  }
}
