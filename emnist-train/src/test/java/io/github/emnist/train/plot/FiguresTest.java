package io.github.emnist.train.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({"1, 0.2", "0.173, 0.05", "0.1, 0.02", "450, 100", "7e-10, 1e-10", "0.6, 0.1"})
  void stepsAreRound(double span, double step) {
    assertThat(Figures.step(span, 5)).isCloseTo(step, within(1e-9 * step));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.1, 0",
    "0.30000000000000004, 0.1, 0.3",
    "0.85, 0.05, 0.85",
    "1400, 200, '1,400'",
    "0.0012, 0.0002, 0.0012",
    "0.00002, 0.00001, 2.0e-05",
    "5, 1, 5"
  })
  void marksHaveTheDecimalsOfTheirStep(double value, double step, String text) {
    assertThat(Figures.mark(value, step)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.88182, 0.8818", "1234.5, '1,235'", "7.0448e-10, 7.04e-10", "0, 0.0000"})
  void valuesHaveAFewDigits(double value, String text) {
    assertThat(Figures.value(value)).isEqualTo(text);
  }
}
