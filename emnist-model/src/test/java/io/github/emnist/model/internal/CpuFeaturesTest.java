package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuFeaturesTest {
  @Test
  void flagsAreReadAsWholeWords() {
    CpuFeatures zen =
        CpuFeatures.parse(
            """
            processor\t: 0
            vendor_id\t: AuthenticAMD
            flags\t\t: fpu sse4_1 sse4_2 avx fma avx2 avx512f avx512_vnni avx512_bf16 amx
            bugs\t\t: none
            """,
            true);
    assertThat(zen.names())
        .containsExactly("sse4_2", "avx", "fma", "avx2", "avx512f", "avx512_vnni", "avx512_bf16");
    assertThat(zen.hasBfloat16()).isTrue();
    assertThat(zen.fasterInBfloat16()).isTrue();
    assertThat(new CpuFeatures(zen.names(), false).fasterInBfloat16()).isFalse();
  }

  @Test
  void olderProcessorsHaveNoBfloat16() {
    CpuFeatures iceLake =
        CpuFeatures.parse("flags : avx2 avx512f avx512_vnni not_avx512_bf16\n", true);
    assertThat(iceLake.names()).containsExactly("avx2", "avx512f", "avx512_vnni");
    assertThat(iceLake.hasBfloat16()).isFalse();
    assertThat(iceLake.fasterInBfloat16()).isFalse();
  }

  @Test
  void armSpellsItsOwnWay() {
    CpuFeatures graviton =
        CpuFeatures.parse("processor\t: 0\nFeatures\t: fp asimd sve bf16\n", true);
    assertThat(graviton.names()).containsExactly("asimd", "sve", "bf16");
    assertThat(graviton.hasBfloat16()).isTrue();
    assertThat(graviton.fasterInBfloat16()).isFalse(); // not measured
  }

  @Test
  void nothingKnownIsNothingAssumed() {
    assertThat(CpuFeatures.parse("", false).names()).isEmpty();
    assertThat(CpuFeatures.parse("", false).hasBfloat16()).isFalse();
    assertThat(CpuFeatures.ofThisMachine()).isSameAs(CpuFeatures.ofThisMachine());
  }
}
