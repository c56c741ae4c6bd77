package io.github.emnist.benchmarks;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.randu;
import static org.bytedeco.opencv.global.opencv_core.scaleAdd;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import io.github.emnist.data.internal.CounterRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures OpenCV through Bytedeco's binding, on one thread, bilinear, with black outside, on the
 * images of {@link AugmentBenchmark} and with as many random draws; everything that can be prepared
 * is, and each image is copied in and out. The elastic deformation is that of Albumentations:
 * uniform noise, a Gaussian blur with the size that OpenCV chooses for its sigma, and a remapping.
 *
 * <pre>
 * mvn -Ppeers -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar OpenCvBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 7, time = 2)
@Fork(1)
public class OpenCvBenchmark implements Checked {
  private static final int SIDE = 28;
  private static final double ALPHA = 34;
  private static final double SIGMA = 4;

  private final byte[] target = new byte[SyntheticImages.COUNT * SyntheticImages.LENGTH];
  private final CounterRandom random = new CounterRandom(42, 0, 0);
  private final Size size = new Size(SIDE, SIDE);
  private final Size chosen = new Size(0, 0);
  private final Scalar black = new Scalar(0);
  private final Mat source = new Mat(SIDE, SIDE, CV_8U);
  private final Mat result = new Mat(SIDE, SIDE, CV_8U);
  private final BytePointer sourceBytes = new BytePointer(source.data());
  private final BytePointer resultBytes = new BytePointer(result.data());
  private final Mat affine = new Mat(2, 3, CV_64F);
  private final DoublePointer affineNumbers = new DoublePointer(affine.data());
  private final double[] matrix = new double[6];

  private final Mat low = new Mat(1, 1, CV_64F, new Scalar(-1));
  private final Mat high = new Mat(1, 1, CV_64F, new Scalar(1));
  private final Mat noise = new Mat(SIDE, SIDE, CV_32F);
  private final Mat smooth = new Mat(SIDE, SIDE, CV_32F);
  private final Mat gridX = new Mat(SIDE, SIDE, CV_32F);
  private final Mat gridY = new Mat(SIDE, SIDE, CV_32F);
  private final Mat mapX = new Mat(SIDE, SIDE, CV_32F);
  private final Mat mapY = new Mat(SIDE, SIDE, CV_32F);
  private byte[] images;

  /** Draws the images. */
  @Setup
  public void setUp() {
    setNumThreads(1);
    images = SyntheticImages.draw();
    FloatPointer x = new FloatPointer(gridX.data());
    FloatPointer y = new FloatPointer(gridY.data());
    for (int i = 0; i < SIDE * SIDE; i++) {
      x.put(i, i % SIDE);
      y.put(i, i / SIDE);
    }
  }

  /**
   * Applies {@code warpAffine}.
   *
   * @return the images
   */
  @Benchmark
  @OperationsPerInvocation(SyntheticImages.COUNT)
  public byte[] affine() {
    for (int i = 0; i < SyntheticImages.COUNT; i++) {
      sourceBytes.put(images, i * SyntheticImages.LENGTH, SyntheticImages.LENGTH);
      draw();
      affineNumbers.put(matrix, 0, 6);
      int flags = INTER_LINEAR | WARP_INVERSE_MAP;
      warpAffine(source, result, affine, size, flags, BORDER_CONSTANT, black);
      resultBytes.get(target, i * SyntheticImages.LENGTH, SyntheticImages.LENGTH);
    }
    return target;
  }

  /**
   * Applies an elastic deformation as Albumentations does.
   *
   * @return the images
   */
  @Benchmark
  @OperationsPerInvocation(SyntheticImages.COUNT)
  public byte[] elastic() {
    for (int i = 0; i < SyntheticImages.COUNT; i++) {
      sourceBytes.put(images, i * SyntheticImages.LENGTH, SyntheticImages.LENGTH);
      field(gridX, mapX);
      field(gridY, mapY);
      remap(source, result, mapX, mapY, INTER_LINEAR, BORDER_CONSTANT, black);
      resultBytes.get(target, i * SyntheticImages.LENGTH, SyntheticImages.LENGTH);
    }
    return target;
  }

  private void field(Mat grid, Mat map) {
    randu(noise, low, high);
    GaussianBlur(noise, smooth, chosen, SIGMA, SIGMA, BORDER_REFLECT_101);
    scaleAdd(smooth, ALPHA, grid, map);
  }

  /**
   * Draws a rotation of up to 10 degrees, a zoom of up to 10 %, a shift of up to 2 pixels and a
   * shear of up to 0.15.
   */
  private void draw() {
    double angle = Math.toRadians(10 * next());
    double shiftX = 2 * next();
    double shiftY = 2 * next();
    double zoomX = 1 + 0.1 * next();
    double zoomY = 1 + 0.1 * next();
    double shear = 0.15 * next();
    double sin = Math.sin(angle);
    double cos = Math.cos(angle);
    double centre = (SIDE - 1) / 2.0;
    matrix[0] = (cos + shear * sin) / zoomX;
    matrix[1] = (shear * cos - sin) / zoomX;
    matrix[2] = centre - (centre + shiftX) * matrix[0] - (centre + shiftY) * matrix[1];
    matrix[3] = sin / zoomY;
    matrix[4] = cos / zoomY;
    matrix[5] = centre - (centre + shiftX) * matrix[3] - (centre + shiftY) * matrix[4];
  }

  private double next() {
    return 2 * random.nextDouble() - 1;
  }

  @Override
  public Map<String, double[]> outputs(String method) {
    byte[] made = method.equals("affine") ? affine() : elastic();
    return Map.of("mean grey", new double[] {SyntheticImages.meanGrey(made)});
  }

  @Override
  public String engine() {
    return "OpenCV " + org.bytedeco.opencv.global.opencv_core.CV_VERSION + ", Bytedeco";
  }
}
