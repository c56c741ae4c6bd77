package io.github.emnist.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

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
  void aLinkSaysWhereTheStreamGoesWhateverTheConsole() throws IOException {
    for (String terminal : new String[] {"/dev/pts/0", "/dev/tty1", "/dev/console"}) {
      assertThat(isWatched(terminal)).as(terminal).isTrue();
    }
    for (String other : new String[] {"/var/log/train.log", "pipe:[12345]", "/dev/null"}) {
      assertThat(isWatched(other)).as(other).isFalse();
    }
  }

  private boolean isWatched(String target) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("stream"), Path.of(target));
    boolean watched = Terminal.isWatched(false, XTERM, link);
    assertThat(Terminal.isWatched(true, XTERM, link)).isEqualTo(watched);
    Files.delete(link);
    return watched;
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
