package io.github.emnist.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Gathers a known number of images in any order, from several threads: each fills places of its
 * own. For images that come one after the other, {@link EmnistDataset#builder} is simpler.
 *
 * <p>Memory is taken as places are filled, 65,536 images at a time.
 */
public final class DatasetFiller {
  private final LabelMap labelMap;
  private final EmnistSplit split;
  private final int width;
  private final int height;
  private final int imageBytes;
  private final int perChunk;
  private final byte[][] chunks;
  private final byte[] labels;

  /**
   * Starts with blank images of the first class.
   *
   * @param labelMap the class names
   * @param split that the images belong to; null for a user's own data
   * @param width of every image, in pixels, at least 1
   * @param height of every image, in pixels, at least 1
   * @param count of images, at least 0
   * @throws IllegalArgumentException if a side is below 1 or above 32,767, or {@code count} is
   *     negative
   */
  public DatasetFiller(LabelMap labelMap, EmnistSplit split, int width, int height, int count) {
    this.labelMap = Objects.requireNonNull(labelMap, "labelMap");
    this.split = split;
    this.width = width;
    this.height = height;
    if (count < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "count (%d) must not be negative", count));
    }
    ImageColumns.checkSize(width, height);
    imageBytes = Math.multiplyExact(width, height);
    perChunk = PixelChunks.imagesPerChunk(imageBytes);
    chunks = new byte[(int) (((long) count + perChunk - 1) / perChunk)][];
    labels = new byte[count];
  }

  /**
   * Copies an image to its place. What one thread sets, another sees only after both have met, as
   * by {@link Thread#join}.
   *
   * @param index its place, in [0, count)
   * @param source holds upright uint8 pixels {@code [height * width]}, row-major
   * @param offset where the image begins
   * @param label 0-based
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, count), or the pixels do not
   *     lie within {@code source}
   * @throws IllegalArgumentException if {@code label} is not in the label map
   */
  public void set(int index, byte[] source, int offset, int label) {
    Objects.checkIndex(index, labels.length);
    Objects.checkFromIndexSize(offset, imageBytes, source.length);
    labelMap.check(label);
    byte[] chunk = chunk(index / perChunk);
    System.arraycopy(source, offset, chunk, index % perChunk * imageBytes, imageBytes);
    labels[index] = (byte) label;
  }

  /** Whoever comes first takes the memory; others go on in the chunk before meanwhile. */
  private byte[] chunk(int number) {
    byte[] chunk = chunks[number]; // stale at worst, and then null
    if (chunk == null) {
      synchronized (chunks) {
        chunk = chunks[number];
        if (chunk == null) {
          int images = Math.min(labels.length - number * perChunk, perChunk);
          chunk = new byte[images * imageBytes];
          chunks[number] = chunk;
        }
      }
    }
    return chunk;
  }

  /**
   * Ends the gathering; to be called once, after all threads have ended.
   *
   * @return the data set
   */
  public EmnistDataset build() {
    for (int number = 0; number < chunks.length; number++) {
      chunk(number);
    }
    List<byte[]> all = Arrays.asList(chunks);
    ImageColumns columns = ImageColumns.of(new PixelChunks(width, height, all), labels);
    return new EmnistDataset(columns, labelMap, split);
  }
}
