package io.github.emnist.data.download;

import java.time.Duration;

/** Waits; a test's does not. */
interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
