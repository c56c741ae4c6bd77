package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.internal.tensorflow.QuantizedPass.LastingVectors;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.tensorflow.types.TFloat32;

class LastingVectorsTest {
  @Test
  void equalValuesShareAVector() {
    TFloat32 vector = LastingVectors.of(new float[] {1.5f, -2});
    assertThat(LastingVectors.of(new float[] {1.5f, -2})).isSameAs(vector);
    assertThat(LastingVectors.of(new float[] {1.5f, 2})).isNotSameAs(vector);
    assertThat(LastingVectors.of(new float[] {1.5f})).isNotSameAs(vector);
  }

  @Test
  void aVectorOutlivesItsCallersScope() {
    PointerScope scope = new PointerScope();
    TFloat32 vector = LastingVectors.of(new float[] {6, 7});
    scope.deallocate();
    assertThat(Tensors.values(vector)).containsExactly(6, 7);
  }

  @Test
  void aVectorStaysAsItWas() {
    float[] values = {3, 4};
    TFloat32 vector = LastingVectors.of(values);
    values[0] = 5;
    assertThat(Tensors.values(vector)).containsExactly(3, 4);
    assertThat(LastingVectors.of(new float[] {3, 4})).isSameAs(vector);
    assertThat(Tensors.values(LastingVectors.of(values))).containsExactly(5, 4);
  }
}
