package io.github.emnist.data.download;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the machine tells of itself: its variables, its system and the user's home. */
record Environment(UnaryOperator<String> variables, String system, Path home) {
  static Environment ofThisMachine() {
    return new Environment(
        System::getenv, System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
  }

  /** A variable; one that is set to nothing counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
  }
}
