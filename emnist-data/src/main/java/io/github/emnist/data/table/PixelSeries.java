package io.github.emnist.data.table;

import java.util.Objects;
import org.dflib.IntSeries;
import org.dflib.LongSeries;
import org.dflib.series.IntArraySeries;
import org.dflib.series.IntBaseSeries;

/** One pixel of every image: ints to DFLib, which would take four bytes for each, bytes here. */
final class PixelSeries extends IntBaseSeries {
  private final byte[] pixels;

  PixelSeries(byte[] pixels) {
    this.pixels = pixels;
  }

  @Override
  public int size() {
    return pixels.length;
  }

  @Override
  public int getInt(int index) {
    return pixels[index] & 0xFF;
  }

  @Override
  public void copyToInt(int[] to, int fromOffset, int toOffset, int length) {
    for (int i = 0; i < length; i++) {
      to[toOffset + i] = pixels[fromOffset + i] & 0xFF;
    }
  }

  @Override
  public IntSeries materialize() {
    return this;
  }

  @Override
  public IntSeries rangeInt(int fromInclusive, int toExclusive) {
    Objects.checkFromToIndex(fromInclusive, toExclusive, pixels.length);
    return copy().rangeInt(fromInclusive, toExclusive);
  }

  @Override
  public LongSeries cumSum() {
    return copy().cumSum();
  }

  @Override
  public int max() {
    return copy().max();
  }

  @Override
  public int min() {
    return copy().min();
  }

  @Override
  public long sum() {
    return copy().sum();
  }

  @Override
  public double avg() {
    return copy().avg();
  }

  @Override
  public double median() {
    return copy().median();
  }

  private IntSeries copy() {
    int[] ints = new int[pixels.length];
    copyToInt(ints, 0, 0, ints.length);
    return new IntArraySeries(ints);
  }
}
