package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.Erasing;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;

/** The rectangle that {@link Erasing} fills, in whole pixels. One for each thread. */
final class ErasedBox {
  private static final ThreadLocal<ErasedBox> LOCAL = ThreadLocal.withInitial(ErasedBox::new);

  private final CounterRandom random = new CounterRandom(0, 0, 0);
  private int stride;
  private int left;
  private int top;
  private int width;
  private int height;

  private ErasedBox() {}

  static ErasedBox ofThisThread() {
    return LOCAL.get();
  }

  /** Sets the rectangle; {@link Erasing} says what the numbers mean. */
  ErasedBox place(double area, double aspect, double x, double y, int imageWidth, int imageHeight) {
    stride = imageWidth;
    double pixels = area * imageWidth * imageHeight;
    double tall = Math.min(Math.sqrt(pixels * aspect), imageHeight);
    double wide = Math.min(pixels > 0 ? pixels / tall : 0, imageWidth);
    if (wide == imageWidth) {
      tall = pixels / wide;
    }
    width = (int) (wide + 0.5);
    height = (int) (tall + 0.5);
    // Each place is equally likely; only x = 1 exactly would be one too many.
    left = Math.min((int) (x * (imageWidth - width + 1)), imageWidth - width);
    top = Math.min((int) (y * (imageHeight - height + 1)), imageHeight - height);
    return this;
  }

  void fill(int darkest, int brightest, long seed, byte[] target, int targetOffset) {
    random.reset(seed, 0, 0);
    for (int row = top; row < top + height; row++) {
      int from = targetOffset + row * stride + left;
      if (darkest == brightest) {
        Arrays.fill(target, from, from + width, (byte) darkest);
        continue;
      }
      for (int i = from; i < from + width; i++) {
        long share = random.nextLong() >>> 32;
        target[i] = (byte) (darkest + (share * (brightest - darkest + 1) >>> 32));
      }
    }
  }
}
