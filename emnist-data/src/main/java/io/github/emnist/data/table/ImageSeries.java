package io.github.emnist.data.table;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import org.dflib.Series;
import org.dflib.series.ObjectSeries;

/**
 * The images of a data set as a column that holds none of them. DFLib's own lazy columns make all
 * values once one is asked for; this one never keeps any.
 */
final class ImageSeries extends ObjectSeries<GrayImage> {
  private final EmnistDataset dataset;

  ImageSeries(EmnistDataset dataset) {
    super(GrayImage.class);
    this.dataset = dataset;
  }

  @Override
  public int size() {
    return dataset.size();
  }

  @Override
  public GrayImage get(int index) {
    return dataset.image(index);
  }

  @Override
  public void copyTo(Object[] to, int fromOffset, int toOffset, int length) {
    for (int i = 0; i < length; i++) {
      to[toOffset + i] = dataset.image(fromOffset + i);
    }
  }

  @Override
  public Series<GrayImage> materialize() {
    return this;
  }

  @Override
  public Series<GrayImage> fillNulls(GrayImage value) {
    return this;
  }

  @Override
  public Series<GrayImage> fillNullsFromSeries(Series<? extends GrayImage> values) {
    return this;
  }

  @Override
  public Series<GrayImage> fillNullsBackwards() {
    return this;
  }

  @Override
  public Series<GrayImage> fillNullsForward() {
    return this;
  }
}
