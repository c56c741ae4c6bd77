package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that come through a stream, as from a resource, a socket or an upload. */
class StreamModelTest {
  private static final ModelBundle MODEL = TinyModels.tiny(1);

  @TempDir private Path dir;
  private byte[] zip;
  private byte[] description;
  private byte[] weights;
  private String weightsName;

  @BeforeEach
  void save() throws IOException {
    MODEL.save(dir.resolve("model.zip"));
    zip = Files.readAllBytes(dir.resolve("model.zip"));
    weights = io.github.emnist.model.internal.SafeTensors.encode(MODEL.weights());
    WeightsFile file = WeightsFile.of(weights);
    weightsName = file.name();
    description = new ModelJson(MODEL.metadata(), file).write();
  }

  private static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        out.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        out.write((byte[]) namesAndContents[i + 1]);
      }
    }
    return bytes.toByteArray();
  }

  private static ModelBundle load(byte[] zip) throws IOException {
    return ModelBundle.load(new ByteArrayInputStream(zip));
  }

  @Test
  void aSavedModelComesBackAndTheStreamStaysOpen() throws IOException {
    boolean[] closed = new boolean[1];
    InputStream in =
        new FilterInputStream(new ByteArrayInputStream(zip)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThat(ModelBundle.load(in)).isEqualTo(MODEL);
    assertThat(closed[0]).isFalse();
  }

  @Test
  void theOrderOfTheEntriesAndOthersDoNotMatter() throws IOException {
    byte[] other = new byte[100_000];
    assertThat(load(zip("model.json", description, "../x", other, weightsName, weights)))
        .isEqualTo(MODEL);
    assertThat(load(zip(weightsName, weights, "model/", new byte[0], "model.json", description)))
        .isEqualTo(MODEL);
    assertThat(
            load(
                zip(
                    "weights-0123456789abcdef.safetensors",
                    other,
                    weightsName,
                    weights,
                    "model.json",
                    description)))
        .isEqualTo(MODEL);
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertRefused(
        zip(weightsName, weights),
        "model stream!model.json",
        "found no file, expected the description of a model");
    assertRefused(
        zip("model.json", description),
        "model stream!" + weightsName,
        "found no file, expected the %d bytes of weights".formatted(weights.length));
    for (byte[] none : new byte[][] {{}, "no ZIP at all".getBytes(StandardCharsets.US_ASCII)}) {
      assertRefused(none, "model stream", "found no ZIP, expected a model");
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    assertRefused(
        Arrays.copyOf(zip, 40), "model stream", "found damaged data, expected a ZIP's entry");
    byte[] truncated = Arrays.copyOf(zip, 300);
    assertRefused(
        truncated, "model stream!model.json", "found damaged data, expected a ZIP's entry");
    byte[] deflated = zip("model.json", description, weightsName, weights);
    Arrays.fill(deflated, 40, 60, (byte) 0xFF);
    assertRefused(
        deflated, "model stream!model.json", "found damaged data, expected a ZIP's entry");
    byte[] altered = weights.clone();
    altered[altered.length - 1] ^= 1;
    assertRefused(
        zip("model.json", description, weightsName, altered),
        "model stream!" + weightsName,
        "found SHA-256 %s, expected %s, as model.json says; the file was altered"
            .formatted(WeightsFile.of(altered).sha256(), WeightsFile.of(weights).sha256()));
  }

  @Test
  void whatUnpacksToFarMoreIsNotUnpacked() throws IOException {
    byte[] long64 = new byte[64 << 20];
    assertRefused(
        zip("model.json", long64),
        "model stream!model.json",
        "found more than 16,777,216 bytes, expected at most 16,777,216");
    assertRefused(
        zip("model.json", description, weightsName, long64),
        "model stream!" + weightsName,
        "found more than %1$d bytes, expected at most %1$d".formatted(weights.length));
  }

  @Test
  void theDescriptionIsCheckedBeforeTheWeightsAreRead() throws IOException {
    byte[] foreign =
        new String(description, StandardCharsets.UTF_8)
            .replace("emnist-model", "other-model")
            .getBytes(StandardCharsets.UTF_8);
    byte[] whole = zip("model.json", foreign, weightsName, weights);
    byte[] damaged = Arrays.copyOf(whole, whole.length / 2);
    assertRefused(
        damaged,
        "model stream!model.json, /format",
        "found \"other-model\", expected \"emnist-model\"");
  }

  private static void assertRefused(byte[] zip, String where, String problem) {
    assertThatThrownBy(() -> load(zip))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("%s: %s", where, problem);
  }
}
