package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.download.KaggleToken.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/me").toAbsolutePath();

  private static Path folder(String system, Map<String, String> variables) {
    return new Environment(variables::get, system, HOME).cacheFolder();
  }

  @Test
  void emnistHomeComesFirst() {
    for (String system : new String[] {"Linux", "Mac OS X", "Windows 11"}) {
      assertThat(
              folder(
                  system,
                  Map.of("EMNIST_HOME", "/e", "XDG_CACHE_HOME", "/x", "LOCALAPPDATA", "/l")))
          .isEqualTo(Path.of("/e"));
    }
  }

  @Test
  void linuxHasXdg() {
    assertThat(folder("Linux", Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/emnist"));
    assertThat(folder("Linux", Map.of())).isEqualTo(HOME.resolve(".cache/emnist"));
    assertThat(folder("FreeBSD", Map.of("XDG_CACHE_HOME", "relative")))
        .isEqualTo(HOME.resolve(".cache/emnist"));
    assertThat(folder("Linux", Map.of("EMNIST_HOME", " ", "XDG_CACHE_HOME", "")))
        .isEqualTo(HOME.resolve(".cache/emnist"));
  }

  @Test
  void macHasLibraryCaches() {
    assertThat(folder("Mac OS X", Map.of("XDG_CACHE_HOME", "/x")))
        .isEqualTo(HOME.resolve("Library/Caches/emnist"));
  }

  @Test
  void windowsHasLocalAppData() {
    assertThat(folder("Windows 11", Map.of("LOCALAPPDATA", "/l")))
        .isEqualTo(Path.of("/l/emnist/cache"));
    assertThat(folder("Windows 11", Map.of()))
        .isEqualTo(HOME.resolve("AppData/Local/emnist/cache"));
  }

  @Test
  void eachSourceHasItsOwnFolder() {
    Environment environment = new Environment(Map.of("EMNIST_HOME", "/e")::get, "Linux", HOME);
    assertThat(settings(EmnistDownloader.nist(), environment)).isEqualTo(Path.of("/e/nist"));
    assertThat(settings(EmnistDownloader.kaggle(), environment)).isEqualTo(Path.of("/e/kaggle"));
    assertThat(
            settings(EmnistDownloader.of(URI.create("https://host/a.zip")), environment).toString())
        .matches("/e/url-[0-9a-f]{12}");
  }

  private static Path settings(EmnistDownloader downloader, Environment environment) {
    return downloader.toBuilder()
        .with(settings -> settings.environment = environment)
        .build()
        .folder();
  }
}
