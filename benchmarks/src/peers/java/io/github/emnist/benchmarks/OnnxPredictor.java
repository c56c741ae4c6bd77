package io.github.emnist.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Predicts with ONNX Runtime, with all of its optimisations. */
public final class OnnxPredictor implements Predictor {
  private static final int SIDE = 28;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String kind;

  /**
   * Loads a model.
   *
   * @param threads within an operation
   * @param path a file that the library exported
   * @throws OrtException if it cannot be run
   */
  public OnnxPredictor(int threads, Path path) throws OrtException {
    kind = path.toString().contains("int8") ? "int8" : "float32";
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(path.toString(), options);
    }
  }

  @Override
  public float[][] predict(List<byte[]> images) throws OrtException {
    ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * LENGTH);
    images.forEach(pixels::put);
    pixels.flip();
    long[] shape = {images.size(), SIDE, SIDE, 1};
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8);
        OrtSession.Result result =
            session.run(Map.of("images", input), Set.of("probabilities"))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  @Override
  public String engine() {
    return "ONNX Runtime %s, %s".formatted(environment.getVersion(), kind);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
