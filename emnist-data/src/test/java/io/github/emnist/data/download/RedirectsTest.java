package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import io.github.emnist.data.download.Http.Redirects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests redirects. */
class RedirectsTest {
  @TempDir static Path keys;

  private static SSLContext tls;

  @TempDir Path folder;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = SelfSigned.context(keys);
  }

  private static HttpHandler to(int status, Object location) {
    return LoopbackServer.status(status, "Location", location.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsRedirectsOnTheSameHost(int status) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(Downloads.archive()).then(to(status, "/moved/gzip.zip"))) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
      assertThat(server.seen().get(1).path()).isEqualTo("/moved/gzip.zip");
      assertThat(server.seen().get(1).range()).isEqualTo("bytes=-131072");
    }
  }

  @Test
  void followsRedirectsToAnotherHostEachTime() throws IOException {
    try (LoopbackServer stores = new LoopbackServer(Downloads.archive());
        LoopbackServer redirects = new LoopbackServer(new byte[0])) {
      Collections.nCopies(5, to(302, stores.uri("/a?signature=secret"))).forEach(redirects::then);
      assertThat(new Downloads(folder, redirects.uri()).run().verified()).isTrue();
      assertThat(redirects.seen()).hasSize(5);
      assertThat(stores.seen()).hasSize(5);
    }
  }

  @Test
  void redirectLoopsEnd() throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0])) {
      Collections.nCopies(6, to(302, "/gzip.zip?signature=secret")).forEach(server::then);
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("more than 5 redirects, the last from " + server.uri() + "?...");
      assertThat(server.seen()).hasSize(6);
    }
    try (LoopbackServer server = new LoopbackServer(new byte[0]).then(to(302, "/x"))) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.maxRedirects(0);
      assertThat(downloads.reasons())
          .containsExactly("more than 0 redirects, the last from " + server.uri());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://host/gzip.zip",
        "http://",
        "http://user:password@host/",
        "http://127.0.0.1:65536/",
        "file:///x",
        "a b"
      })
  void refusesRedirectsToOtherSchemes(String location) throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0]).then(to(302, location))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("redirected to an invalid address");
    }
  }

  @Test
  void refusesRedirectsFromHttpsToHttp() throws IOException {
    try (LoopbackServer plain = new LoopbackServer(Downloads.archive());
        LoopbackServer https =
            new LoopbackServer(new byte[0], tls).then(to(302, plain.uri("/a?signature=s")))) {
      Downloads downloads = new Downloads(folder, https.uri());
      downloads.builder.with(settings -> settings.tls = tls);
      assertThat(downloads.reasons())
          .containsExactly(
              "redirected from HTTPS to plain HTTP ("
                  + plain.uri("/a")
                  + "?...), which is refused");
      assertThat(plain.seen()).isEmpty();
    }
  }

  @Test
  void httpsIsServedAndItsCertificateChecked() throws IOException {
    try (LoopbackServer https = new LoopbackServer(Downloads.archive(), tls)) {
      Downloads trusting = new Downloads(folder, https.uri());
      trusting.builder.with(settings -> settings.tls = tls).allowPlainHttp(false);
      assertThat(trusting.run().verified()).isTrue();

      Downloads usual = new Downloads(folder.resolve("other"), https.uri());
      assertThat(usual.reasons()).hasSize(1).allMatch(reason -> reason.startsWith("TLS failed ("));
      assertThat(usual.waits).isEmpty();
    }
  }

  @Test
  void plainHttpMustBeAllowed() throws IOException {
    Http http =
        new Redirects(
            (uri, headers) ->
                new Http.Response(
                    uri,
                    302,
                    HttpHeaders.of(
                        Map.of("Location", List.of("http://other/x")), (name, value) -> true),
                    InputStream.nullInputStream()),
            5,
            false,
            null,
            null);
    assertThatThrownBy(() -> http.get(URI.create("http://host/"), Map.of()))
        .hasMessage("redirected to plain HTTP (http://other/x), which is not allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, http://192.0.2.1/x, true",
    "127.0.0.1:8080, http://localhost.example.org/x, true",
    "[::1], http://127.0.0.1.example.org/x, true",
    "127.0.0.1, http://127.0.0.1:81/x, false",
    "localhost, http://[::1]/x, false",
    "localhost, https://example.org/x, false",
    "example.org, http://example.com/x, false"
  })
  void refusesRedirectsFromThisMachineToHttpElsewhere(String host, String to, boolean refused)
      throws IOException {
    Http http =
        new Redirects(
            (uri, headers) ->
                new Http.Response(
                    uri,
                    uri.getPath().equals("/x") ? 200 : 302,
                    HttpHeaders.of(Map.of("Location", List.of(to)), (name, value) -> true),
                    InputStream.nullInputStream()),
            5,
            true,
            null,
            null);
    URI from = URI.create("http://" + host + "/");
    if (refused) {
      assertThatThrownBy(() -> http.get(from, Map.of()))
          .hasMessage(
              "redirected from this machine to plain HTTP elsewhere (%s), which is refused", to);
    } else {
      assertThat(http.get(from, Map.of()).uri()).isEqualTo(URI.create(to));
    }
  }
}
