package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.evaluation.Evaluation.Calibration;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final Calibration calibration = new Calibration();

  @Test
  void nothingSeenIsNoError() {
    assertThat(calibration.reliability().expectedError()).isZero();
  }

  @Test
  void certainAndAlwaysRightIsNoError() {
    calibration.add(1, true);
    calibration.add(1, true);

    assertThat(calibration.reliability().expectedError()).isZero();
  }

  @Test
  void certainAndAlwaysWrongIsTheLargestError() {
    calibration.add(1, false);

    assertThat(calibration.reliability().expectedError()).isEqualTo(1);
  }

  /**
   * Bins are 1/15 = 0.0667 wide. 0.90 and 0.92 share the bin from 0.8667: mean 0.91, right 1/2, gap
   * 0.41, weight 2/5. 0.55, 0.57 and 0.58 share the bin from 0.5333: mean 0.5667, right 2/3, gap
   * 0.1, weight 3/5. Together 0.164 + 0.06.
   */
  @Test
  void weighsTheBinsGapsByTheirCounts() {
    calibration.add(0.90, true);
    calibration.add(0.92, false);
    calibration.add(0.55, true);
    calibration.add(0.57, true);
    calibration.add(0.58, false);

    assertThat(calibration.reliability().expectedError()).isCloseTo(0.224, within(1e-12));
  }

  @Test
  void errorsOfOneBinCancelButNotOfTwo() {
    calibration.add(0.5, true); // bin from 0.4667
    calibration.add(0.5, false);
    assertThat(calibration.reliability().expectedError()).isCloseTo(0, within(1e-12));

    calibration.add(0.7, true); // bin from 0.6667: gap 0.3
    calibration.add(0.8, false); // bin from 0.8: gap 0.8
    assertThat(calibration.reliability().expectedError()).isCloseTo((0.3 + 0.8) / 4, within(1e-12));
  }
}
