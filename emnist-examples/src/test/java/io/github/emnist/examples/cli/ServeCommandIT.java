package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code emnist serve}, from the built jar and within this process. */
class ServeCommandIT {
  @TempDir private Path folder;

  private static ServerSocket bound() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static boolean answers(String address) {
    try (InputStream in = URI.create(address + "health").toURL().openStream()) {
      return in.readAllBytes().length > 0;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, false", "0.0.0.0, true"})
  void servesUntilItIsAskedToEnd(String host, boolean warns) throws IOException {
    int port;
    try (ServerSocket free = bound()) {
      port = free.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port + "/";
    Emnist.Outcome outcome =
        Emnist.runUntil(
            folder, () -> answers(address), "serve", "--port", port + "", "--host", host);
    assertThat(outcome.exit()).as(outcome.err()).isEqualTo(143); // of SIGTERM
    assertThat(outcome.out())
        .isEqualToIgnoringNewLines("The drawing page is at " + address + " (Ctrl-C to stop)");
    if (warns) {
      assertThat(outcome.err().lines())
          .singleElement()
          .asString()
          .startsWith("emnist: warning: everyone who can reach this machine can use the page");
    } else {
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void aBusyPortIsReportedInOneLine() throws IOException {
    try (ServerSocket taken = bound()) {
      String port = String.valueOf(taken.getLocalPort());
      StringWriter err = new StringWriter();
      assertThat(run(err, port)).isEqualTo(EmnistCommand.FAILED);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("emnist: cannot listen on 127.0.0.1, port " + port + " (")
          .endsWith("); choose another with --port or --host");
    }
    StringWriter err = new StringWriter();
    assertThat(run(err, "65536")).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString()).contains("--port (65536) must be from 0 to 65535");
  }

  private static int run(StringWriter err, String port) {
    var commandLine = EmnistCommand.commandLine();
    commandLine.setErr(new PrintWriter(err));
    return EmnistCommand.run(commandLine, "serve", "--port", port);
  }
}
