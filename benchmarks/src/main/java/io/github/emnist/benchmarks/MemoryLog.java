package io.github.emnist.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Records the memory of this process over the steps of its work, as Linux reports it. */
final class MemoryLog implements AutoCloseable {
  private static final double MIB = 1 << 10; // in KiB

  /** The rise of the fitted line, relative to the memory, below which it is called flat. */
  private static final double FLAT = 0.01;

  private final Writer csv;
  private final String process;
  private final String steps;
  private final List<Sample> samples = new ArrayList<>();

  private MemoryLog(Writer csv, String process, String steps) {
    this.csv = csv;
    this.process = process;
    this.steps = steps;
  }

  /**
   * Starts a file, which receives each sample at once.
   *
   * @param process the name of the process, for the plot's title
   * @param steps the name of the steps, in the plural
   */
  static MemoryLog create(Path file, String process, String steps) throws IOException {
    Writer csv = Files.newBufferedWriter(file);
    csv.write("step,rss_kib,peak_rss_kib,heap_used_kib\n");
    return new MemoryLog(csv, process, steps);
  }

  /**
   * A sample.
   *
   * @param step the number of steps so far
   * @param rss resident memory of the process, in KiB
   * @param peak its maximum so far, in KiB
   * @param heap used part of the Java heap, garbage included, in KiB
   */
  private record Sample(long step, long rss, long peak, long heap) {}

  synchronized void sample(long step) {
    Runtime java = Runtime.getRuntime();
    try {
      Sample sample =
          new Sample(
              step,
              Machine.memory("VmRSS:"),
              Machine.memory("VmHWM:"),
              (java.totalMemory() - java.freeMemory()) >> 10);
      samples.add(sample);
      csv.write(
          String.format(
              Locale.ROOT, "%d,%d,%d,%d%n", sample.step, sample.rss, sample.peak, sample.heap));
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Formats the latest resident memory. */
  synchronized String last() {
    return samples.isEmpty() ? "no sample" : mib(samples.get(samples.size() - 1).rss);
  }

  private static String mib(double kib) {
    return String.format(Locale.ROOT, "RSS %.1f MiB", kib / MIB);
  }

  /** Describes the trend of the resident memory after the first steps, by a least-squares line. */
  String verdict(int warmUp) {
    SimpleRegression line = new SimpleRegression();
    samples.stream()
        .filter(sample -> sample.step >= warmUp)
        .forEach(sample -> line.addData(sample.step, sample.rss));
    Sample first =
        samples.stream().filter(sample -> sample.step >= warmUp).findFirst().orElseThrow();
    Sample last = samples.get(samples.size() - 1);
    double rise = line.getSlope() * (last.step - first.step);
    return String.format(
        Locale.ROOT,
        "step %,d: %s; step %,d: %s; peak %.1f MiB; least-squares slope %+.1f KiB in 1,000 steps,"
            + " %+.2f %% over these steps: %s",
        first.step,
        mib(first.rss),
        last.step,
        mib(last.rss),
        last.peak / MIB,
        1_000 * line.getSlope(),
        100 * rise / first.rss,
        rise < FLAT * first.rss ? "flat" : "it grows");
  }

  /**
   * Describes the resident memory after the warm-up, its maximum since then, and that at the end.
   */
  String growth(long warmUp) {
    List<Sample> warm = samples.stream().filter(sample -> sample.step >= warmUp).toList();
    long first = warm.get(0).rss;
    long most = warm.stream().mapToLong(Sample::rss).max().orElseThrow();
    long last = warm.get(warm.size() - 1).rss;
    return String.format(
        Locale.ROOT,
        "after %,d %s %s; at most %s, %+.1f MiB; at the end %s, %+.1f MiB",
        warm.get(0).step,
        steps,
        mib(first),
        mib(most),
        (most - first) / MIB,
        mib(last),
        (last - first) / MIB);
  }

  void plot(Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(540)
            .title("Memory of a " + process + " process")
            .xAxisTitle(steps)
            .yAxisTitle("MiB")
            .build();
    chart.getStyler().setYAxisMin(0.0).setLegendPosition(LegendPosition.InsideSE);
    chart.getStyler().setLocale(Locale.ROOT);
    double[] steps = samples.stream().mapToDouble(Sample::step).toArray();
    add(chart, "resident (RSS)", steps, samples.stream().mapToDouble(Sample::rss).toArray());
    add(chart, "Java heap used", steps, samples.stream().mapToDouble(Sample::heap).toArray());
    if (!ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", file.toFile())) {
      throw new IOException("no writer for PNG");
    }
  }

  private static void add(XYChart chart, String name, double[] steps, double[] kib) {
    double[] mib = new double[kib.length];
    for (int i = 0; i < kib.length; i++) {
      mib[i] = kib[i] / MIB;
    }
    chart.addSeries(name, steps, mib).setMarker(SeriesMarkers.NONE);
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
