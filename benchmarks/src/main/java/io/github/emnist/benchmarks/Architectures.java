package io.github.emnist.benchmarks;

import io.github.emnist.model.architecture.CnnArchitecture;
import java.util.List;

/** The library's networks by name, for arguments. */
final class Architectures {
  private Architectures() {}

  static CnnArchitecture named(String name) {
    List<CnnArchitecture> known =
        List.of(
            CnnArchitecture.emnistCnn(),
            CnnArchitecture.fast(),
            CnnArchitecture.small(),
            CnnArchitecture.large());
    return known.stream()
        .filter(architecture -> architecture.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "found architecture %s, expected one of %s"
                        .formatted(name, known.stream().map(CnnArchitecture::name).toList())));
  }
}
