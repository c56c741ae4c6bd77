package io.github.emnist.model.export;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.SafeTensors;
import io.github.emnist.model.internal.TensorFlowLibrary;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A format in which other tools read a model.
 *
 * <pre>{@code
 * ModelBundle model = ModelBundle.load(Path.of("my-model"));
 * ExportFormat.ONNX.write(model, Path.of("my-model.onnx"));
 * }</pre>
 *
 * <p>Pixels are upright, white ink on black, as EMNIST has them. Everything but {@link #ONNX_INT8}
 * is computed in float32, so that results equal those of an {@link
 * io.github.emnist.model.EmnistClassifier} of that precision up to the last bits. Probabilities are
 * the softmax of the logits; a {@linkplain io.github.emnist.model.bundle.ModelMetadata.Calibration
 * calibration} is not applied, but is part of the description.
 */
public enum ExportFormat {
  /**
   * One file of ONNX: IR version 8, opset 17, standard operators only.
   *
   * <p>Input {@code images}: uint8 {@code [N, height, width, 1]}, 0 to 255, N open. Outputs {@code
   * probabilities} and {@code logits}: float32 {@code [N, classes]}. Scaling and batch
   * normalizations are part of the weights where that is exact. {@code metadata_props} hold {@code
   * labels}, a JSON array of the classes' names in the order of the outputs, and {@code model}, the
   * {@linkplain ModelBundle#description() description}.
   */
  ONNX("onnx") {
    @Override
    public void write(ModelBundle model, Path path) throws IOException {
      writeOnnx(model, path, false);
    }
  },
  /**
   * The same file in 8-bit integers, which ONNX Runtime computes faster on processors with VNNI or
   * similar instructions: pairs of {@code QuantizeLinear} and {@code DequantizeLinear} with
   * unsigned activations, one scale for each layer, and signed weights, one scale for each output
   * channel (QDQ, U8S8).
   *
   * <p>It needs the model's {@linkplain
   * io.github.emnist.model.bundle.ModelMetadata#activationRanges activation ranges}, which every
   * run of {@code Trainer} that has ended measures, and {@link
   * io.github.emnist.model.ModelQuantization#prepare} for any model. Layers without a range stay
   * float32. On processors that multiply 8-bit integers without VNNI, ONNX Runtime's sums may
   * overflow.
   */
  ONNX_INT8("onnx-int8") {
    @Override
    public void write(ModelBundle model, Path path) throws IOException {
      writeOnnx(model, path, true);
    }
  },
  /**
   * A folder of a TensorFlow SavedModel: {@code saved_model.pb}, whose graph holds the weights as
   * constants, for any TensorFlow from 2.0 on and for TensorFlow Serving.
   *
   * <p>Two signatures under the tag {@code serve} take an input {@code images}, N open: {@code
   * serving_default} float32 {@code [N, height, width, 1]} in [0, 1], {@code serving_uint8} uint8
   * of the same shape, 0 to 255. Both give {@code probabilities} and {@code logits}, float32 {@code
   * [N, classes]}. {@code assets.extra/model.json} is the {@linkplain ModelBundle#description()
   * description}, with the classes' names in the order of the outputs.
   *
   * <p>An earlier export there is renamed to {@code .<name>.old} just before the new one takes its
   * place; a process that is killed between the two leaves it under that name.
   */
  SAVED_MODEL("savedmodel") {
    @Override
    public void write(ModelBundle model, Path path) throws IOException {
      TensorFlowLibrary.require("the export as a SavedModel");
      SavedModelFolder.write(model, path);
    }
  },
  /**
   * One file of safetensors: every parameter under its name, float32, in its own shape and as it
   * was trained, nothing folded: convolution kernels are (height, width, input channels, output
   * channels), dense kernels (input, output), and a dense layer behind a flattened picture takes
   * its elements in the order row, column, channel.
   *
   * <p>The header's {@code __metadata__} describes the arrays: {@code model}, the {@linkplain
   * ModelBundle#description() description} with the layers, and {@code labels}, a JSON array of the
   * classes' names in the order of the outputs. The network's input is the pixels over 255.
   */
  SAFETENSORS("safetensors") {
    @Override
    public void write(ModelBundle model, Path path) throws IOException {
      byte[] file = SafeTensors.encode(model.weights(), ExportedFile.metadata(model));
      // The header follows its length and begins with the metadata, whose first entry is the
      // producer.
      String begin = "{\"__metadata__\":{\"producer\":\"" + ExportedFile.PRODUCER + '"';
      ExportedFile.write(path, file, Long.BYTES, Long.BYTES + begin.length());
    }
  };

  private final String id;

  ExportFormat(String id) {
    this.id = id;
  }

  private static void writeOnnx(ModelBundle model, Path path, boolean integers) throws IOException {
    try {
      OnnxModel.write(model, path, integers);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "the export as ONNX needs classes that are not on the class path ("
              + e.getMessage()
              + "): depend on org.tribuo:tribuo-util-onnx, which io.github.emnist:emnist-model"
              + " brings",
          e);
    }
  }

  /**
   * {@return the format's short name: {@code onnx}, {@code onnx-int8}, {@code savedmodel} or {@code
   * safetensors}}
   */
  public String id() {
    return id;
  }

  /**
   * Writes a model, whole or not at all. Creates parent folders.
   *
   * @param model the model to write
   * @param path the file or folder to write; an earlier export in the same format is replaced
   * @throws java.nio.file.FileAlreadyExistsException if something else is there
   * @throws IllegalArgumentException if the file would have 2^31 or more bytes, or {@link
   *     #ONNX_INT8} lacks activation ranges
   * @throws IllegalStateException if the library that writes the format is not on the class path:
   *     TensorFlow for {@link #SAVED_MODEL}, {@code org.tribuo:tribuo-util-onnx} for {@link #ONNX}
   *     and {@link #ONNX_INT8}
   * @throws IOException if it cannot be written; an earlier export is then still there
   */
  public abstract void write(ModelBundle model, Path path) throws IOException;
}
