package io.github.emnist.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes the machine, for the head of a log. */
public final class Machine {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Machine() {}

  /**
   * Describes this machine.
   *
   * @return processor, JDK, commit and load, by name
   * @throws IOException if the system's files cannot be read
   * @throws InterruptedException if interrupted
   */
  public static Map<String, String> about() throws IOException, InterruptedException {
    Map<String, String> about = new LinkedHashMap<>();
    about.put(
        "machine", processor() + "; " + Runtime.getRuntime().availableProcessors() + " processors");
    about.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    about.put(
        "JDK",
        System.getProperty("java.vm.version") + " (" + System.getProperty("java.vm.name") + ")");
    about.put("heap at most", (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    about.put("commit", commit());
    about.put("load before", Files.exists(LOAD) ? Files.readString(LOAD).strip() : "unknown");
    return about;
  }

  /**
   * Reads this process's memory.
   *
   * @param name {@code VmRSS:}, the resident memory, or {@code VmHWM:}, its peak
   * @return KiB; 0 if the system does not report it
   */
  static long memory(String name) throws IOException {
    return Files.notExists(STATUS)
        ? 0
        : Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0);
  }

  /** {@return the entries of {@link #about}, one per line} */
  static String describe() throws IOException, InterruptedException {
    return about().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String processor() throws IOException {
    if (!Files.exists(CPUINFO)) {
      return System.getProperty("os.arch");
    }
    return Files.readString(CPUINFO, StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /**
   * Returns the commit of the folder that the program is run in; a plus sign means that files
   * differ from it.
   */
  private static String commit() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+")
            .redirectErrorStream(true)
            .start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? printed.strip() : "unknown: not run in the repository";
  }
}
