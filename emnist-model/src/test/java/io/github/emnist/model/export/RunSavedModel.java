package io.github.emnist.model.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** A third-party program: TensorFlow alone, nothing of this library. */
final class RunSavedModel {
  private RunSavedModel() {}

  /**
   * Prints two lines a signature, probabilities and logits of all images.
   *
   * @param args the folder, height, width, and a file of uint8 images
   */
  public static void main(String[] args) throws Exception {
    int height = Integer.parseInt(args[1]);
    int width = Integer.parseInt(args[2]);
    byte[] pixels = Files.readAllBytes(Path.of(args[3]));
    Shape shape = Shape.of(pixels.length / (height * width), height, width, 1);
    try (SavedModelBundle model = SavedModelBundle.load(args[0], "serve");
        TFloat32 floats = TFloat32.tensorOf(shape);
        TUint8 bytes = TUint8.tensorOf(shape)) {
      float[] scaled = new float[pixels.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (pixels[i] & 0xFF) / 255f;
      }
      floats.asRawTensor().data().asFloats().write(scaled);
      bytes.asRawTensor().data().write(pixels);
      print(model, "serving_default", floats);
      print(model, "serving_uint8", bytes);
    }
  }

  private static void print(SavedModelBundle model, String signature, Tensor images) {
    try (Result result = model.function(signature).call(Map.of("images", images))) {
      for (String name : new String[] {"probabilities", "logits"}) {
        TFloat32 output = (TFloat32) result.get(name).orElseThrow();
        StringBuilder line = new StringBuilder(signature + " " + name);
        output.scalars().forEach(value -> line.append(' ').append(value.getFloat()));
        System.out.println(line);
      }
    }
  }
}
