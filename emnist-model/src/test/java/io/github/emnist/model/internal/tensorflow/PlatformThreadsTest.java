package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(120)
class PlatformThreadsTest {
  @Test
  void aPlatformThreadRunsItsCallsItself() {
    Thread caller = Thread.currentThread();
    assertThat(PlatformThreads.call(Thread::currentThread)).isSameAs(caller);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
  void aVirtualThreadHandsItsCallsOver() throws Exception {
    ExecutorService threads = virtualThreads();
    Thread worker = threads.submit(() -> PlatformThreads.call(Thread::currentThread)).get();
    assertThat(worker.getName()).isEqualTo("emnist-native");
    assertThat(worker.isDaemon()).isTrue();
    Future<?> failing =
        threads.submit(
            () ->
                PlatformThreads.run(
                    () -> {
                      throw new IllegalStateException("as thrown");
                    }));
    assertThatThrownBy(failing::get)
        .cause()
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("as thrown");
    threads.shutdown();
  }

  /** Waiting is no shorter for an interrupt, and the interrupt is not lost. */
  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
  void interruptsStayWithTheCaller() throws Exception {
    ExecutorService threads = virtualThreads();
    Future<Boolean> interrupted =
        threads.submit(
            () -> {
              Thread.currentThread().interrupt();
              String answer = PlatformThreads.call(() -> "answer");
              return answer.equals("answer") && Thread.interrupted();
            });
    assertThat(interrupted.get()).isTrue();
    threads.shutdown();
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "there are no virtual threads before")
  void manyVirtualThreadsGetTheAnswersOfOne() throws Exception {
    var architecture = Architectures.all().get(0);
    byte[] images = TestNetwork.randomImages(architecture, 1, 1);
    ExecutorService threads = virtualThreads();
    try (FrozenNetwork network =
        new FrozenNetwork(
            architecture, TestNetwork.randomWeights(architecture, 1), RuntimeOptions.DEFAULT)) {
      float[] alone = network.probabilities(images, 1);
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        answers.add(threads.submit(() -> network.probabilities(images, 1)));
      }
      for (Future<float[]> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(alone);
      }
    }
    threads.shutdown();
  }

  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
