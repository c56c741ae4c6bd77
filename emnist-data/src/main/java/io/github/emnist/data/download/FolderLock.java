package io.github.emnist.data.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One download to a folder at a time. The file's lock keeps other processes out, and falls with the
 * process however it ends; it knows no threads, so that a lock of the JVM's stands before it.
 */
final class FolderLock implements Closeable {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;

  private FolderLock(ReentrantLock threads, FileChannel channel) {
    this.threads = threads;
    this.channel = channel;
  }

  static FolderLock acquire(Path folder, DownloadListener listener) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    ReentrantLock threads = THREADS.computeIfAbsent(real, path -> new ReentrantLock());
    boolean told = false;
    if (!threads.tryLock()) {
      listener.waiting(folder);
      told = true;
      try {
        threads.lockInterruptibly();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for another download");
      }
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              real.resolve(".emnist.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        if (!told) {
          listener.waiting(folder);
        }
        channel.lock();
      }
      locked = true;
      return new FolderLock(threads, channel);
    } finally {
      if (!locked) {
        threads.unlock();
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close(); // first, or the next thread would find the file locked by its own JVM
    } finally {
      threads.unlock();
    }
  }
}
