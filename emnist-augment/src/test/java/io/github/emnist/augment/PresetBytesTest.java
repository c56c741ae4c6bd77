package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exact bytes of the presets in the first release: trained models' figures depend on them, and
 * a repeated run must see the same images.
 */
class PresetBytesTest {
  @ParameterizedTest
  @CsvSource({
    "none, 28, 28, 82ddb734837889d6c46a03a6a53699c2c0fc59e4e4ec1c330071a13090648893",
    "light, 28, 28, e2dddb0f36ee56eb29d8614a5eea063b7b761d5c1940f2448359b71b42fb07de",
    "standard, 28, 28, 1ee9e9bd2dbf7376142ac39ca326fbb77cdeeaea2322ee351476c7616956ec49",
    "strong, 28, 28, b304f154ebacb065edf02443860827eb0774682c88ea460a8af5057f0a4738cc",
    "strong, 17, 40, e65d3bdb8802c72368f4fe14e3d72fb7e2bae5c7ccd37d9c75a00ce605d0ca2c"
  })
  void givesTheRecordedBytes(String name, int width, int height, String sha256) throws Exception {
    int size = width * height;
    int count = 400;
    byte[] source = new byte[count * size];
    for (int i = 0; i < count; i += 2) {
      Images.noise(width, height, i).copyTo(source, i * size);
      Images.spot(width, height, i % width, i % height, 3).copyTo(source, (i + 1) * size);
    }
    byte[] target = new byte[source.length];
    Augmentation.fromName(name)
        .apply(Pixels.of(source, width, height), Pixels.of(target, width, height), 7, 3, 1000);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(target);
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }
}
