package io.github.emnist.model.export;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tiny networks with every window that meets a border in its own way, strides beyond it too. */
final class WindowArchitectures {
  private WindowArchitectures() {}

  static Stream<CnnArchitecture> all() {
    List<CnnArchitecture> all = new ArrayList<>();
    for (Padding padding : Padding.values()) {
      for (int window = 1; window <= 4; window++) {
        for (int stride = 1; stride <= 3; stride++) {
          all.add(of(new Layer.Conv2D(2, window, 5 - window, stride, padding)));
          all.add(of(new Layer.MaxPool2D(window, stride, padding)));
          all.add(of(new Layer.AveragePool2D(window, stride, padding)));
        }
      }
    }
    return all.stream();
  }

  private static CnnArchitecture of(Layer layer) {
    return CnnArchitecture.builder()
        .name(layer.toString())
        .input(7, 6, 2)
        .layer(layer)
        .flatten()
        .dense(3)
        .softmax()
        .build();
  }
}
