package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import java.io.IOException;

/**
 * Opens EMNIST by name, from the cache or else downloaded from NIST and verified.
 *
 * <pre>{@code
 * EmnistDataset train = Emnist.balanced().train();
 * }</pre>
 *
 * <p>The cache is {@code EMNIST_HOME} or the system's cache folder. Use {@link EmnistDownloader}
 * for other settings, such as a mirror or a progress listener. Thread-safe.
 */
public final class Emnist {
  private Emnist() {}

  /**
   * Opens a split.
   *
   * @param split the split
   * @return both partitions; images are read on request
   * @throws IOException if the files are missing and cannot be downloaded
   */
  public static EmnistSource of(EmnistSplit split) throws IOException {
    return EmnistDownloader.nist().open(split);
  }

  /**
   * {@return ByClass: 62 classes, 814,255 images, a download of 203 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource byClass() throws IOException {
    return of(EmnistSplit.BYCLASS);
  }

  /**
   * {@return ByMerge: 47 classes, 814,255 images, a download of 203 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource byMerge() throws IOException {
    return of(EmnistSplit.BYMERGE);
  }

  /**
   * {@return Balanced: 47 classes, 131,600 images, a download of 33 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource balanced() throws IOException {
    return of(EmnistSplit.BALANCED);
  }

  /**
   * {@return Letters: 26 classes, 145,600 images, a download of 36 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource letters() throws IOException {
    return of(EmnistSplit.LETTERS);
  }

  /**
   * {@return Digits: 10 classes, 280,000 images, a download of 70 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource digits() throws IOException {
    return of(EmnistSplit.DIGITS);
  }

  /**
   * {@return MNIST: 10 classes, 70,000 images, a download of 17 MB}
   *
   * @throws IOException as {@link #of}
   */
  public static EmnistSource mnist() throws IOException {
    return of(EmnistSplit.MNIST);
  }
}
