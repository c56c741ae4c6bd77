package io.github.emnist.model.tensorflow;

import java.util.List;
import java.util.regex.Pattern;

/** Tells the lines that TensorFlow 2.18 prints at every start from lines that mean something. */
final class BannerFilter {
  /** Seen with tensorflow-core-api 1.1.0 on Linux; anything unknown is kept. */
  private static final List<Pattern> BANNERS =
      List.of(
          Pattern.compile("WARNING: All log messages before absl::InitializeLog\\(\\).*"),
          Pattern.compile("[IW]0000 .*mlir_graph_optimization_pass\\.cc.*"),
          Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*: I tensorflow/.*"),
          Pattern.compile("To enable the following instructions: .*"));

  private BannerFilter() {}

  static List<String> withoutBanners(String printed) {
    return printed
        .lines()
        .filter(line -> BANNERS.stream().noneMatch(banner -> banner.matcher(line).matches()))
        .toList();
  }
}
