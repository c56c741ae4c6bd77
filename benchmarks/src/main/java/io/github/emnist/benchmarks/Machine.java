package io.github.emnist.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What stands at the head of a log. */
final class Machine {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");

  private Machine() {}

  /** Processor, JDK, commit and load, a line each where the system tells them. */
  static String describe() throws IOException, InterruptedException {
    return String.format(
        Locale.ROOT,
        "%s; %d processors%nJDK %s (%s), heap at most %d MiB%ncommit %s%nload before: %s",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.version"),
        System.getProperty("java.vm.name"),
        Runtime.getRuntime().maxMemory() >> 20,
        commit(),
        Files.exists(LOAD) ? Files.readString(LOAD).strip() : "unknown");
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

  /** Of the folder that the program is run in; a plus sign says that files differ from it. */
  private static String commit() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=+")
            .redirectErrorStream(true)
            .start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? printed.strip() : "unknown: not run in the repository";
  }
}
