package io.github.emnist.model.architecture;

import java.util.List;
import java.util.function.Consumer;

/** Collects the layers of one branch of a {@link Residual}. Not thread-safe. */
public final class BranchBuilder extends LayerBuilder<BranchBuilder> {
  private BranchBuilder() {}

  static List<Layer> layers(Consumer<BranchBuilder> branch) {
    BranchBuilder builder = new BranchBuilder();
    branch.accept(builder);
    return builder.layers();
  }

  @Override
  BranchBuilder self() {
    return this;
  }
}
