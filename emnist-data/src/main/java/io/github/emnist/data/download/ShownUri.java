package io.github.emnist.data.download;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses as messages show them: without the query, which may be a signature. */
final class ShownUri {
  /** Whatever is above leads nowhere, and the JDK's client throws no IOException for it. */
  static final int MAX_PORT = 0xFFFF;

  private static final Pattern OWN_MACHINE =
      Pattern.compile(
          "localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]",
          Pattern.CASE_INSENSITIVE);

  private ShownUri() {}

  static String of(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String host = uri.getHost() == null ? "" : uri.getHost();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + host + port + path + (uri.getRawQuery() == null ? "" : "?...");
  }

  /**
   * Tells whether the host is this machine by its name or address, as nobody's name server can say.
   */
  static boolean isOwnMachine(URI uri) {
    return OWN_MACHINE.matcher(uri.getHost()).matches();
  }

  /** Scheme, host and port: what a secret may be sent to. */
  static String origin(URI uri) {
    return (uri.getScheme() + "://" + uri.getHost() + ":" + port(uri)).toLowerCase(Locale.ROOT);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
  }
}
