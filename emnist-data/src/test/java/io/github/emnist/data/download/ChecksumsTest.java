package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
  @Test
  void theOfficialTableListsTheGzipFilesOfEverySplit() {
    long all = 0;
    for (EmnistSplit split : EmnistSplit.values()) {
      for (String file : DownloadFolder.sets(split).get(0)) {
        all += Checksums.official().expected(file).orElseThrow().bytes();
      }
    }
    // A little less than the archive's 561,753,746 bytes, which holds nothing else of size.
    assertThat(all).isBetween(561_000_000L, 562_500_000L);
  }

  @Test
  void theOfficialTableIsTheOneThatWasMeasured() {
    Checksums.Expected expected =
        Checksums.official().expected("emnist-balanced-train-images-idx3-ubyte.gz").orElseThrow();
    assertThat(expected)
        .isEqualTo(
            new Checksums.Expected(
                28_207_740, "74295e75e4e9fa2c102147460ee7eb763653d5132d883a84fb88932bfb8d2db4"));
    assertThat(Checksums.official().expected("emnist-balanced-train-images-idx3-ubyte")).isEmpty();
  }

  @Test
  void sumsHaveTheirForm() {
    assertThatThrownBy(() -> new Checksums.Expected(1, "AB"))
        .hasMessage("sha256 (AB) must be 64 lower-case hexadecimal digits");
    assertThatThrownBy(() -> new Checksums.Expected(-1, "00"))
        .hasMessage("bytes (-1) must not be negative");
  }
}
