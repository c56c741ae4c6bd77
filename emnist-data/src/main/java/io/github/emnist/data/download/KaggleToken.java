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
 * The name and key that Kaggle's API wants. Neither is ever part of a message; where one is wrong,
 * only its place is named.
 */
final class KaggleToken {
  private static final int MAX_BYTES = 1 << 16;

  private final String user;
  private final String key;

  private KaggleToken(String user, String key) {
    this.user = user;
    this.key = key;
  }

  /** From {@code KAGGLE_USERNAME} and {@code KAGGLE_KEY}, else {@code ~/.kaggle/kaggle.json}. */
  static KaggleToken find(Environment environment) throws IOException {
    Optional<String> user = environment.variable("KAGGLE_USERNAME");
    Optional<String> key = environment.variable("KAGGLE_KEY");
    if (user.isPresent() && key.isPresent()) {
      return new KaggleToken(user.get().strip(), key.get().strip());
    }
    Path file = environment.home().resolve(".kaggle").resolve("kaggle.json");
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "Kaggle wants a token: found neither KAGGLE_USERNAME and KAGGLE_KEY nor "
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
      // Its message quotes what it found, so it is not passed on.
    }
    throw malformed(file);
  }

  private static IOException malformed(Path file) {
    return new IOException(
        file
            + ": found no Kaggle token, expected JSON {\"username\": \"...\", \"key\": \"...\"};"
            + " make a new one under \"API\" on your Kaggle account's page");
  }

  /** Returns the value of the header that shows it. */
  String authorization() {
    byte[] pair = (user + ":" + key).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "KaggleToken[hidden]";
  }

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
     * Returns where downloads are kept: {@code EMNIST_HOME}, else the system's folder for such
     * files (XDG Base Directory Specification; Apple's File System Programming Guide; Windows'
     * local application data).
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
}
