package io.github.emnist.data.download;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The user name and key for Kaggle's API. Messages never contain them, only the place of a wrong
 * one.
 */
record KaggleToken(String user, String key) {
  private static final int MAX_BYTES = 1 << 16;

  /**
   * Reads {@code KAGGLE_USERNAME} and {@code KAGGLE_KEY}, or else {@code ~/.kaggle/kaggle.json}.
   */
  static KaggleToken find(Environment environment) throws IOException {
    Optional<String> user = environment.variable("KAGGLE_USERNAME");
    Optional<String> key = environment.variable("KAGGLE_KEY");
    if (user.isPresent() && key.isPresent()) {
      return new KaggleToken(user.get().strip(), key.get().strip());
    }
    Path file = environment.home().resolve(".kaggle").resolve("kaggle.json");
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "Kaggle requires a token: found neither KAGGLE_USERNAME and KAGGLE_KEY nor "
              + file
              + ", expected one of them; make one under \"API\" on your Kaggle account's page");
    }
    return read(file);
  }

  private static KaggleToken read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw malformed(file);
    }
    try {
      JsonNode token = new ObjectMapper().readTree(Files.readAllBytes(file));
      String user = token.path("username").asText("").strip();
      String key = token.path("key").asText("").strip();
      if (!user.isEmpty() && !key.isEmpty()) {
        return new KaggleToken(user, key);
      }
    } catch (JacksonException e) {
      // Its message quotes the content, so it is dropped.
    }
    throw malformed(file);
  }

  private static IOException malformed(Path file) {
    return new IOException(
        file
            + ": found no Kaggle token, expected JSON {\"username\": \"...\", \"key\": \"...\"};"
            + " make a new one under \"API\" on your Kaggle account's page");
  }

  /** Returns the value of the Authorization header. */
  String authorization() {
    byte[] pair = (user + ":" + key).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "KaggleToken[hidden]";
  }

  /** The environment variables, the operating system and the user's home. */
  record Environment(UnaryOperator<String> variables, String system, Path home) {
    static Environment ofThisMachine() {
      return new Environment(
          System::getenv, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
    }

    /** Returns a variable; an empty one counts as missing. */
    Optional<String> variable(String name) {
      return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
    }

    /**
     * Returns the cache folder: {@code EMNIST_HOME}, or else the system's folder for caches (XDG
     * Base Directory Specification; Apple's File System Programming Guide; Windows' local
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
      // The XDG specification requires that relative paths are ignored.
      return variable("XDG_CACHE_HOME")
          .map(Path::of)
          .filter(Path::isAbsolute)
          .orElse(home.resolve(".cache"))
          .resolve("emnist");
    }
  }
}
