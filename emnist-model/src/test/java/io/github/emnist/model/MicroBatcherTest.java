package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MicroBatcherTest {
  private static final Duration DELAY = Duration.ofMillis(5);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final StoppableNetwork network = new StoppableNetwork();
  private final ManualClock clock = new ManualClock();
  private final MicroBatcher batching = batching(1);

  private MicroBatcher batching(int processors) {
    return batching(processors, PredictionObserver.NONE);
  }

  private MicroBatcher batching(int processors, PredictionObserver observer) {
    return new MicroBatcher(
        network, 1, new ClassifierOptions.MicroBatching(8, DELAY), processors, clock, observer);
  }

  @AfterEach
  void endAll() {
    network.free();
    threads.shutdownNow();
  }

  private Future<float[]> ask(int... images) {
    return ask(batching, images);
  }

  private Future<float[]> ask(MicroBatcher asked, int... images) {
    return threads.submit(() -> asked.probabilities(bytes(images), images.length));
  }

  private Future<float[]> ask(Serving asked, int image) {
    return threads.submit(
        () ->
            asked.held(() -> asked.probabilities(bytes(image), 1, (images, count, result) -> {})));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Asks, and returns when the call has joined a batch. */
  private Future<float[]> gather(int... images) {
    int before = batching.gathered();
    Future<float[]> answer = ask(images);
    until(() -> batching.gathered() == before + 1);
    return answer;
  }

  /** One call runs and can end when the test allows a run. */
  private Future<float[]> occupy(int image) {
    Future<float[]> answer = ask(image);
    until(() -> network.running() == 1);
    return answer;
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets time pass once the leader of a batch waits for it to. */
  private void advance(Duration time) {
    long before = clock.waits();
    until(() -> clock.waits() > before);
    clock.advance(time);
  }

  @Test
  void aLoneCallerDoesNotWait() {
    network.free();
    assertThat(batching.probabilities(bytes(7), 1)).containsExactly(7, -7);
    assertThat(batching.probabilities(bytes(8, 9), 2)).containsExactly(8, -8, 9, -9);
    assertThat(network.sizes()).containsExactly(1, 2);
  }

  @Test
  void callsGatherWhileTheProcessorIsBusyAndEachGetsItsRows() throws Exception {
    Future<float[]> first = occupy(1);
    List<Future<float[]>> gathered = List.of(gather(2), gather(3, 4), gather(5));
    network.allow(1);
    assertThat(first.get()).containsExactly(1, -1);
    Future<float[]> back = ask(6); // with it, all four known callers are there
    network.allow(1);
    assertThat(gathered.get(0).get()).containsExactly(2, -2);
    assertThat(gathered.get(1).get()).containsExactly(3, -3, 4, -4);
    assertThat(gathered.get(2).get()).containsExactly(5, -5);
    assertThat(back.get()).containsExactly(6, -6);
    assertThat(network.sizes()).containsExactly(1, 5);
  }

  @Test
  void callersThatDoNotReturnAreWaitedForOnce() throws Exception {
    Future<float[]> first = occupy(1);
    Future<float[]> second = gather(2);
    Future<float[]> third = gather(3);
    network.free();
    first.get();
    advance(DELAY.minusNanos(1));
    long waits = clock.waits();
    until(() -> clock.waits() > waits + 1);
    assertThat(batching.gathered()).isEqualTo(2);
    assertThat(network.sizes()).containsExactly(1);
    advance(Duration.ofNanos(1));
    assertThat(second.get()).containsExactly(2, -2);
    assertThat(third.get()).containsExactly(3, -3);
    Future<float[]> alone = ask(4); // waits for the other one of the two
    advance(DELAY);
    assertThat(alone.get()).containsExactly(4, -4);
    assertThat(batching.probabilities(bytes(5), 1)).containsExactly(5, -5);
    assertThat(network.sizes()).containsExactly(1, 2, 1, 1);
  }

  @Test
  void aFullBatchStartsAtOnceAndTheNextIsCollected() throws Exception {
    occupy(1);
    Future<float[]> six = gather(1, 2, 3, 4, 5, 6);
    Future<float[]> three = gather(7, 8, 9); // would make nine
    gather(10);
    network.allow(2);
    assertThat(six.get()).containsExactly(1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6);
    until(() -> batching.gathered() == 2);
    assertThat(network.sizes()).containsExactly(1, 6);
    network.allow(1);
    advance(DELAY);
    assertThat(three.get()).containsExactly(7, -7, 8, -8, 9, -9);
    assertThat(network.sizes()).containsExactly(1, 6, 4);
  }

  @Test
  void callersAreSharedAmongTheProcessors() {
    MicroBatcher two = batching(2);
    ask(two, 1);
    until(() -> network.running() == 1);
    ask(two, 2);
    until(() -> network.running() == 2);
    for (int i = 1; i <= 4; i++) {
      ask(two, 2 + i);
      int expected = i;
      until(() -> two.gathered() == expected);
    }
    // Six callers are known, three for each processor: the four that wait go at once.
    network.allow(1);
    until(() -> network.sizes().size() == 3);
    assertThat(network.sizes()).containsExactly(1, 1, 4);
    assertThat(network.running()).isEqualTo(2);
  }

  /** Only the leader waits for it: neither the other callers of the run nor the next run. */
  @Test
  void aSlowObserverDelaysItsOwnCallOnly() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Events events = new Events();
    MicroBatcher observed =
        batching(
            1,
            new PredictionObserver() {
              @Override
              public void batchRun(int images) {
                events.batchRun(images);
                if (images == 3) {
                  waitFor(goOn);
                }
              }
            });
    Future<float[]> first = ask(observed, 1);
    until(() -> network.running() == 1);
    Future<float[]> leader = ask(observed, 2);
    until(() -> observed.gathered() == 1);
    Future<float[]> follower = ask(observed, 3, 4);
    until(() -> observed.gathered() == 2);
    network.free();
    assertThat(first.get()).containsExactly(1, -1);
    advance(DELAY);
    assertThat(follower.get()).containsExactly(3, -3, 4, -4);
    until(() -> events.runs().size() == 2);
    Future<float[]> next = ask(observed, 5);
    advance(DELAY);
    assertThat(next.get()).containsExactly(5, -5);
    assertThat(observed.probabilities(new byte[8], 8)).hasSize(16);
    assertThat(leader).isNotDone();
    goOn.countDown();
    assertThat(leader.get()).containsExactly(2, -2);
    assertThat(events.runs()).containsExactly(1, 3, 1, 8);
  }

  @Test
  void whatCannotShareARunGoesAlone() {
    network.free();
    assertThat(batching.probabilities(new byte[8], 8)).hasSize(16);
    assertThat(batching.probabilities(new byte[20], 20)).hasSize(40);
    assertThat(batching.probabilities(new byte[0], 0)).isEmpty();
    assertThatThrownBy(() -> batching.probabilities(new byte[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: found 3");
    assertThat(network.sizes()).containsExactly(8, 20, 0);
  }

  @Test
  void aFailureReachesEachCallerOfTheRunAsAnExceptionOfItsOwn() throws Exception {
    Future<float[]> first = occupy(1);
    List<Future<float[]>> gathered = List.of(gather(2), gather(3, 4));
    network.allow(1);
    first.get();
    RuntimeException failure = new UnsupportedOperationException("no memory");
    network.failWith(failure);
    network.allow(1);
    advance(DELAY);
    List<Throwable> causes = new ArrayList<>();
    for (Future<float[]> answer : gathered) {
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .satisfies(e -> causes.add(e.getCause()));
    }
    assertThat(causes)
        .allSatisfy(
            cause ->
                assertThat(cause)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a run of 3 images from 2 calls failed: no memory")
                    .hasCause(failure));
    assertThat(causes.get(0)).isNotSameAs(causes.get(1));

    Future<float[]> alone = ask(5);
    network.allow(1);
    advance(DELAY);
    assertThatThrownBy(alone::get).hasCause(failure);
    network.failWith(null);
    network.allow(1);
    assertThat(batching.probabilities(bytes(6), 1)).containsExactly(6, -6);
  }

  /** A caller without memory to join a batch is not waited for. */
  @Test
  void aCallThatCannotJoinIsNotCounted() throws Exception {
    MicroBatcher two = batching(2);
    Error failure = new OutOfMemoryError("none");
    clock.failWith(failure);
    assertThatThrownBy(() -> two.probabilities(bytes(9), 1)).isSameAs(failure);
    ask(two, 1);
    until(() -> network.running() == 1);
    ask(two, 2);
    until(() -> network.running() == 2);
    Future<float[]> third = ask(two, 3);
    until(() -> two.gathered() == 1);
    ask(two, 4);
    until(() -> two.gathered() == 2);
    // Four callers, two for each processor: with a fifth, the two would wait for another.
    network.allow(1);
    until(() -> network.sizes().size() == 3);
    network.free();
    assertThat(third.get()).containsExactly(3, -3);
    assertThat(network.sizes()).containsExactly(1, 1, 2);
  }

  @Test
  void aLeaderThatFailsWhileItWaitsFailsItsBatch() throws Exception {
    Future<float[]> first = occupy(1);
    Future<float[]> second = gather(2);
    Future<float[]> third = gather(3);
    Error failure = new OutOfMemoryError("none");
    clock.failWaitWith(failure);
    network.free();
    first.get();
    for (Future<float[]> lost : List.of(second, third)) {
      assertThatThrownBy(lost::get)
          .cause()
          .hasMessage("a run of 2 images from 2 calls failed: none")
          .hasCause(failure);
    }
    assertThat(batching.gathered()).isZero();
    Future<float[]> next = ask(4);
    advance(DELAY);
    assertThat(next.get()).containsExactly(4, -4);
  }

  @Test
  void anInterruptChangesNoPredictionAndStaysSet() throws Exception {
    occupy(1);
    List<Boolean> flags = new ArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 2; i <= 3; i++) { // a leader and a follower
      int image = i;
      Thread caller =
          new Thread(
              () -> {
                assertThat(batching.probabilities(bytes(image), 1)).containsExactly(image, -image);
                synchronized (flags) {
                  flags.add(Thread.currentThread().isInterrupted());
                }
              });
      callers.add(caller);
      caller.start();
      int expected = i - 1;
      until(() -> batching.gathered() == expected);
    }
    callers.forEach(Thread::interrupt);
    network.allow(1);
    until(() -> network.running() == 0);
    callers.forEach(Thread::interrupt);
    advance(DELAY);
    network.allow(1);
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(flags).containsExactly(true, true);
  }

  @Test
  void closeWaitsForCallsThatGather() throws Exception {
    Serving serving =
        new Serving(
            network,
            Engine.TENSORFLOW,
            Precision.FLOAT32,
            PredictionObserver.NONE,
            batching,
            System::nanoTime);
    Future<float[]> first = ask(serving, 1);
    until(() -> network.running() == 1);
    Future<float[]> second = ask(serving, 2);
    until(() -> batching.gathered() == 1);
    List<Thread> closers = List.of(new Thread(serving::close), new Thread(serving::close));
    closers.forEach(Thread::start);
    until(() -> closers.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
    assertThat(first).isNotDone();
    network.free();
    advance(DELAY);
    assertThat(first.get()).containsExactly(1, -1);
    assertThat(second.get()).containsExactly(2, -2);
    for (Thread closer : closers) {
      closer.join();
    }
    serving.close();
    assertThat(network.closed()).isOne();
    assertThatThrownBy(serving::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  @Test
  void manyThreadsGetTheirOwnAnswers() throws Exception {
    network.free();
    MicroBatcher real =
        new MicroBatcher(
            network,
            1,
            new ClassifierOptions.MicroBatching(8, Duration.ofNanos(50_000)),
            2,
            MicroBatcher.Clock.system(),
            PredictionObserver.NONE);
    List<Future<Integer>> calls = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int thread = t;
      calls.add(
          threads.submit(
              () -> {
                int asked = 0;
                for (int i = 0; i < 2_000; i++) {
                  int value = (i + 13 * thread) % 100;
                  int count = 1 + (i + thread) % 9;
                  byte[] pixels = new byte[count];
                  pixels[count - 1] = (byte) value;
                  float[] answer = real.probabilities(pixels, count);
                  asked += count;
                  assertThat(answer).hasSize(2 * count);
                  assertThat(answer[2 * count - 1]).isEqualTo(-value);
                }
                return asked;
              }));
    }
    int images = 0;
    for (Future<Integer> call : calls) {
      images += call.get();
    }
    assertThat(real.gathered()).isZero();
    assertThat(network.sizes().stream().mapToInt(size -> size).sum()).isEqualTo(images);
  }
}
