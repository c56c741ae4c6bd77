package io.github.emnist.model.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallGateTest {
  private final CallGate gate = new CallGate();
  private final AtomicInteger freed = new AtomicInteger();

  @Test
  void closingWaitsForCallsUnderWayAndTurnsOthersAwayAtOnce() throws Exception {
    Lock outer = gate.enter();
    CompletableFuture<Void> closer =
        CompletableFuture.runAsync(() -> gate.close(freed::incrementAndGet));
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              while (true) { // until the closer has come
                gate.enter().unlock();
              }
            });
    assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("the classifier is closed");
    assertThat(closer).isNotDone();
    Lock inner = gate.enter();
    assertThat(freed).hasValue(0);
    inner.unlock();
    outer.unlock();
    closer.get(20, TimeUnit.SECONDS);
    assertThat(freed).hasValue(1);
  }

  @Test
  void closingTwiceFreesOnce() {
    gate.close(freed::incrementAndGet);
    gate.close(freed::incrementAndGet);
    assertThat(freed).hasValue(1);
    assertThatThrownBy(gate::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }
}
