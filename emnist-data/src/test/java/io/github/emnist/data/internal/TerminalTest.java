package io.github.emnist.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

  @Test
  void usesTheConsoleWhenTheTargetIsUnknown() {
    assertThat(Terminal.isWatched(true, XTERM, Optional.empty())).isTrue();
    assertThat(Terminal.isWatched(true, Map.of(), Optional.empty())).isTrue();
    assertThat(Terminal.isWatched(false, XTERM, Optional.empty())).isFalse();
  }

  @Test
  void dumbTerminalIsNoTerminal() {
    Map<String, String> dumb = Map.of("TERM", "dumb");
    assertThat(Terminal.isWatched(true, dumb, Optional.empty())).isFalse();
    assertThat(Terminal.isWatched(true, dumb, Optional.of("/dev/pts/0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTargetDecidesWhateverTheConsole(boolean console) {
    for (String terminal : new String[] {"/dev/pts/0", "/dev/tty1", "/dev/console"}) {
      assertThat(Terminal.isWatched(console, XTERM, Optional.of(terminal))).as(terminal).isTrue();
    }
    for (String other : new String[] {"/var/log/train.log", "pipe:[12345]", "/dev/null"}) {
      assertThat(Terminal.isWatched(console, XTERM, Optional.of(other))).as(other).isFalse();
    }
  }

  @Test
  void usesTheShellsWidthOrADefault() {
    assertThat(Terminal.columns(Map.of())).isEqualTo(80);
    assertThat(Terminal.columns(Map.of("COLUMNS", "wide"))).isEqualTo(80);
    assertThat(Terminal.columns(Map.of("COLUMNS", "132"))).isEqualTo(132);
    assertThat(Terminal.columns(Map.of("COLUMNS", "3"))).isEqualTo(60);
    assertThat(Terminal.columns(Map.of("COLUMNS", "9999"))).isEqualTo(200);
  }
}
