package io.github.emnist.benchmarks;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.findNonZero;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGRA2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.DIST_L2;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_BINARY_INV;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_OTSU;
import static org.bytedeco.opencv.global.opencv_imgproc.boundingRect;
import static org.bytedeco.opencv.global.opencv_imgproc.connectedComponentsWithStats;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.distanceTransform;
import static org.bytedeco.opencv.global.opencv_imgproc.medianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import ai.onnxruntime.OrtException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the preprocessing of the pictures of {@link PreprocessBenchmark}, on one thread, by
 * OpenCV's operations for the same steps: copied in, grey, a 3x3 median against noise, Otsu's
 * threshold, connected pieces with their boxes, the ink's box resampled to 128 pixels, a distance
 * transform for the strokes' width, Gaussian blur, margin, 28x28 pixels, copied out. It makes no
 * decisions: no uneven light, no polarity, no frames, no change of strokes.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar OpenCvPreprocessBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(3)
public class OpenCvPreprocessBenchmark implements Checked {
  private static final int WORK_SIDE = 128;

  /** The kind of the pictures. */
  @Param({"drawing", "shadow", "photograph"})
  public String picture;

  /** The ONNX file for {@link #answer()}. */
  @Param("")
  public String model = "";

  /** The folder of {@link PreprocessPictures#write the pictures}, for {@link #answer()}. */
  @Param("")
  public String folder = "";

  private OnnxPredictor predictor;
  private BufferedImage[] pictures;
  private Mat source;
  private final Mat grey = new Mat();
  private final Mat clean = new Mat();
  private final Mat ink = new Mat();
  private final Mat labels = new Mat();
  private final Mat boxes = new Mat();
  private final Mat centroids = new Mat();
  private final Mat points = new Mat();
  private final Mat scaled = new Mat();
  private final Mat depth = new Mat();
  private final Mat blurred = new Mat();
  private final Mat framed = new Mat();
  private final Mat result = new Mat();
  private int next;

  /**
   * Draws the pictures and loads the model.
   *
   * @throws OrtException if it cannot be loaded
   */
  @Setup
  public void setUp() throws OrtException {
    setNumThreads(1);
    if (!model.isEmpty()) {
      predictor = new OnnxPredictor(1, Path.of(model));
      return;
    }
    pictures = PreprocessPictures.draw(picture);
    int channels = pictures[0].getType() == BufferedImage.TYPE_INT_RGB ? 4 : 3;
    source = new Mat(pictures[0].getHeight(), pictures[0].getWidth(), CV_8UC(channels));
  }

  /** Closes the model's session. */
  @TearDown
  public void tearDown() {
    if (predictor != null) {
      predictor.close();
    }
  }

  /**
   * Recognises a PNG file with OpenCV's steps and ONNX Runtime.
   *
   * @return the class
   * @throws OrtException if the model cannot be run
   */
  @Benchmark
  public int answer() throws OrtException {
    next = (next + 1) % PreprocessPictures.COUNT;
    return answer(next);
  }

  private int answer(int number) throws OrtException {
    String file = PreprocessPictures.file(Path.of(folder), number).toString();
    byte[] pixels;
    PointerScope scope = new PointerScope();
    try {
      imread(file, IMREAD_GRAYSCALE).copyTo(grey);
      pixels = steps();
    } finally {
      scope.close(); // frees everything allocated since
    }
    float[] probabilities = predictor.predict(List.of(pixels))[0];
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    return best;
  }

  /**
   * Processes the next picture.
   *
   * @return 28 x 28
   */
  @Benchmark
  public byte[] process() {
    next = (next + 1) % pictures.length;
    return process(next);
  }

  private byte[] process(int number) {
    PointerScope scope = new PointerScope();
    try {
      if (pictures[number].getRaster().getDataBuffer() instanceof DataBufferInt buffer) {
        new IntPointer(source.data()).put(buffer.getData());
        cvtColor(source, grey, COLOR_BGRA2GRAY);
      } else {
        byte[] data = ((DataBufferByte) pictures[number].getRaster().getDataBuffer()).getData();
        new BytePointer(source.data()).put(data);
        cvtColor(source, grey, COLOR_BGR2GRAY);
      }
      return steps();
    } finally {
      scope.close();
    }
  }

  /** Runs the steps from the grey picture on. */
  private byte[] steps() {
    medianBlur(grey, clean, 3);
    threshold(clean, ink, 0, 255, THRESH_BINARY_INV | THRESH_OTSU);
    connectedComponentsWithStats(ink, labels, boxes, centroids);
    findNonZero(ink, points);
    Rect box = boundingRect(points);
    double scale = WORK_SIDE / (double) Math.max(box.width(), box.height());
    Size size = new Size((int) (box.width() * scale), (int) (box.height() * scale));
    resize(new Mat(ink, box), scaled, size, 0, 0, INTER_CUBIC);
    distanceTransform(scaled, depth, DIST_L2, 5);
    GaussianBlur(scaled, blurred, new Size(0, 0), WORK_SIDE / 45.0);
    int across = (WORK_SIDE * 57 / 45 - size.width()) / 2;
    int down = (WORK_SIDE * 57 / 45 - size.height()) / 2;
    copyMakeBorder(
        blurred, framed, down, down, across, across, BORDER_CONSTANT, new Scalar(0, 0, 0, 0));
    resize(framed, result, new Size(28, 28), 0, 0, INTER_CUBIC);
    byte[] target = new byte[28 * 28];
    new BytePointer(result.data()).get(target);
    return target;
  }

  @Override
  public Map<String, double[]> outputs(String method) throws OrtException {
    if (method.equals("answer")) {
      double right = 0;
      for (int i = 0; i < PreprocessPictures.COUNT; i++) {
        right += answer(i) == i ? 1 : 0;
      }
      return Map.of(
          RecogniseBenchmark.RIGHT, new double[] {right / PreprocessPictures.COUNT});
    }
    return Map.of(
        "mean grey and centre of the " + picture + "s",
        IntStream.range(0, pictures.length)
            .mapToObj(i -> PreprocessPictures.summary(process(i)))
            .flatMapToDouble(Arrays::stream)
            .toArray());
  }

  @Override
  public String engine() {
    return "OpenCV " + org.bytedeco.opencv.global.opencv_core.CV_VERSION + ", Bytedeco";
  }
}
