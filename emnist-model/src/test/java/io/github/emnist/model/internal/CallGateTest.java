package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallGateTest {
  private final CallGate gate = new CallGate();
  private final AtomicInteger freed = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stopThreads() {
    threads.shutdown();
  }

  @Test
  void closingWaitsForCallsUnderWayAndTurnsOthersAwayAtOnce() throws Exception {
    Lock outer = gate.enter();
    CompletableFuture<Void> closer =
        CompletableFuture.runAsync(() -> gate.close(freed::incrementAndGet), threads);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              while (true) { // until the closer has come
                gate.enter().unlock();
              }
            },
            threads);
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

  @Test
  void aCallThatClosesFreesWhenItGoesOut() {
    Lock outer = gate.enter();
    gate.close(freed::incrementAndGet);
    gate.close(freed::incrementAndGet);
    Lock inner = gate.enter(); // the call's next step
    inner.unlock();
    assertThat(freed).hasValue(0);
    outer.unlock();
    assertThat(freed).hasValue(1);
    assertThatThrownBy(gate::enter).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCallThatClosesWaitsForNoOther() throws Exception {
    Lock own = gate.enter();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              Lock others = gate.enter();
              gate.close(freed::incrementAndGet);
              others.unlock();
            },
            threads);
    other.get(20, TimeUnit.SECONDS);
    gate.close(freed::incrementAndGet);
    assertThat(freed).hasValue(0);
    own.unlock();
    assertThat(freed).hasValue(1);
  }

  /** Many calls go out at once, one of which has closed: whichever is last must free. */
  @Test
  void theLastOfManyFrees() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      CallGate one = new CallGate();
      AtomicInteger count = new AtomicInteger();
      CyclicBarrier together = new CyclicBarrier(3);
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        boolean closes = i == 0;
        calls.add(
            CompletableFuture.runAsync(
                () -> {
                  Lock held = one.enter();
                  await(together);
                  if (closes) {
                    one.close(count::incrementAndGet);
                  }
                  held.unlock();
                },
                threads));
      }
      for (CompletableFuture<Void> call : calls) {
        call.get(20, TimeUnit.SECONDS);
      }
      assertThat(count).hasValue(1);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
