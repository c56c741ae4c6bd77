package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The splits by name, in a JVM whose proxy refuses all requests. */
class EmnistTest {
  @TempDir Path folder;

  @Test
  void everySplitComesFromNistThroughTheProxyIntoEmnistHome() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Jvm jvm =
            new Jvm(
                folder.resolve("out.txt"),
                Map.of("EMNIST_HOME", folder.resolve("home").toString()),
                List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=" + proxy.getLocalPort()),
                EmnistMain.class)) {
      for (EmnistSplit split : EmnistSplit.values()) {
        assertThat(refuse(proxy))
            .as(split.id())
            .isEqualTo("CONNECT biometrics.nist.gov:443 HTTP/1.1");
      }
      assertThat(jvm.await()).as(jvm.output()).isZero();
      List<String> lines = jvm.output().lines().toList();
      EmnistSplit[] splits = EmnistSplit.values();
      assertThat(lines).hasSize(splits.length);
      for (int i = 0; i < splits.length; i++) {
        assertThat(lines.get(i))
            .startsWith(
                splits[i].id()
                    + " could not be downloaded:"
                    + " https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip: the proxy refused"
                    + " (Tunnel failed, got: 403).")
            .endsWith(
                "put "
                    + String.join(", ", DownloadFolder.sets(splits[i]).get(0))
                    + " into "
                    + folder.resolve("home/nist"));
      }
    }
  }

  /** Answers one request with 403; returns its first line. */
  private static String refuse(ServerSocket proxy) throws IOException {
    proxy.setSoTimeout(60_000);
    try (Socket connection = proxy.accept()) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = in.readLine();
      for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
        // the rest of the head
      }
      connection
          .getOutputStream()
          .write(
              "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return first;
    }
  }
}
