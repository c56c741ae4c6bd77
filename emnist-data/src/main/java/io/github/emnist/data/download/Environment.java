package io.github.emnist.data.download;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The machine's variables, its operating system and the user's home. */
record Environment(UnaryOperator<String> variables, String system, Path home) {
  static Environment ofThisMachine() {
    return new Environment(
        System::getenv, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** Returns a variable; one that is set to nothing counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
  }

  /**
   * Returns where downloads are kept: {@code EMNIST_HOME}, else the system's folder for such files
   * (XDG Base Directory Specification; Apple's File System Programming Guide; Windows' local
   * application data).
   */
  Path cacheFolder() {
    return variable("EMNIST_HOME").map(Path::of).orElseGet(this::usualCacheFolder);
  }

  private Path usualCacheFolder() {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return variable("LOCALAPPDATA")
          .map(Path::of)
          .orElse(home.resolve("AppData").resolve("Local"))
          .resolve("emnist")
          .resolve("cache");
    }
    if (name.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches").resolve("emnist");
    }
    // The specification: a relative path is to be ignored.
    return variable("XDG_CACHE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".cache"))
        .resolve("emnist");
  }
}
