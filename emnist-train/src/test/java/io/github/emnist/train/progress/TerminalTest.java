package io.github.emnist.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.progress.Progress.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @TempDir private Path folder;

  @Test
  void aConsoleIsWatchedWhereTheSystemHasNoLinks() {
    Path nothing = folder.resolve("nothing");

    assertThat(Terminal.isWatched(true, XTERM, nothing)).isTrue();
    assertThat(Terminal.isWatched(true, Map.of(), nothing)).isTrue();
    assertThat(Terminal.isWatched(false, XTERM, nothing)).isFalse();
  }

  @Test
  void aDumbTerminalGetsLines() {
    assertThat(Terminal.isWatched(true, Map.of("TERM", "dumb"), folder)).isFalse();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "only an administrator makes links there")
  void redirectedErrorsAreNotWatched() throws IOException {
    Path toTerminal = Files.createSymbolicLink(folder.resolve("a"), Path.of("/dev/pts/0"));
    Path toFile = Files.createSymbolicLink(folder.resolve("b"), Path.of("/var/log/train.log"));
    Path toPipe = Files.createSymbolicLink(folder.resolve("c"), Path.of("pipe:[12345]"));

    assertThat(Terminal.isWatched(true, XTERM, toTerminal)).isTrue();
    assertThat(Terminal.isWatched(true, XTERM, toFile)).isFalse();
    assertThat(Terminal.isWatched(true, XTERM, toPipe)).isFalse();
  }

  @Test
  void theWindowsWidthIsTheShellsOrOrdinary() {
    assertThat(Terminal.columns(Map.of())).isEqualTo(80);
    assertThat(Terminal.columns(Map.of("COLUMNS", "wide"))).isEqualTo(80);
    assertThat(Terminal.columns(Map.of("COLUMNS", "132"))).isEqualTo(132);
    assertThat(Terminal.columns(Map.of("COLUMNS", "3"))).isEqualTo(60);
    assertThat(Terminal.columns(Map.of("COLUMNS", "9999"))).isEqualTo(200);
  }
}
