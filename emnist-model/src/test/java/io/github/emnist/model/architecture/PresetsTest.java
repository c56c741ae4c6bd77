package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PresetsTest {
  /** Added up by hand: kernels and biases, then four arrays a normalized channel. */
  @Test
  void smallHasUnderHalfAMillionParameters() {
    CnnArchitecture small = CnnArchitecture.small();
    long convolutions =
        320 + 18_496 + 36_928 + 2_112 + 55_392 + 83_040 + 6_240 + 83_040 + 83_040 + 47 * 97;
    long normalizedChannels = 32 + 3 * 64 + 3 * 96 + 2 * 96;
    assertThat(small.parameterCount())
        .isEqualTo(convolutions + 4 * normalizedChannels)
        .isEqualTo(375_983)
        .isLessThan(500_000);
    assertThat(small.trainableParameterCount()).isEqualTo(375_983 - 2 * normalizedChannels);
    assertThat(small.name()).isEqualTo("small");
    assertThat(small.input()).isEqualTo(TensorShape.of(28, 28, 1));
    assertThat(small.classes()).isEqualTo(47);
  }

  @Test
  void largeHasAboutAsManyParametersAsEmnistCnn() {
    CnnArchitecture large = CnnArchitecture.large();
    assertThat(large.parameterCount()).isEqualTo(1_366_607);
    assertThat(large.name()).isEqualTo("large");
    assertThat(large.classes()).isEqualTo(47);
  }

  @Test
  void fastHasAQuarterOfEmnistCnnsParameters() {
    CnnArchitecture fast = CnnArchitecture.fast();
    long convolutions = 832 + 18_496 + 55_392 + 83_040 + 166_080 + 47 * 193;
    long normalizedChannels = 32 + 64 + 96 + 96 + 192;
    assertThat(fast.parameterCount())
        .isEqualTo(convolutions + 4 * normalizedChannels)
        .isEqualTo(334_831);
    assertThat(fast.trainableParameterCount()).isEqualTo(334_831 - 2 * normalizedChannels);
    assertThat(fast.name()).isEqualTo("fast");
    assertThat(fast.input()).isEqualTo(TensorShape.of(28, 28, 1));
    assertThat(fast.classes()).isEqualTo(47);
  }

  /** Worked out by hand: kernel size times output pixels of each layer. */
  @Test
  void multiplicationsAreCounted() {
    assertThat(CnnArchitecture.emnistCnn().multiplyAdds())
        .isEqualTo(24 * 24 * 800 + 20 * 20 * 25_600 + 18 * 18 * 18_432 + 5_184 * 256 + 256 * 47)
        .isEqualTo(18_011_904);
    long halved = 14 * 14 * 9 * (32 * 64 + 64 * 64) + 14 * 14 * 32 * 64;
    long halvedAgain = 7 * 7 * 9 * (64 * 96 + 96 * 96) + 7 * 7 * 64 * 96;
    assertThat(CnnArchitecture.small().multiplyAdds())
        .isEqualTo(28 * 28 * 9 * 32 + halved + halvedAgain + 7 * 7 * 9 * 96 * 96 * 2 + 96 * 47)
        .isEqualTo(26_673_056);
    assertThat(CnnArchitecture.large().multiplyAdds()).isEqualTo(115_953_216);
    long atHalfSize = 14 * 14 * (25 * 32 + 9 * 32 * 64);
    long atAQuarter = 7 * 7 * 9 * (64 * 96 + 96 * 96);
    assertThat(CnnArchitecture.fast().multiplyAdds())
        .isEqualTo(atHalfSize + atAQuarter + 3 * 3 * 9 * 96 * 192 + 192 * 47)
        .isEqualTo(12_045_248);
  }

  @Test
  void anyNumberOfClassesIsPossible() {
    assertThat(CnnArchitecture.small(10)).isEqualTo(CnnArchitecture.small().withClasses(10));
    assertThat(CnnArchitecture.large(62)).isEqualTo(CnnArchitecture.large().withClasses(62));
    assertThat(CnnArchitecture.fast(62)).isEqualTo(CnnArchitecture.fast().withClasses(62));
    assertThat(CnnArchitecture.fast()).isEqualTo(CnnArchitecture.fast(47));
    assertThat(CnnArchitecture.small()).isEqualTo(CnnArchitecture.small(47));
    assertThat(CnnArchitecture.large()).isEqualTo(CnnArchitecture.large(47));
    assertThatThrownBy(() -> CnnArchitecture.small(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes (1) must be 2 to 256");
    assertThatThrownBy(() -> CnnArchitecture.large(257))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes (257) must be 2 to 256");
    assertThatThrownBy(() -> CnnArchitecture.fast(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes (1) must be 2 to 256");
  }
}
