package io.github.emnist.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The measurements of a report, as in report.json.
 *
 * @param about machine, JDK, commit, date, mode and the like, by name
 * @param engines each contender's own description of what it ran, with versions
 * @param warnings what was left out, failed, or is not valid, a sentence each
 * @param rows every figure
 */
record Results(
    Map<String, String> about, Map<String, String> engines, List<String> warnings, List<Row> rows) {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.USE_GETTERS_AS_SETTERS) // derived lists are not read
          .build();

  /**
   * One figure of one contender.
   *
   * @param who the contender
   * @param ours whether it is this library's
   * @param unit if it ends in {@code /s}, more is better; otherwise less
   * @param values one of each round, each from one process
   * @param allocated bytes for each operation, if known
   * @param limit the limit of the figure, and the share of it that the median reaches; or null
   * @param state {@code ok}, or the problem
   * @param checks the comparisons made before the clock started
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Row(
      String suite,
      String name,
      String who,
      boolean ours,
      String unit,
      List<Double> values,
      Double allocated,
      Share limit,
      String state,
      List<String> checks) {
    static final String OK = "ok";

    Row {
      values = values == null ? List.of() : List.copyOf(values);
      checks = checks == null ? List.of() : List.copyOf(checks);
    }

    boolean isUsable() {
      return state.equals(OK) && !values.isEmpty();
    }

    boolean moreIsBetter() {
      return unit.endsWith("/s");
    }

    @JsonProperty
    int n() {
      return values.size();
    }

    @JsonProperty
    double median() {
      return Results.median(values);
    }

    /**
     * Returns the least and the largest value, and the median of the absolute deviations from the
     * median.
     */
    @JsonProperty
    List<Double> spread() {
      double middle = median();
      return values.isEmpty()
          ? List.of()
          : List.of(
              values.stream().mapToDouble(v -> v).min().getAsDouble(),
              values.stream().mapToDouble(v -> v).max().getAsDouble(),
              Results.median(values.stream().map(v -> Math.abs(v - middle)).toList()));
    }

    /** Returns the speed as a multiple of that of another row with the same unit. */
    double speedBeside(Row other) {
      return moreIsBetter() ? median() / other.median() : other.median() / median();
    }

    Row with(Share share) {
      return new Row(suite, name, who, ours, unit, values, allocated, share, state, checks);
    }

    String key() {
      return suite + " | " + name + " | " + who;
    }
  }

  /**
   * A share of a limit.
   *
   * @param of the limit's name
   * @param share 0 to 1, or more if the limit was measured beside other work
   */
  record Share(String of, double share) {}

  /**
   * The comparison of two rows.
   *
   * @param slowdown the time of the second over that of the first, by medians
   * @param low the lower end of its 95 % interval
   * @param high the upper end
   * @param rounds the smaller number of rounds of the two
   */
  record Ratio(double slowdown, double low, double high, int rounds) {
    /** The least number of rounds for a statement on which one is faster. */
    static final int ROUNDS = 3;

    /** Bootstraps the ratio of the medians over the rounds of both, in 2,000 draws. */
    static Ratio of(Row first, Row second) {
      SplittableRandom random = new SplittableRandom(1);
      double[] ratios = new double[2_000];
      for (int i = 0; i < ratios.length; i++) {
        double one = Results.median(drawn(first.values(), random));
        double other = Results.median(drawn(second.values(), random));
        ratios[i] = first.moreIsBetter() ? one / other : other / one;
      }
      Arrays.sort(ratios);
      return new Ratio(
          1 / second.speedBeside(first),
          ratios[(int) (0.025 * ratios.length)],
          ratios[(int) (0.975 * ratios.length)],
          Math.min(first.n(), second.n()));
    }

    private static List<Double> drawn(List<Double> values, SplittableRandom random) {
      return random.ints(values.size(), 0, values.size()).mapToObj(values::get).toList();
    }

    boolean hasRounds() {
      return rounds >= ROUNDS;
    }

    /** Returns whether the second is slower by more than a factor, with its whole interval. */
    boolean isSlowerThan(double bound) {
      return hasRounds() && low > bound;
    }

    /** Returns whether one of them is faster: the interval does not contain 1. */
    boolean isDecided() {
      return hasRounds() && (low > 1 || high < 1);
    }
  }

  static Results read(Path file) throws IOException {
    try {
      Results results = JSON.readValue(Files.readAllBytes(file), Results.class);
      if (results.rows == null || results.about == null) {
        throw new IOException(file + " is no report: it has no rows");
      }
      return results;
    } catch (java.nio.file.NoSuchFileException e) {
      throw new IOException("file not found: " + file, e);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IOException(file + " is no report: " + e.getOriginalMessage(), e);
    }
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this).replace("\r\n", "\n") + "\n");
  }

  /**
   * Throws an exception for a report of another machine or mode, whose figures cannot be compared
   * with these.
   */
  void requireLike(Map<String, String> other) {
    for (String what : List.of("machine", "mode")) {
      if (!Objects.equals(about.get(what), other.get(what))) {
        throw new IllegalArgumentException(
            "the reports have different values of \"%s\": %s and %s; only reports of one machine and one mode can be compared"
                .formatted(what, about.get(what), other.get(what)));
      }
    }
  }

  Optional<Row> row(String suite, String name, String who) {
    return rows.stream()
        .filter(r -> r.suite().equals(suite) && r.name().equals(name) && r.who().equals(who))
        .filter(Row::isUsable)
        .findFirst();
  }

  /** Returns the row that has the names and the unit of another report's, if it can be used. */
  Optional<Row> row(Row like) {
    return row(like.suite(), like.name(), like.who()).filter(r -> r.unit().equals(like.unit()));
  }

  /** Returns the middle value, or the mean of the two in the middle; NaN if there is none. */
  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
