package io.github.emnist.model.internal.tensorflow;

import java.util.List;
import java.util.regex.Pattern;

/** Tells the lines that appear at every start of TensorFlow 2.18 from lines that mean something. */
final class BannerFilter {
  /**
   * Seen with tensorflow-core-api 1.1.0 on Linux; anything unknown is kept. The last four are what
   * a JVM from 24 on says of the protobuf-java 3.21 that TensorFlow Java brings.
   */
  private static final List<Pattern> BANNERS =
      List.of(
          Pattern.compile("WARNING: All log messages before absl::InitializeLog\\(\\).*"),
          Pattern.compile("[IW]0000 .*mlir_graph_optimization_pass\\.cc.*"),
          Pattern.compile("I0000 .*"),
          Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*: I tensorflow/.*"),
          Pattern.compile("To enable the following instructions: .*"),
          Pattern.compile(
              "WARNING: A terminally deprecated method in sun\\.misc\\.Unsafe has been called"),
          Pattern.compile(
              "WARNING: sun\\.misc\\.Unsafe::\\w+ has been called by com\\.google\\.protobuf\\..*"),
          Pattern.compile(
              "WARNING: Please consider reporting this to the maintainers of class"
                  + " com\\.google\\.protobuf\\..*"),
          Pattern.compile(
              "WARNING: sun\\.misc\\.Unsafe::\\w+ will be removed in a future release"));

  private BannerFilter() {}

  static List<String> withoutBanners(String printed) {
    return printed
        .lines()
        .filter(line -> BANNERS.stream().noneMatch(banner -> banner.matcher(line).matches()))
        .toList();
  }
}
