package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final DownloadTask.Backoff backoff =
      new DownloadTask.Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 42);

  @Test
  void doublesUpToTheLongestAndIsCutByUpToAHalf() {
    int[] full = {1, 2, 4, 8, 10, 10};
    for (int retry = 1; retry <= full.length; retry++) {
      assertThat(backoff.before(0, retry))
          .isBetween(
              Duration.ofMillis(500L * full[retry - 1]), Duration.ofSeconds(full[retry - 1]));
    }
    assertThat(backoff.before(0, 1000)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void dependsOnlyOnTheSeed() {
    DownloadTask.Backoff same =
        new DownloadTask.Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 42);
    assertThat(backoff.before(1, 3)).isEqualTo(same.before(1, 3));
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(
                    seed ->
                        new DownloadTask.Backoff(same.first(), same.longest(), seed).before(0, 1))
                .distinct())
        .hasSize(50);
  }
}
