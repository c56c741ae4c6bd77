package io.github.emnist.train.internal.tensorflow;

import java.util.Arrays;

/** Matrices in double, row by row, for what tests compute a second time. */
final class PlainMatrix {
  final int rows;
  final int columns;
  final double[] values;

  PlainMatrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  PlainMatrix transposed() {
    double[] turned = new double[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = at(i, j);
      }
    }
    return new PlainMatrix(columns, rows, turned);
  }

  PlainMatrix times(PlainMatrix right) {
    double[] product = new double[rows * right.columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < right.columns; j++) {
        for (int k = 0; k < columns; k++) {
          product[i * right.columns + j] += at(i, k) * right.at(k, j);
        }
      }
    }
    return new PlainMatrix(rows, right.columns, product);
  }

  PlainMatrix times(double factor) {
    return new PlainMatrix(
        rows, columns, Arrays.stream(values).map(value -> value * factor).toArray());
  }

  PlainMatrix plus(PlainMatrix other) {
    double[] sum = values.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.values[i];
    }
    return new PlainMatrix(rows, columns, sum);
  }

  double norm() {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  /** Five Newton-Schulz steps as Jordan et al. print them, whatever the longer side. */
  PlainMatrix orthogonalized() {
    PlainMatrix x = times(1 / (norm() + 1e-7));
    for (int i = 0; i < 5; i++) {
      PlainMatrix gram = x.times(x.transposed());
      PlainMatrix polynomial = gram.times(-4.7750).plus(gram.times(gram).times(2.0315));
      x = x.times(3.4445).plus(polynomial.times(x));
    }
    return x;
  }

  /** All singular values, in no order, by Jacobi rotations of pairs of columns. */
  double[] singularValues() {
    double[] rotated = columns <= rows ? values.clone() : transposed().values;
    int n = Math.min(rows, columns);
    int m = Math.max(rows, columns);
    for (int sweep = 0; sweep < 30; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(rotated, m, n, p, q);
        }
      }
    }
    double[] singular = new double[n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        singular[j] += rotated[i * n + j] * rotated[i * n + j];
      }
      singular[j] = Math.sqrt(singular[j]);
    }
    return singular;
  }

  /** Makes columns p and q orthogonal (Hestenes, 1958). */
  private static void rotate(double[] values, int rows, int columns, int p, int q) {
    double pp = 0;
    double qq = 0;
    double pq = 0;
    for (int i = 0; i < rows; i++) {
      double a = values[i * columns + p];
      double b = values[i * columns + q];
      pp += a * a;
      qq += b * b;
      pq += a * b;
    }
    double angle = 0.5 * Math.atan2(2 * pq, pp - qq);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int i = 0; i < rows; i++) {
      double a = values[i * columns + p];
      double b = values[i * columns + q];
      values[i * columns + p] = cos * a + sin * b;
      values[i * columns + q] = cos * b - sin * a;
    }
  }
}
