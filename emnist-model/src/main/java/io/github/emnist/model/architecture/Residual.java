package io.github.emnist.model.architecture;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The sum of two branches over the same input (He et al., "Deep residual learning for image
 * recognition", 2016). What a shortcut carries past the body need not be learned by it, which lets
 * deep networks train.
 *
 * <pre>{@code
 * CnnArchitecture.builder()
 *     .input(28, 28, 1)
 *     .conv2d(32, 3, Padding.SAME).batchNormalization().relu()
 *     .residual(
 *         body -> body.conv2d(64, 3, 2, Padding.SAME).batchNormalization(),
 *         shortcut -> shortcut.conv2d(64, 1, 2, Padding.SAME).batchNormalization())
 *     .relu()
 *     .globalAveragePool().dense(47).softmax()
 *     .build();
 * }</pre>
 *
 * @param body the layers of one branch, at least one
 * @param shortcut the layers of the other; empty passes the input on as it is, which needs a body
 *     that keeps the shape
 */
public record Residual(List<Layer> body, List<Layer> shortcut) implements Layer {
  /** How deep residual layers may be nested, which bounds what their compilation needs of stack. */
  public static final int MAX_DEPTH = 8;

  /**
   * Creates a residual layer from copies of its branches.
   *
   * @param body the layers of one branch, at least one
   * @param shortcut the layers of the other; empty passes the input on as it is
   * @throws IllegalArgumentException if the body is empty, or residual layers would be nested
   *     deeper than {@link #MAX_DEPTH}
   */
  public Residual {
    body = copy("body", body);
    shortcut = copy("shortcut", shortcut);
    if (body.isEmpty()) {
      throw new IllegalArgumentException("Residual: body must not be empty");
    }
    int depth = 1 + Math.max(depth(body), depth(shortcut));
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Residual: nested %d deep, at most %d is possible", depth, MAX_DEPTH));
    }
  }

  private static List<Layer> copy(String branch, List<Layer> layers) {
    Checks.present("Residual", branch, layers);
    if (layers.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("Residual: %s must hold no null".formatted(branch));
    }
    return List.copyOf(layers);
  }

  private static int depth(List<Layer> layers) {
    int depth = 0;
    for (Layer layer : layers) {
      if (layer instanceof Residual residual) {
        depth = Math.max(depth, 1 + Math.max(depth(residual.body), depth(residual.shortcut)));
      }
    }
    return depth;
  }

  @Override
  public String type() {
    return "Residual";
  }

  /**
   * Works out shapes and parameters behind a given input. Names of inner layers begin with this
   * one's and the branch: {@code residual/body/conv2d_1}, {@code residual/shortcut/conv2d}.
   */
  @Override
  public PlacedLayer place(String name, TensorShape input) {
    List<PlacedLayer> placedBody = Stack.place(name + "/body/", body, input);
    List<PlacedLayer> placedShortcut = Stack.place(name + "/shortcut/", shortcut, input);
    TensorShape output = Stack.output(placedBody, input);
    TensorShape other = Stack.output(placedShortcut, input);
    if (!output.equals(other)) {
      throw new IllegalArgumentException(
          shortcut.isEmpty()
              ? "%s: the body gives %s, but without a shortcut it must keep the input's %s"
                  .formatted(name, output, input)
              : "%s: the body gives %s, but the shortcut %s; a sum needs equal shapes"
                  .formatted(name, output, other));
    }
    return new PlacedLayer(
        name,
        this,
        input,
        output,
        Stack.parameters(placedBody, placedShortcut),
        List.of(placedBody, placedShortcut));
  }
}
