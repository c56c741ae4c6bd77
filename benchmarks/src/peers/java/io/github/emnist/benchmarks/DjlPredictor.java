package io.github.emnist.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.emnist.model.bundle.ModelBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Predicts with DJL and PyTorch, in float32; the number of threads is a property of the process.
 */
public final class DjlPredictor implements Predictor {
  private static final int SIDE = 28;

  private final Model model = Model.newInstance("emnist", "PyTorch");
  private final Block block;

  /**
   * Loads a model.
   *
   * @param threads of the property {@code ai.djl.pytorch.num_threads}
   * @param path a model bundle
   * @throws IOException if it cannot be read
   */
  public DjlPredictor(int threads, Path path) throws IOException {
    ModelBundle bundle = ModelBundle.load(path);
    block = DjlNetwork.block(bundle.architecture(), bundle.weights(), false);
    model.setBlock(block);
    block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, SIDE, SIDE));
    block.freezeParameters(true); // no gradients
  }

  @Override
  public float[][] predict(List<byte[]> images) {
    ByteBuffer pixels = ByteBuffer.allocate(images.size() * LENGTH);
    images.forEach(pixels::put);
    pixels.flip();
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray input =
          manager
              .create(pixels, new Shape(images.size(), 1, SIDE, SIDE), DataType.UINT8)
              .toType(DataType.FLOAT32, false)
              .mul(1 / 255f);
      float[] all =
          block
              .forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .softmax(1)
              .toFloatArray();
      int classes = all.length / images.size();
      float[][] probabilities = new float[images.size()][classes];
      for (int i = 0; i < probabilities.length; i++) {
        System.arraycopy(all, i * classes, probabilities[i], 0, classes);
      }
      return probabilities;
    }
  }

  @Override
  public String engine() {
    return "DJL %s, PyTorch %s, float32"
        .formatted(Engine.getDjlVersion(), model.getNDManager().getEngine().getVersion());
  }

  @Override
  public void close() {
    model.close();
  }
}
