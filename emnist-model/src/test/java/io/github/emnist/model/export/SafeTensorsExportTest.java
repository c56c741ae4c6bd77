package io.github.emnist.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.SafeTensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsExportTest {
  @TempDir private Path dir;

  @Test
  void holdsEveryParameterAsItWasTrained() throws Exception {
    ModelBundle model = TestBundles.small(1);
    Path file = dir.resolve("new/model.safetensors");
    ExportFormat.SAFETENSORS.write(model, file);
    assertThat(SafeTensors.read(file)).isEqualTo(model.weights());
  }

  @Test
  void theHeaderSaysWhatTheArraysMean() throws Exception {
    ModelBundle model = TestBundles.small(1);
    Path file = dir.resolve("model.safetensors");
    ExportFormat.SAFETENSORS.write(model, file);
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    JsonNode texts =
        new ObjectMapper()
            .readTree(new String(bytes, 8, length, StandardCharsets.UTF_8))
            .path("__metadata__");
    assertThat(texts.fieldNames()).toIterable().containsExactly("producer", "labels", "model");
    assertThat(texts.path("producer").asText()).isEqualTo("EMNIST for Java");
    assertThat(texts.path("labels").asText()).isEqualTo("[\"A\",\"a \\\"word\\\"\",\"é\"]");
    assertThat(texts.path("model").asText()).isEqualTo(model.description());
  }

  /** A reader of ten lines, written from the format's description. */
  @Test
  void numpyReadsTheFile() throws Exception {
    Python.assumeModule("numpy");
    ModelBundle model = TestBundles.small(1);
    Path file = dir.resolve("model.safetensors");
    ExportFormat.SAFETENSORS.write(model, file);
    String printed =
        Python.run(
            """
            import json, numpy, struct, sys
            data = open(sys.argv[1], 'rb').read()
            length = struct.unpack('<Q', data[:8])[0]
            header = json.loads(data[8:8 + length])
            texts = header.pop('__metadata__')
            print(json.loads(texts['labels'])[0], json.loads(texts['model'])['input']['width'])
            for name, entry in header.items():
                begin, end = entry['data_offsets']
                assert entry['dtype'] == 'F32'
                values = numpy.frombuffer(data[8 + length + begin:8 + length + end], '<f4')
                array = values.reshape(entry['shape'])
                print(name, list(array.shape), array[(-1,) * array.ndim].view('<u4'))
            """,
            file.toString());
    List<String> expected =
        model.weights().names().stream().map(name -> line(model, name)).toList();
    assertThat(printed.lines()).startsWith("A 6").endsWith(expected.toArray(String[]::new));
    assertThat(printed.lines()).hasSize(1 + expected.size());
  }

  /** Name, shape, and the bits of the last value. */
  private static String line(ModelBundle model, String name) {
    float[] values = model.weights().values(name);
    int bits = Float.floatToRawIntBits(values[values.length - 1]);
    return name + " " + model.weights().shape(name) + " " + Integer.toUnsignedString(bits);
  }
}
