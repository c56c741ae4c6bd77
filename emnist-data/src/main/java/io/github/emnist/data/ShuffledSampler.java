package io.github.emnist.data;

/** {@link Sampler#shuffled}. */
final class ShuffledSampler implements Sampler {
  private final int size;

  ShuffledSampler(EmnistDataset dataset) {
    size = dataset.size();
    if (size == 0) {
      throw new IllegalArgumentException("the data set is empty");
    }
  }

  @Override
  public int epochSize() {
    return size;
  }

  @Override
  public int[] epoch(long seed, int epoch) {
    return Permutation.of(size, Draw.EPOCH.random(seed, epoch, 0));
  }
}
