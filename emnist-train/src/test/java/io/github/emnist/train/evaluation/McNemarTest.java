package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.emnist.train.evaluation.ModelComparison.McNemar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are SciPy 1.17.1's: binomtest(...).pvalue, chi2.sf(..., 1), erfc(...). */
class McNemarTest {
  @ParameterizedTest
  @CsvSource({
    "3, 10, 0.09228515625",
    "10, 3, 0.09228515625",
    "10, 12, 0.8318119049072266",
    "0, 5, 0.0625",
    "18, 6, 0.022655844688415527",
    "0, 0, 1",
    "4, 4, 1",
  })
  void exactIsTheBinomialTest(int onlyFirst, int onlySecond, double expected) {
    assertThat(McNemar.exact(onlyFirst, onlySecond)).isCloseTo(expected, withinPercentage(1e-10));
  }

  @ParameterizedTest
  @CsvSource({
    "86, 150, 16.81779661016949, 4.114562281345944e-05",
    "121, 59, 20.67222222222222, 5.450094825427117e-06",
    "25, 0, 23.04, 1.5866563039511885e-06",
    "2000, 1500, 71.14314285714286, 3.322253787885593e-17",
    "13, 12, 0, 1",
    "13, 13, 0, 1",
  })
  void chiSquareIsCorrectedForContinuity(int first, int second, double statistic, double p) {
    assertThat(McNemar.statistic(first, second)).isCloseTo(statistic, withinPercentage(1e-10));
    assertThat(McNemar.chiSquareTail(McNemar.statistic(first, second)))
        .isCloseTo(p, withinPercentage(1e-8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0.1, 0.8875370839817152",
    "1, 0.15729920705028516",
    "2.4999, 0.0004071699003334512",
    "2.5, 0.00040695201744495886",
    "3, 2.2090496998585445e-05",
    "5, 1.5374597944280347e-12",
    "8, 1.1224297172982928e-29",
    "15, 7.212994172451209e-100",
    "40, 0",
  })
  void complementaryErrorFunctionKeepsItsDigits(double x, double expected) {
    assertThat(McNemar.erfc(x)).isCloseTo(expected, withinPercentage(1e-9));
  }

  /** Both ways nearly agree where they meet. */
  @Test
  void exactAndChiSquareAgreeForManyImages() {
    double exact = McNemar.exact(230, 170);
    assertThat(McNemar.chiSquareTail(McNemar.statistic(230, 170)))
        .isCloseTo(exact, withinPercentage(2));
  }
}
