package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.KaggleToken.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kaggle's token and Kaggle's archive. */
class KaggleTest {
  private static final String KEY = "0123456789abcdef";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString(("me:" + KEY).getBytes(StandardCharsets.UTF_8));

  @TempDir Path home;

  private Path json;

  @BeforeEach
  void makeFolder() throws IOException {
    json = Files.createDirectory(home.resolve(".kaggle")).resolve("kaggle.json");
  }

  private Environment environment(Map<String, String> variables) {
    return new Environment(variables::get, "Linux", home);
  }

  private Downloads downloads(LoopbackServer server) {
    Downloads downloads = new Downloads(home.resolve("data"), server.uri("/api"));
    downloads
        .builder
        .verifiedOnly(false)
        .checksums(Checksums.official())
        .with(
            settings ->
                settings.environment =
                    environment(Map.of("KAGGLE_USERNAME", "me", "KAGGLE_KEY", KEY)))
        .with(settings -> settings.tokenOrigin = Http.ShownUri.origin(server.uri()));
    return downloads;
  }

  /** As Kaggle's: CSV at the top, plain IDX in a folder. */
  private static byte[] archive() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("emnist-letters-test.csv", "1,0\n".getBytes(StandardCharsets.US_ASCII));
    files.put("emnist-letters-train.csv", "1,0\n".getBytes(StandardCharsets.US_ASCII));
    TinyEmnist.plain(EmnistSplit.LETTERS, 400, 260)
        .forEach((name, bytes) -> files.put("emnist_source_files/" + name, bytes));
    return ZipFixture.zip("", files, ZipEntry.DEFLATED);
  }

  @Test
  void tokenGoesToKaggleButNotToItsRedirects() throws IOException {
    try (LoopbackServer storage = new LoopbackServer(archive());
        LoopbackServer kaggle = new LoopbackServer(new byte[0])) {
      Collections.nCopies(
              5,
              LoopbackServer.status(
                  302, "Location", storage.uri("/bucket/archive.zip?X-Signature=s").toString()))
          .forEach(kaggle::then);
      DownloadReport report = downloads(kaggle).run();
      assertThat(kaggle.seen()).hasSize(5).allMatch(seen -> BASIC.equals(seen.authorization()));
      assertThat(storage.seen()).hasSize(5).allMatch(seen -> seen.authorization() == null);
      assertThat(storage.seen()).allMatch(seen -> seen.range() != null);
      assertThat(report.verified()).isFalse();
      assertThat(report.files())
          .extracting(file -> file.path().getFileName().toString())
          .first()
          .isEqualTo("emnist-letters-train-images-idx3-ubyte");
    }
  }

  @Test
  void tokenIsNotSentAgainAfterARedirectBack() throws IOException {
    try (LoopbackServer kaggle = new LoopbackServer(archive())) {
      String otherName = "http://localhost:" + kaggle.uri().getPort() + "/there";
      kaggle.then(
          LoopbackServer.status(302, "Location", otherName),
          LoopbackServer.status(302, "Location", kaggle.uri("/back").toString()));
      downloads(kaggle).run();
      assertThat(kaggle.seen().subList(0, 3))
          .extracting(LoopbackServer.Seen::authorization)
          .containsExactly(BASIC, null, null);
    }
  }

  @Test
  void tokenIsNotSentToOtherMirrors() throws IOException {
    try (LoopbackServer other = new LoopbackServer(archive());
        LoopbackServer kaggle = new LoopbackServer(new byte[0])) {
      Downloads downloads = downloads(kaggle);
      downloads.builder.mirrors(List.of(other.uri()));
      downloads.run();
      assertThat(other.seen()).allMatch(seen -> seen.authorization() == null);
    }
  }

  @Test
  void explainsARefusedTokenWithoutShowingIt() throws IOException {
    try (LoopbackServer kaggle =
        new LoopbackServer(new byte[0])
            .then(LoopbackServer.status(403, "WWW-Authenticate", "Basic realm=kaggle"))) {
      Downloads downloads = downloads(kaggle);
      assertThat(downloads.reasons())
          .containsExactly(
              "status 403 (forbidden); Kaggle refused the token: make a new one on your account's"
                  + " page");
      assertThat(downloads.recorder.lines.toString()).doesNotContain(KEY, "me:", BASIC);
    }
    try (LoopbackServer kaggle =
        new LoopbackServer(new byte[0])
            .then(LoopbackServer.status(401, "WWW-Authenticate", "Basic realm=kaggle"))) {
      assertThat(downloads(kaggle).reasons().get(0)).startsWith("status 401 (not authorised); ");
    }
  }

  @Test
  void readsTheTokenFromItsFile() throws IOException {
    Files.writeString(
        json, "{\"other\": {\"key\": 1}, \"username\": \"me\", \"key\": \"" + KEY + "\"}");
    assertThat(KaggleToken.find(environment(Map.of())).authorization()).isEqualTo(BASIC);
  }

  @Test
  void variablesComeFirstButOnlyBoth() throws IOException {
    Files.writeString(json, "{\"username\": \"you\", \"key\": \"other\"}");
    assertThat(
            KaggleToken.find(environment(Map.of("KAGGLE_USERNAME", "me", "KAGGLE_KEY", KEY)))
                .authorization())
        .isEqualTo(BASIC);
    assertThat(KaggleToken.find(environment(Map.of("KAGGLE_KEY", KEY))).authorization())
        .isNotEqualTo(BASIC);
  }

  @Test
  void missingTokenSaysHowToGetOne() throws IOException {
    try (LoopbackServer kaggle = new LoopbackServer(archive())) {
      Downloads downloads = downloads(kaggle);
      downloads.builder.with(
          settings -> settings.environment = environment(Map.of("KAGGLE_USERNAME", "me")));
      downloads
          .fails()
          .hasMessage(
              "Kaggle requires a token: found neither KAGGLE_USERNAME and KAGGLE_KEY nor "
                  + json
                  + ", expected one of them; make one under \"API\" on your Kaggle account's page");
      assertThat(kaggle.seen()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "0123456789abcdef",
        "{\"username\": \"me\", \"key\": 0123456789abcdef}",
        "{\"username\": \"me\", \"key\": \"0123456789abcdef",
        "{\"username\": \"me\"}",
        "{\"username\": \"\", \"key\": \"0123456789abcdef\"}",
        "{\"username\": \"me\", \"key\": {\"0123456789abcdef\": 1}}"
      })
  void aBadFileIsNamedButNotQuoted(String content) throws IOException {
    Files.writeString(json, content);
    assertThatThrownBy(() -> KaggleToken.find(environment(Map.of())))
        .isInstanceOf(IOException.class)
        .hasNoCause()
        .hasMessage(
            json
                + ": found no Kaggle token, expected JSON {\"username\": \"...\", \"key\":"
                + " \"...\"}; make a new one under \"API\" on your Kaggle account's page");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Files.write(json, new byte[100_000]);
    assertThatThrownBy(() -> KaggleToken.find(environment(Map.of())))
        .hasMessageStartingWith(json + ": found no Kaggle token");
  }

  @Test
  void theTokensTextHidesIt() throws IOException {
    Environment environment = environment(Map.of("KAGGLE_USERNAME", "me", "KAGGLE_KEY", KEY));
    assertThat(KaggleToken.find(environment)).hasToString("KaggleToken[hidden]");
  }

  @Test
  void usesCsvWithoutIdx() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "emnist-letters-test.csv", "1,0\n".getBytes(StandardCharsets.US_ASCII),
            "emnist-letters-train.csv", "2,0\n".getBytes(StandardCharsets.US_ASCII));
    try (LoopbackServer kaggle = new LoopbackServer(ZipFixture.zip("", files, ZipEntry.DEFLATED))) {
      Downloads downloads = downloads(kaggle);
      downloads.run();
      assertThat(downloads.files())
          .containsExactly("emnist-letters-test.csv", "emnist-letters-train.csv");
      assertThat(home.resolve("data/emnist-letters-train.csv")).hasContent("2,0");
    }
  }
}
