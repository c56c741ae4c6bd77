package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResidualTest {
  private static final Layer POINTWISE = new Layer.Conv2D(1, 1, 1, 1, Padding.VALID);

  private static ArchitectureBuilder input() {
    return CnnArchitecture.builder().input(8, 8, 1);
  }

  private static CnnArchitecture ending(ArchitectureBuilder network) {
    return network.globalAveragePool().dense(2).softmax().build();
  }

  @Test
  void innerLayersAreNamedBehindTheirBranch() {
    CnnArchitecture network =
        ending(
            input()
                .conv2d(4, 3)
                .residual(body -> body.conv2d(4, 1).relu())
                .residual(
                    body -> body.conv2d(6, 1).conv2d(6, 3, 2, Padding.SAME).batchNormalization(),
                    shortcut -> shortcut.averagePool(2).conv2d(6, 1)));
    assertThat(network.layers().stream().flatMap(PlacedLayer::walk).map(PlacedLayer::name))
        .containsExactly(
            "conv2d",
            "residual",
            "residual/body/conv2d",
            "residual/body/activation",
            "residual_1",
            "residual_1/body/conv2d",
            "residual_1/body/conv2d_1",
            "residual_1/body/batch_normalization",
            "residual_1/shortcut/average_pooling2d",
            "residual_1/shortcut/conv2d",
            "global_average_pooling2d",
            "dense",
            "activation");
    assertThat(network.parameters().stream().map(Parameter::name))
        .containsExactly(
            "conv2d/kernel",
            "conv2d/bias",
            "residual/body/conv2d/kernel",
            "residual/body/conv2d/bias",
            "residual_1/body/conv2d/kernel",
            "residual_1/body/conv2d/bias",
            "residual_1/body/conv2d_1/kernel",
            "residual_1/body/conv2d_1/bias",
            "residual_1/body/batch_normalization/gamma",
            "residual_1/body/batch_normalization/beta",
            "residual_1/body/batch_normalization/moving_mean",
            "residual_1/body/batch_normalization/moving_variance",
            "residual_1/shortcut/conv2d/kernel",
            "residual_1/shortcut/conv2d/bias",
            "dense/kernel",
            "dense/bias");
    PlacedLayer second = network.layers().get(2);
    assertThat(second.input()).isEqualTo(TensorShape.of(6, 6, 4));
    assertThat(second.output()).isEqualTo(TensorShape.of(3, 3, 6));
    assertThat(second.parameterCount()).isEqualTo(30 + 330 + 24 + 30);
    assertThat(second.multiplyAdds()).isEqualTo(36 * 24 + 9 * 324 + 9 * 24);
    assertThat(second.parameter("gamma").name())
        .isEqualTo("residual_1/body/batch_normalization/gamma");
    assertThat(network.layers().get(1).branches().get(1)).isEmpty();
    assertThat(network.layers().get(0).branches()).isEmpty();
  }

  @Test
  void equalBranchesMakeEqualNetworks() {
    List<Layer> body = new ArrayList<>(List.of(POINTWISE));
    Residual residual = new Residual(body, List.of());
    body.clear();
    assertThat(residual.body()).containsExactly(POINTWISE);
    assertThat(ending(input().layer(residual)))
        .isEqualTo(ending(input().residual(b -> b.conv2d(1, 1))))
        .isNotEqualTo(ending(input().residual(b -> b.conv2d(1, 1), s -> s.conv2d(1, 1))));
  }

  @Test
  void shapeErrorsNameTheLayerAndItsBranch() {
    assertThatThrownBy(() -> ending(input().residual(body -> body.conv2d(4, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "residual: the body gives (None, 6, 6, 4), but without a shortcut it must keep the"
                + " input's (None, 8, 8, 1)");
    assertThatThrownBy(
            () ->
                ending(
                    input()
                        .residual(body -> body.conv2d(1, 1))
                        .residual(
                            body -> body.conv2d(4, 3, 2, Padding.SAME),
                            shortcut -> shortcut.conv2d(4, 1))))
        .hasMessage(
            "residual_1: the body gives (None, 4, 4, 4), but the shortcut (None, 8, 8, 4); a sum"
                + " needs equal shapes");
    assertThatThrownBy(
            () ->
                ending(
                    input()
                        .residual(
                            body ->
                                body.residual(inner -> inner.relu(), past -> past.conv2d(1, 9)))))
        .hasMessage(
            "residual/body/residual/shortcut/conv2d: kernel 9x9 does not fit input (None, 8, 8,"
                + " 1)");
    assertThatThrownBy(() -> ending(input().residual(body -> body.dense(3))))
        .hasMessage(
            "residual/body/dense: needs a flat input, found (None, 8, 8, 1); put flatten() or"
                + " globalAveragePool() before it");
    assertThatThrownBy(() -> ending(input().residual(body -> body.conv2d(1, 1).softmax())))
        .hasMessage("residual/body/activation: softmax is allowed only as the last layer");
  }

  @Test
  void branchesMustHoldLayers() {
    assertThatThrownBy(() -> input().residual(body -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Residual: body must not be empty");
    assertThatThrownBy(() -> new Residual(null, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Residual: body must not be null");
    assertThatThrownBy(() -> new Residual(List.of(POINTWISE), null))
        .hasMessage("Residual: shortcut must not be null");
    assertThatThrownBy(() -> new Residual(Arrays.asList(POINTWISE, null), List.of()))
        .hasMessage("Residual: body must hold no null");
    assertThatThrownBy(() -> new Residual(List.of(POINTWISE), Arrays.asList((Layer) null)))
        .hasMessage("Residual: shortcut must hold no null");
  }

  @Test
  void depthIsBounded() {
    Layer nested = POINTWISE;
    for (int depth = 1; depth <= Residual.MAX_DEPTH; depth++) {
      nested =
          depth % 2 == 0
              ? new Residual(List.of(nested), List.of())
              : new Residual(List.of(POINTWISE), List.of(nested));
    }
    assertThat(ending(input().layer(nested)).parameterCount()).isPositive();
    Layer deepest = nested;
    assertThatThrownBy(() -> new Residual(List.of(deepest), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Residual: found a nesting depth of 9, expected at most 8");
    assertThatThrownBy(() -> new Residual(List.of(POINTWISE), List.of(deepest)))
        .hasMessage("Residual: found a nesting depth of 9, expected at most 8");
  }
}
