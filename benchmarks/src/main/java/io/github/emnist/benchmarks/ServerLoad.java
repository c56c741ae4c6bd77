package io.github.emnist.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks {@code emnist serve}, a process of its own, for a drawn character at a fixed rate, whether
 * or not earlier answers have come (an open loop). Each latency counts from the moment at which its
 * request was due, so that a pause of the server, or of this program, is in every request that it
 * held up.
 *
 * <pre>
 * java -cp benchmarks/target/benchmarks.jar io.github.emnist.benchmarks.ServerLoad emnist-examples/target/emnist.jar [RATE [SECONDS]]
 * </pre>
 */
public final class ServerLoad {
  private static final int RATE = 200;
  private static final int SECONDS = 120;
  private static final int WARM_UP_SECONDS = 10;
  private static final String INK =
      "{\"strokes\":[[[10,10],[30,9],[62,11],[48,35],[36,60],[25,92]],[[20,50],[38,49],[55,50]]]}";

  private ServerLoad() {}

  /**
   * Measures and prints.
   *
   * @param args the built {@code emnist.jar}, requests a second and seconds
   * @throws IOException if the server cannot be started
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int rate = args.length > 1 ? Integer.parseInt(args[1]) : RATE;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : SECONDS;
    System.out.println(Machine.describe());
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                args[0],
                "serve",
                "--port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader printed = server.inputReader(StandardCharsets.UTF_8)) {
      String line = printed.readLine();
      if (line == null) {
        throw new IOException("the server ended with " + server.waitFor());
      }
      URI page = URI.create(line.replaceAll(".*(http://\\S+/).*", "$1"));
      ask(page, rate, WARM_UP_SECONDS);
      long before = rss(server);
      System.out.println(ask(page, rate, seconds));
      System.out.printf(
          Locale.ROOT,
          "resident memory of the server: %.1f MiB before, %.1f MiB after%n",
          before / 1024.0,
          rss(server) / 1024.0);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static String ask(URI page, int rate, int seconds) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(page.resolve("api/predict"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(INK))
            .build();
    long[] nanos = new long[rate * seconds];
    LongAdder errors = new LongAdder();
    CompletableFuture<?>[] answers = new CompletableFuture<?>[nanos.length];
    long start = System.nanoTime();
    for (int i = 0; i < nanos.length; i++) {
      int n = i;
      long due = start + i * 1_000_000_000L / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      answers[i] =
          client
              .sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .handle(
                  (response, failure) -> {
                    nanos[n] = System.nanoTime() - due;
                    if (failure != null || response.statusCode() != 200) {
                      errors.increment();
                    }
                    return null;
                  });
    }
    CompletableFuture.allOf(answers).join();
    double took = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d requests at %d/s in %.1f s, %d errors; milliseconds:",
            nanos.length,
            rate,
            took,
            errors.sum()));
    for (double share : List.of(.5, .9, .95, .99, .999, 1.0)) {
      int rank = (int) Math.ceil(share * nanos.length) - 1;
      text.append(String.format(Locale.ROOT, " p%s %.2f", share * 100, nanos[rank] / 1e6));
    }
    return text.toString();
  }

  /** In KiB. */
  private static long rss(Process server) throws IOException {
    return Files.readAllLines(Path.of("/proc", server.pid() + "", "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
