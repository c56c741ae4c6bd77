package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorShapeTest {
  @Test
  void pictureHasHeightWidthAndChannels() {
    TensorShape shape = TensorShape.of(24, 20, 32);
    assertThat(shape.height()).isEqualTo(24);
    assertThat(shape.width()).isEqualTo(20);
    assertThat(shape.channels()).isEqualTo(32);
    assertThat(shape.size()).isEqualTo(15_360);
    assertThat(shape.isFlat()).isFalse();
    assertThat(shape).hasToString("(None, 24, 20, 32)");
  }

  @Test
  void flatShapeHasFeaturesOnly() {
    TensorShape shape = TensorShape.of(47);
    assertThat(shape.isFlat()).isTrue();
    assertThat(shape.channels()).isEqualTo(47);
    assertThat(shape).hasToString("(None, 47)");
    assertThatThrownBy(shape::height)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("shape (None, 47) is flat");
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> TensorShape.of(28, 28))
        .hasMessage(
            "a shape has one dimension (features) or three (height, width, channels), found"
                + " [28, 28]");
    assertThatThrownBy(() -> TensorShape.of(28, 0, 1))
        .hasMessage("shape [28, 0, 1] must be positive");
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> TensorShape.of(most, most, most))
        .hasMessage(
            "shape [2147483647, 2147483647, 2147483647] has too many elements, expected at most 2,147,483,647");
  }
}
