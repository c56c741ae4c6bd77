package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Geometric transforms folded into one mapping: added in order, then carried out at once. Matrices
 * multiply; the others map coordinates one after the other.
 */
final class Warp {
  private final List<InverseMapping> steps = new ArrayList<>();
  private final Pool<Projective> projectives = new Pool<>(Projective::new);
  private final Pool<ElasticField> fields = new Pool<>(ElasticField::new);
  private final Pool<GridMapping> grids = new Pool<>(GridMapping::new);
  private final Projective next = new Projective();
  private final AffineWarp affineWarp = new AffineWarp();
  private final Planes planes = new Planes();
  private final Remap remap = new Remap();
  private Resampling resampling = Resampling.DEFAULT;
  private int width;
  private int height;

  /** Starts again with a mapping that changes nothing. */
  void begin(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    steps.clear();
    projectives.reset();
    fields.reset();
    grids.reset();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  Resampling resampling() {
    return resampling;
  }

  void resampling(Resampling newResampling) {
    resampling = newResampling;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  void add(GeometricTransform transform) {
    if (transform instanceof AffineParameters p) {
      affine(p.rotation(), p.shiftX(), p.shiftY(), p.zoomX(), p.zoomY(), p.shear());
    } else if (transform instanceof PerspectiveParameters p) {
      projective(p.mapping(next, width, height));
    } else if (transform instanceof ElasticParameters p) {
      elastic(p.alpha(), p.sigma(), p.seed());
    } else if (transform instanceof GridDistortionParameters p) {
      grid(p.cells(), p.distortion(), p.seed());
    } else {
      projective(((KerasAffineParameters) transform).mapping(next, width, height));
    }
  }

  void affine(
      double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear) {
    projective(
        AffineParameters.mapping(
            next, rotation, shiftX, shiftY, zoomX, zoomY, shear, width, height));
  }

  /** A matrix to be set and added: whatever it held before is of no account. */
  Projective next() {
    return next;
  }

  void projective(Projective mapping) {
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last) instanceof Projective before) {
      before.then(mapping);
    } else {
      steps.add(projectives.take().set(mapping));
    }
  }

  void elastic(double alpha, double sigma, long seed) {
    steps.add(fields.take().set(alpha, sigma, seed, width, height));
  }

  void grid(int cells, double distortion, long seed) {
    steps.add(grids.take().set(cells, distortion, seed, width, height));
  }

  void run(byte[] source, int sourceOffset, byte[] target, int targetOffset) {
    int last = steps.size() - 1;
    if (last == 0
        && steps.get(0) instanceof Projective mapping
        && resampling.interpolation() == Interpolation.BILINEAR
        && resampling.fill() == FillMode.CONSTANT
        && AffineWarp.canRun(mapping, width, height)) {
      affineWarp.run(
          mapping, resampling, width, height, source, sourceOffset, target, targetOffset);
      return;
    }
    planes.reset(width, height, steps.get(last) instanceof ElasticField f ? f.interval() : 1);
    for (int i = last; i >= 0; i--) {
      steps.get(i).map(planes, i == last);
    }
    remap.run(planes, resampling, source, sourceOffset, target, targetOffset);
  }

  /** Mappings to be used again. */
  private static final class Pool<T> {
    private final List<T> all = new ArrayList<>();
    private final Supplier<T> maker;
    private int used;

    Pool(Supplier<T> maker) {
      this.maker = maker;
    }

    T take() {
      if (used == all.size()) {
        all.add(maker.get());
      }
      return all.get(used++);
    }

    void reset() {
      used = 0;
    }
  }
}
