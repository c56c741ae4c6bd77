package io.github.emnist.model.export;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** An exported file in ONNX Runtime, which knows nothing of this library. */
final class OnnxSession implements AutoCloseable {
  private final OrtSession session;

  OnnxSession(byte[] model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1); // no pool of threads for networks this small
      session = OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }

  OrtSession session() {
    return session;
  }

  /** The outputs by their names, one row an image. */
  Map<String, float[][]> run(byte[] images, long... shape) throws OrtException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(images.length).put(images).flip();
    Map<String, float[][]> answers = new HashMap<>();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), buffer, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of("images", tensor))) {
      for (Map.Entry<String, ?> output : result) {
        OnnxTensor value = (OnnxTensor) output.getValue();
        answers.put(output.getKey(), (float[][]) value.getValue());
      }
    }
    return answers;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
