package io.github.emnist.data.download;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where downloads are kept: {@code EMNIST_HOME}, else what the system has for such files (XDG Base
 * Directory Specification; Apple's File System Programming Guide; Windows' local application data).
 */
final class CacheFolder {
  private CacheFolder() {}

  static Path of(Environment environment) {
    return environment.variable("EMNIST_HOME").map(Path::of).orElseGet(() -> usual(environment));
  }

  private static Path usual(Environment environment) {
    String system = environment.system().toLowerCase(Locale.ROOT);
    Path home = environment.home();
    if (system.startsWith("windows")) {
      return environment
          .variable("LOCALAPPDATA")
          .map(Path::of)
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("emnist")
          .resolve("cache");
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("emnist");
    }
    // The specification: a relative path is to be ignored.
    return environment
        .variable("XDG_CACHE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".cache"))
        .resolve("emnist");
  }
}
