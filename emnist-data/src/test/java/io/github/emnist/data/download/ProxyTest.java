package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's proxy, whose server also acts as every host. */
class ProxyTest {
  private final ProxySelector usual = ProxySelector.getDefault();
  private final Authenticator nobody = Authenticator.getDefault();

  @TempDir Path folder;

  @AfterEach
  void restore() {
    ProxySelector.setDefault(usual);
    Authenticator.setDefault(nobody);
  }

  private Downloads throughProxy(LoopbackServer proxy) {
    ProxySelector.setDefault(
        ProxySelector.of(new InetSocketAddress("127.0.0.1", proxy.uri().getPort())));
    return new Downloads(folder, URI.create("http://mirror.invalid/gzip.zip"));
  }

  @Test
  void isUsed() throws IOException {
    try (LoopbackServer proxy = new LoopbackServer(Downloads.archive())) {
      assertThat(throughProxy(proxy).run().verified()).isTrue();
      assertThat(proxy.seen())
          .hasSize(5)
          .allMatch(seen -> seen.path().equals("http://mirror.invalid/gzip.zip"));
    }
  }

  @Test
  void proxyGetsThePasswordOfTheJvmsAuthenticator() throws IOException {
    String[] shown = new String[1];
    try (LoopbackServer proxy =
        new LoopbackServer(Downloads.archive())
            .then(LoopbackServer.status(407, "Proxy-Authenticate", "Basic realm=\"proxy\""))) {
      proxy.then(
          exchange -> {
            shown[0] = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            proxy.serve(exchange);
          });
      Authenticator.setDefault(new Password());
      assertThat(throughProxy(proxy).run().verified()).isTrue();
      assertThat(shown[0])
          .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:secret".getBytes()));
    }
  }

  @Test
  void serversGetNoPassword() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(Downloads.archive())
            .then(LoopbackServer.status(401, "WWW-Authenticate", "Basic realm=\"server\""))) {
      Authenticator.setDefault(new Password());
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(0);
      assertThat(downloads.reasons()).hasSize(1);
      assertThat(server.seen()).allMatch(seen -> seen.authorization() == null);
    }
  }

  @Test
  void proxyThatRequiresAPassword() throws IOException {
    try (LoopbackServer proxy =
        new LoopbackServer(Downloads.archive())
            .then(LoopbackServer.status(407, "Proxy-Authenticate", "Basic realm=\"proxy\""))) {
      assertThat(throughProxy(proxy).reasons())
          .containsExactly("status 407 (the proxy requires a password)");
    }
  }

  private static final class Password extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication("me", "secret".toCharArray());
    }
  }
}
