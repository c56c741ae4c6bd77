package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one CSV file with several threads: each takes the next block from the stream, parses it,
 * and waits for its turn to append the images. So images and errors come in the file's order,
 * whatever the number of threads, and no more than one block a thread is in memory.
 */
final class CsvAssembly {
  /** By how much the first block's lines may be longer than the average. */
  private static final double ROOM = 1.05;

  private final ReadLimits limits;
  private final String source;
  private final CsvBlocks blocks;
  private final EmnistDataset.Builder builder;
  private final CsvListener listener;

  /** The file's length, or 0 where nothing vouches for it. */
  private final long knownBytes;

  private final long maxRows;

  /** Settled by the first block, before other threads begin. */
  private CsvLayout layout;

  // Guarded by this.
  private int turn;
  private long rows;
  private long lines;
  private MalformedDataException empty;
  private Throwable failure;

  CsvAssembly(
      CsvLayout layout,
      ReadLimits limits,
      String source,
      CsvBlocks blocks,
      long knownBytes,
      CsvListener listener) {
    this.layout = layout;
    this.limits = limits;
    this.source = source;
    this.blocks = blocks;
    this.knownBytes = knownBytes;
    this.listener = listener;
    builder = layout.newDataset();
    maxRows = Math.min(limits.maxImages(), limits.maxPixels() / layout.pixels());
  }

  EmnistDataset read(int threads) throws IOException {
    CsvBlock first = new CsvBlock(layout);
    blocks.next(first);
    layout = layout.withLabelColumn(CsvBlockParser.labelColumn(layout, first));
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < threads && !blocks.ended(); i++) {
      CsvBlock block = new CsvBlock(layout);
      Thread helper = new Thread(() -> work(block, false), "emnist-csv-" + i);
      helper.setDaemon(true);
      helpers.add(helper);
    }
    helpers.forEach(Thread::start);
    work(first, true);
    helpers.forEach(CsvAssembly::join);
    throwFailure();
    if (rows == 0) {
      throw new MalformedDataException(
          source, blocks.read(), "the end of the file", "at least one image");
    }
    return builder.build();
  }

  /** Parses and appends blocks until none is left or something failed. */
  private void work(CsvBlock block, boolean taken) {
    try {
      CsvBlockParser parser = new CsvBlockParser(layout);
      boolean more = taken || take(block);
      while (more) {
        parser.parse(block);
        more = append(block) && take(block);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(block.sequence, e);
    }
  }

  private boolean take(CsvBlock block) throws IOException {
    synchronized (blocks) {
      if (blocks.ended()) {
        return false;
      }
      blocks.next(block);
      return true;
    }
  }

  private synchronized boolean append(CsvBlock block) throws IOException {
    if (!awaitTurn(block.sequence)) {
      return false;
    }
    if (block.header != null && block.problem == null) {
      listener.headerSkipped(source, block.header);
    }
    if (empty != null && (block.rows > 0 || block.problem != null)) {
      throw empty;
    }
    if (block.rows > maxRows - rows) {
      throw tooMany(block);
    }
    if (block.problem != null) {
      throw block.problem.toException(source, block.offset, lines);
    }
    if (block.empty != null && empty == null) {
      empty = block.empty.toException(source, block.offset, lines);
    }
    if (turn == 0) {
      announce(block);
    }
    for (int i = 0; i < block.rows; i++) {
      builder.add(block.pixels, i * layout.pixels(), block.labels[i] & 0xFF);
    }
    rows += block.rows;
    lines += block.rows + (block.header == null ? 0 : 1);
    turn++;
    notifyAll();
    return true;
  }

  /** Takes memory once instead of by doubling, where the file is long enough to be believed. */
  private void announce(CsvBlock first) {
    if (first.last) {
      builder.expect(first.rows);
    } else if (knownBytes > 0 && first.rows > 0) {
      double blocksInFile = (double) knownBytes / first.length;
      builder.expect((int) Math.min(maxRows, ROOM * blocksInFile * first.rows));
    }
  }

  private MalformedDataException tooMany(CsvBlock block) {
    int row = (int) (maxRows - rows);
    int start = block.firstImage;
    for (int i = 0; i < row; i++) {
      start = CsvBlockParser.endOfLine(block, start) + 1;
    }
    boolean images = maxRows == limits.maxImages();
    return new MalformedDataException(
        source,
        block.offset + start,
        String.format(Locale.ROOT, "image %d", maxRows + 1),
        images
            ? String.format(Locale.ROOT, "at most %d images (ReadLimits.maxImages)", maxRows)
            : String.format(
                Locale.ROOT,
                "at most %d images of %dx%d, %d pixels (ReadLimits.maxPixels)",
                maxRows,
                layout.width(),
                layout.height(),
                limits.maxPixels()));
  }

  /** The first failure in the file's order counts. */
  private synchronized void fail(int sequence, Throwable cause) {
    if (awaitTurn(sequence)) {
      failure = cause;
      notifyAll();
    }
  }

  /** Waits until all blocks before this one are in; false where one of them failed. */
  private synchronized boolean awaitTurn(int sequence) {
    while (turn != sequence && failure == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = new InterruptedIOException("interrupted while reading " + source);
        notifyAll();
      }
    }
    return failure == null;
  }

  private synchronized void throwFailure() throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  /** Waits for a helper whatever comes: the stream may not be closed under it. */
  private static void join(Thread helper) {
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
