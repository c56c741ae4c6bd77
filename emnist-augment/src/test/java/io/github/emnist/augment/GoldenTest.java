package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters.Shift;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.GrayImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every transform, alone and combined, with every interpolation and fill mode, with
 * SciPy's ndimage and OpenCV. The files and the scripts that made them lie beside each other in the
 * resources.
 */
class GoldenTest {
  static List<String> scipy() throws IOException {
    return lines("scipy-goldens.txt");
  }

  static List<String> opencv() throws IOException {
    return lines("opencv-goldens.txt");
  }

  private static List<String> lines(String file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                GoldenTest.class.getResourceAsStream(file), StandardCharsets.US_ASCII))) {
      return lines.lines().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scipy")
  void isWithinOneGreyLevelOfSciPy(String golden) {
    compare(golden, 1);
  }

  /** Its tables of weights are coarse: the scripts say how much that makes. */
  @ParameterizedTest
  @MethodSource("opencv")
  void isWithinEightGreyLevelsOfOpenCv(String golden) {
    compare(golden, 8);
  }

  private static void compare(String golden, int tolerance) {
    String[] fields = golden.split(" ");
    Resampling resampling =
        new Resampling(
            Interpolation.valueOf(fields[1].toUpperCase(Locale.ROOT)),
            FillMode.valueOf(fields[2].toUpperCase(Locale.ROOT)),
            Integer.parseInt(fields[3]));
    int width = Integer.parseInt(fields[4]);
    int height = Integer.parseInt(fields[5]);
    TransformSequence steps =
        new TransformSequence(
            Stream.of(fields[0].split(";")).map(step -> step(step, resampling)).toList());
    GrayImage expected = GrayImage.of(width, height, HexFormat.of().parseHex(fields[6]));
    GrayImage found = steps.apply(picture(width, height));
    assertThat(Images.maxDifference(found, expected, 0))
        .as("%s\n%s", golden, HexFormat.of().formatHex(found.toBytes()))
        .isLessThanOrEqualTo(tolerance);
  }

  private static ImageTransform step(String step, Resampling resampling) {
    String[] parts = step.split(":");
    double[] p = Arrays.stream(parts[1].split(",")).mapToDouble(Double::parseDouble).toArray();
    return switch (parts[0]) {
      case "affine" ->
          new AffineParameters(
              p[0], new PerAxis(p[1], p[2]), new PerAxis(p[3], p[4]), p[5], resampling);
      case "perspective" ->
          new PerspectiveParameters(
              new PerAxis(p[0], p[1]),
              new PerAxis(p[2], p[3]),
              new PerAxis(p[4], p[5]),
              new PerAxis(p[6], p[7]),
              resampling);
      case "elastic" -> new ElasticParameters(p[0], p[1], (long) p[2], resampling);
      case "grid" -> new GridDistortionParameters((int) p[0], p[1], (long) p[2], resampling);
      case "keras" ->
          new KerasAffineParameters(
              p[0],
              new Shift(p[1], false),
              new Shift(p[2], false),
              p[3],
              new PerAxis(p[5], p[4]),
              resampling);
      default -> throw new IllegalArgumentException(step);
    };
  }

  /** The script's picture. */
  private static GrayImage picture(int width, int height) {
    byte[] pixels = new byte[width * height];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width;
      int y = i / width;
      pixels[i] = (byte) (x * x * 5 + y * 37 + x * y * 11);
    }
    return GrayImage.of(width, height, pixels);
  }
}
