package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.Padding;
import java.util.List;

/** Tiny networks with branches, in every position that folding has to tell apart. */
final class ResidualArchitectures {
  private ResidualArchitectures() {}

  // spotless:off, since a network reads best with a block of layers on a line
  static List<CnnArchitecture> all() {
    return List.of(
        ending(
            named("identity shortcut")
                .conv2d(3, 3)
                .residual(body -> body.conv2d(3, 3, Padding.SAME).relu().conv2d(3, 1))),
        ending(
            named("projection, halving")
                .conv2d(2, 2, Padding.SAME)
                .batchNormalization()
                .relu()
                .residual(
                    body ->
                        body.conv2d(4, 3, 2, Padding.SAME)
                            .batchNormalization()
                            .relu()
                            .conv2d(4, 3, Padding.SAME)
                            .batchNormalization(),
                    shortcut ->
                        shortcut.averagePool(1).conv2d(4, 1, 2, Padding.SAME).batchNormalization())
                .relu()),
        ending(
            named("residual over pixels").residual(body -> body.conv2d(2, 3, Padding.SAME).gelu())),
        ending(
            named("normalization before both branches")
                .conv2d(3, 3)
                .relu()
                .batchNormalization()
                .residual(
                    body -> body.conv2d(2, 3, Padding.SAME), shortcut -> shortcut.conv2d(2, 1))),
        ending(
            named("pre-activation")
                .conv2d(3, 3)
                .residual(body -> body.batchNormalization().relu().conv2d(3, 3, Padding.SAME))
                .batchNormalization()
                .relu()),
        ending(
            named("leaky rectifier over what another branch reads too")
                .conv2d(2, 2)
                .residual(
                    body -> body.leakyRelu(0.2).conv2d(2, 3, Padding.SAME),
                    shortcut -> shortcut.conv2d(2, 1))),
        ending(
            named("normalization at the end of branches and behind the sum")
                .conv2d(2, 3)
                .residual(
                    body -> body.conv2d(2, 3, Padding.SAME).leakyRelu(0.1).batchNormalization(),
                    shortcut -> shortcut.batchNormalization())
                .batchNormalization()
                .conv2d(2, 2)),
        ending(
            named("nested")
                .conv2d(2, 3)
                .residual(
                    body ->
                        body.conv2d(3, 1)
                            .batchNormalization()
                            .residual(
                                inner ->
                                    inner.conv2d(3, 3, Padding.SAME).batchNormalization().relu())
                            .conv2d(2, 1),
                    shortcut -> shortcut.residual(inner -> inner.relu().batchNormalization()))
                .relu()),
        named("features")
            .flatten()
            .dense(4)
            .relu()
            .batchNormalization()
            .residual(body -> body.dense(5).batchNormalization().gelu().dense(4))
            .relu()
            .dense(3)
            .softmax()
            .build(),
        ending(
            named("dropouts of rate 0")
                .conv2d(2, 3)
                .spatialDropout(0)
                .residual(body -> body.spatialDropout(0).conv2d(2, 1).dropout(0))));
  }

  // spotless:on

  private static ArchitectureBuilder named(String name) {
    return CnnArchitecture.builder().name(name).input(5, 6, 2);
  }

  private static CnnArchitecture ending(ArchitectureBuilder network) {
    return network.globalAveragePool().dense(3).softmax().build();
  }
}
