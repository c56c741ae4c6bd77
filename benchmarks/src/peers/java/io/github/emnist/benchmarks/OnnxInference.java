package io.github.emnist.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime's side of {@link InferencePeers}. */
public final class OnnxInference {
  private static final int SIDE = 28;

  private OnnxInference() {}

  /**
   * Measures and prints a line.
   *
   * @param args a file, the seconds for each kind of call, and the threads within an operation
   * @throws Exception if the model cannot be run
   */
  public static void main(String[] args) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(Integer.parseInt(args[2]));
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session = environment.createSession(args[0], options)) {
        String description =
            "ONNX Runtime %s, float32, %s threads".formatted(environment.getVersion(), args[2]);
        InferenceClock clock =
            new InferenceClock(
                images -> answer(environment, session, images), Double.parseDouble(args[1]));
        System.out.println(clock.measure(description));
      }
    }
  }

  private static int[] answer(OrtEnvironment environment, OrtSession session, List<byte[]> images)
      throws Exception {
    ByteBuffer pixels = ByteBuffer.allocateDirect(images.size() * SIDE * SIDE);
    images.forEach(pixels::put);
    pixels.flip();
    long[] shape = {images.size(), SIDE, SIDE, 1};
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8);
        OrtSession.Result result =
            session.run(Map.of("images", input), Set.of("probabilities"))) {
      float[][] probabilities = (float[][]) result.get(0).getValue();
      int[] best = new int[probabilities.length];
      for (int i = 0; i < best.length; i++) {
        for (int c = 1; c < probabilities[i].length; c++) {
          best[i] = probabilities[i][c] > probabilities[i][best[i]] ? c : best[i];
        }
      }
      return best;
    }
  }
}
