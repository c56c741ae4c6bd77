package io.github.emnist.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.emnist.benchmarks.Checked;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A process of a report. It gets one argument, a file with an {@link Order} as JSON, and prints one
 * line that begins with {@link #MARK}, a {@link Reply} as JSON; everything else that it prints is
 * ignored. A contender in another language does the same. This one runs JMH benchmarks in its own
 * process.
 */
public final class Worker {
  /** The beginning of the line with the reply. */
  public static final String MARK = "@report ";

  private Worker() {}

  /**
   * The request to a process.
   *
   * @param check whether outputs are wanted instead of figures
   * @param pace how long each figure is measured
   * @param works the measurements to make
   */
  public record Order(boolean check, Pace pace, List<Work> works) {}

  /**
   * The duration of a figure's measurement. All contenders of a suite have the same, in Java and in
   * Python.
   *
   * @param warmUp seconds before the first figure of the process, in which at least {@link
   *     #ITERATIONS} calls are made; before another figure of the same process it is {@code
   *     seconds}
   * @param seconds of the measurement, in which at least {@link #ITERATIONS} calls are made
   */
  public record Pace(double warmUp, double seconds) {
    /** Iterations of the warm-up and of the measurement; each has one call or more. */
    public static final int ITERATIONS = 3;

    Pace times(double scale) {
      return new Pace(scale * warmUp, scale * seconds);
    }
  }

  /**
   * One measurement to make.
   *
   * @param name of the figure
   * @param unit {@code us}, {@code ms}, {@code s} for each call, or something {@code /s}
   * @param ops the number of the unit's items in one call
   * @param threads the number of concurrent callers
   * @param does the benchmark's class and method, {@code ReadBenchmark.csv}, or a word that the
   *     contender knows
   * @param params of the benchmark, by name
   */
  public record Work(
      String name, String unit, double ops, int threads, String does, Map<String, String> params) {}

  /**
   * The reply of a process.
   *
   * @param engine the library that ran, with its version
   * @param outputs by name, for comparison; only if requested
   * @param figures by name; only if requested
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Reply(String engine, Map<String, double[]> outputs, List<Figure> figures) {}

  /**
   * A measured figure.
   *
   * @param name the work's
   * @param value in the work's unit
   * @param allocated bytes for each call, if known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Figure(String name, double value, Double allocated) {}

  /**
   * Makes the measurements of an order and prints the reply.
   *
   * @param args an {@link Order}
   * @throws Exception if anything fails
   */
  public static void main(String[] args) throws Exception {
    Order order = order(args);
    Map<String, double[]> outputs = new LinkedHashMap<>();
    List<Figure> figures = new ArrayList<>();
    String engine = "";
    for (Work work : order.works()) {
      if (order.check()) {
        engine = check(work, outputs);
      } else {
        double warmUp = figures.isEmpty() ? order.pace().warmUp() : order.pace().seconds();
        figures.add(time(work, new Pace(warmUp, order.pace().seconds())));
      }
    }
    say(new Reply(engine, outputs, figures));
    System.exit(0); // ends the threads that a peer may have left
  }

  /**
   * Reads the order from the file that the argument names.
   *
   * @param args of the program
   * @return the order
   * @throws IOException if it names no file with an order
   */
  public static Order order(String[] args) throws IOException {
    return Results.JSON.readValue(Path.of(args[0]).toFile(), Order.class);
  }

  /**
   * Prints a reply as one line.
   *
   * @param said the reply
   * @throws JsonProcessingException never
   */
  public static void say(Reply said) throws JsonProcessingException {
    System.out.println();
    System.out.println(
        MARK
            + Results.JSON
                .writer()
                .without(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(said));
  }

  /** Sets a benchmark's parameters, and computes its outputs if it has some to compare. */
  private static String check(Work work, Map<String, double[]> outputs) throws Exception {
    int dot = work.does().lastIndexOf('.');
    Class<?> type = Class.forName("io.github.emnist.benchmarks." + work.does().substring(0, dot));
    Object benchmark = type.getConstructor().newInstance();
    for (Map.Entry<String, String> param : work.params().entrySet()) {
      var field = type.getField(param.getKey());
      field.set(benchmark, converted(param.getValue(), field.getType()));
    }
    callAll(benchmark, Setup.class);
    try {
      if (benchmark instanceof Checked checked) {
        outputs.putAll(checked.outputs(work.does().substring(dot + 1)));
        return checked.engine();
      }
      return "";
    } finally {
      callAll(benchmark, TearDown.class);
    }
  }

  private static Object converted(String value, Class<?> type) {
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(value)) {
          return constant;
        }
      }
      throw new IllegalArgumentException("no " + value + " in " + type);
    }
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    return type == double.class ? (Object) Double.valueOf(value) : value;
  }

  private static void callAll(
      Object benchmark, Class<? extends java.lang.annotation.Annotation> marked) throws Exception {
    for (Method method : benchmark.getClass().getMethods()) {
      if (method.isAnnotationPresent(marked)) {
        try {
          method.invoke(benchmark);
        } catch (InvocationTargetException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      }
    }
  }

  /** Returns the mean of all iterations after those of the warm-up; the rounds give the spread. */
  private static Figure time(Work work, Pace pace) throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + Pattern.quote(work.does()) + "$")
            .forks(0)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(work.threads())
            .warmupIterations(Pace.ITERATIONS)
            .warmupTime(iteration(pace.warmUp()))
            .measurementIterations(Pace.ITERATIONS)
            .measurementTime(iteration(pace.seconds()))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class);
    work.params().forEach(options::param);
    List<RunResult> found = new ArrayList<>(new Runner(options.build()).run());
    if (found.size() != 1) {
      throw new IllegalStateException(
          work.does() + " was expected to be one benchmark, found " + found.size());
    }
    double nanos = found.get(0).getPrimaryResult().getScore();
    var allocated = found.get(0).getSecondaryResults().get("gc.alloc.rate.norm");
    double value =
        switch (work.unit()) {
          case "us" -> nanos / 1e3;
          case "ms" -> nanos / 1e6;
          case "s" -> nanos / 1e9;
          default -> 1e9 / nanos * work.ops() * work.threads();
        };
    return new Figure(work.name(), value, allocated == null ? null : allocated.getScore());
  }

  private static TimeValue iteration(double seconds) {
    return TimeValue.milliseconds(Math.max(1, (long) (1000 * seconds / Pace.ITERATIONS)));
  }

  /** {@return the bytes that all living threads of this process have allocated so far} */
  public static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0) // of a thread that has ended since, -1
        .sum();
  }
}
