package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.data.GrayImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of transform, every preset and some pipelines, as version 0.1.0 wrote them: they still
 * load, are written in the same words, and give the same bytes, whether drawn and applied at once
 * or sampled first. A line of the resource is the SHA-256 of the bytes and the JSON document.
 */
class AllBytesTest {
  private static final int COUNT = 12;
  private static final int[][] SIZES = {{28, 28}, {45, 17}};

  static List<String> goldens() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                AllBytesTest.class.getResourceAsStream("pipeline-goldens.txt"),
                StandardCharsets.US_ASCII))) {
      return lines.lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void givesTheRecordedBytes(String golden) throws Exception {
    String[] fields = golden.split(" ", 2);
    Augmentation augmentation = Augmentation.fromJson(fields[1], "golden");
    assertThat(augmentation.toJson()).isEqualTo(fields[1]);
    assertThat(digest(augmentation)).as(fields[1]).isEqualTo(fields[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "mixUp, 0.2, 53e9939eb2e0dfb4e5d52dd51ed7611e01c351586520d4657762939d23479311",
    "mixUp, 1, 5e41cb2dd0e3744ed85dae13d6461235504d6b7868cd7e53257770caba7ae2ec",
    "cutMix, 1, 8314ce660add533b20a55974998ca27d022ed9ba5c66ea6e27a926a9b2f0ecb3",
    "cutMix, 0.3, d3316714642605ae45eacb198058f24775dd95111267f52fb1dc2abf6edd3313"
  })
  void givesTheRecordedMixtures(String kind, double alpha, String sha256) throws Exception {
    assertThat(digest(kind.equals("mixUp") ? new MixUp(alpha) : new CutMix(alpha)))
        .isEqualTo(sha256);
  }

  private static String digest(Augmentation augmentation) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int[] size : SIZES) {
      int length = size[0] * size[1];
      byte[] source = images(size[0], size[1]);
      byte[] target = new byte[source.length];
      augmentation.apply(
          Pixels.of(source, size[0], size[1]), Pixels.of(target, size[0], size[1]), 7, 3, 1000);
      digest.update(target);
      for (int i = 0; i < COUNT; i++) {
        assertThat(
                augmentation
                    .sample(7, 3, 1000 + i)
                    .apply(GrayImage.of(size[0], size[1], source, i * length)))
            .isEqualTo(GrayImage.of(size[0], size[1], target, i * length));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(BatchMix mix) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] source = images(28, 28);
    byte[] target = new byte[784];
    Pixels mixed = Pixels.of(target, 28, 28);
    for (int i = 0; i < COUNT; i++) {
      int partner = mix.partner(7, 3, i, COUNT);
      double weight = mix.apply(image(source, i), image(source, partner), mixed, 7, 3, i);
      digest.update(target);
      digest.update(Double.toHexString(weight).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Pixels image(byte[] images, int index) {
    return Pixels.of(images, index * 784, 1, 28, 28);
  }

  private static byte[] images(int width, int height) {
    byte[] source = new byte[COUNT * width * height];
    for (int i = 0; i < COUNT; i++) {
      GrayImage image =
          i % 2 == 0
              ? Images.noise(width, height, i)
              : Images.spot(width, height, width / 2.0, height / 3.0, 2 + i / 2.0);
      image.copyTo(source, i * width * height);
    }
    return source;
  }
}
