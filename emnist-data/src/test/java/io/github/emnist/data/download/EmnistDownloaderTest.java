package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The builder's checks. */
class EmnistDownloaderTest {
  private static EmnistDownloader.Builder builder() {
    return EmnistDownloader.nist().toBuilder();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 21})
  void numbersHaveAnInterval(int value) {
    assertThatThrownBy(() -> builder().retries(value))
        .hasMessage("retries (" + value + ") must be between 0 and 20");
    assertThatThrownBy(() -> builder().maxRedirects(value))
        .hasMessage("maxRedirects (" + value + ") must be between 0 and 20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S"})
  void timesHaveAnInterval(Duration value) {
    assertThatThrownBy(() -> builder().connectTimeout(value))
        .hasMessage("connectTimeout (" + value + ") must be between 1 ms and 1 h");
    assertThatThrownBy(() -> builder().readTimeout(value))
        .hasMessage("readTimeout (" + value + ") must be between 1 ms and 1 h");
    assertThatThrownBy(() -> builder().waits(value, Duration.ofSeconds(1)))
        .hasMessage("first (" + value + ") must be between 1 ms and 1 h");
    assertThatThrownBy(() -> builder().waits(Duration.ofSeconds(1), value))
        .hasMessage("longest (" + value + ") must be between 1 ms and 1 h");
  }

  @Test
  void theFirstWaitIsAtMostTheLongest() {
    assertThatThrownBy(() -> builder().waits(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessage("first (PT2S) must be at most longest (PT1S)");
  }

  @Test
  void needsAMirror() {
    assertThatThrownBy(() -> builder().mirrors(List.of()))
        .hasMessage("mirrors (0) must be at least 1");
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/a.zip, http://host/a.zip",
    "ftp://host/a.zip, ftp://host/a.zip",
    "https:///a.zip, https:///a.zip",
    "https://me:secret@host/a.zip?key=1, https://host/a.zip?..."
  })
  void mirrorsAreHttpsWithoutAPassword(URI mirror, String shown) {
    assertThatThrownBy(() -> EmnistDownloader.of(mirror))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mirror (" + shown + ") must be https://host/path without a password");
  }

  @Test
  void acceptsPlainHttpIfAllowed() {
    URI plain = URI.create("http://host/a.zip");
    assertThat(EmnistDownloader.builder(plain).allowPlainHttp(true).build()).isNotNull();
    assertThatThrownBy(
            () ->
                EmnistDownloader.builder(URI.create("file:///a.zip")).allowPlainHttp(true).build())
        .hasMessage("mirror (file:///a.zip) must be http(s)://host/path without a password");
  }

  @Test
  void laterBuilderChangesDoNotAffectBuiltObjects() {
    EmnistDownloader.Builder builder = builder().folder(Path.of("/a"));
    EmnistDownloader built = builder.build();
    builder.folder(Path.of("/b"));
    built.toBuilder().folder(Path.of("/c"));
    assertThat(built.folder()).isEqualTo(Path.of("/a"));
  }

  @Test
  void aPortHasSixteenBits() {
    URI mirror = URI.create("https://host:65536/a.zip");
    assertThatThrownBy(() -> EmnistDownloader.of(mirror))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mirror (https://host:65536/a.zip) must have a port of at most 65535");
    assertThat(EmnistDownloader.of(URI.create("https://host:65535/a.zip"))).isNotNull();
  }
}
