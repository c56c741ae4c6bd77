package io.github.emnist.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Answers one by one what is asked in batches. The source is read no further than to the end of the
 * batch that the last answer is of.
 */
final class Batches<T, R> implements Iterator<R> {
  private final Iterator<? extends T> source;
  private final int size;
  private final Step<T, R> step;
  private Iterator<R> answers = Collections.emptyIterator();
  private long position;

  Batches(Iterator<? extends T> source, int size, Step<T, R> step) {
    this.source = source;
    this.size = size;
    this.step = step;
  }

  /** Answers a batch. */
  interface Step<T, R> {
    /**
     * Answers in order.
     *
     * @param first position of the first of them in the source
     */
    List<R> answer(List<T> batch, long first);
  }

  /** A lazy stream that closes its source. */
  static <T, R> Stream<R> stream(Stream<? extends T> source, int size, Step<T, R> step) {
    Iterator<R> answers = new Batches<>(source.iterator(), size, step);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                answers, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
            false)
        .onClose(source::close);
  }

  @Override
  public boolean hasNext() {
    return answers.hasNext() || source.hasNext();
  }

  @Override
  public R next() {
    if (!answers.hasNext()) {
      if (!source.hasNext()) {
        throw new NoSuchElementException();
      }
      List<T> batch = new ArrayList<>();
      while (batch.size() < size && source.hasNext()) {
        batch.add(source.next());
      }
      long first = position;
      position += batch.size();
      answers = step.answer(batch, first).iterator();
    }
    return answers.next();
  }
}
