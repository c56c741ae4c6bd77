package io.github.emnist.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/**
 * A real standalone cluster on loopback: a master and workers, each a JVM of its own on this JVM's
 * class path, and the executors that the workers start. {@link #close} ends all of them.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("(Successfully registered) with master");
  private static final long LONGEST_START_SECONDS = 300;

  private final Path dir;
  private final List<Process> daemons = new ArrayList<>();
  private final Thread atExit = new Thread(this::kill);
  private String url;

  private StandaloneCluster(Path dir) {
    this.dir = dir;
  }

  /**
   * Starts a cluster.
   *
   * @param dir where its JVMs work and write their logs, deleted by the caller
   * @param cores of each worker
   */
  static StandaloneCluster start(Path dir, int workers, int cores) throws Exception {
    StandaloneCluster cluster = new StandaloneCluster(dir);
    Runtime.getRuntime().addShutdownHook(cluster.atExit);
    try {
      Files.createDirectories(dir.resolve("jars")); // where executors expect those of Spark
      cluster.start("master", "org.apache.spark.deploy.master.Master", List.of());
      cluster.url = cluster.logged("master", URL);
      for (int i = 0; i < workers; i++) {
        String work = dir.resolve("work" + i).toString();
        cluster.start(
            "worker" + i,
            "org.apache.spark.deploy.worker.Worker",
            List.of("--cores", "" + cores, "--memory", "4g", "--work-dir", work, cluster.url));
      }
      for (int i = 0; i < workers; i++) {
        cluster.logged("worker" + i, REGISTERED);
      }
      return cluster;
    } catch (Exception | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void start(String name, String main, List<String> arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("--host", LOOPBACK, "--port", "0", "--webui-port", "0"));
    all.addAll(arguments);
    ProcessBuilder builder =
        java(main, all)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    daemons.add(builder.start());
  }

  /** Prepares a JVM with a small heap on this JVM's class path. */
  static ProcessBuilder java(String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /** Waits for a daemon to log something. */
  private String logged(String name, Pattern what) throws IOException, InterruptedException {
    Path log = dir.resolve(name + ".log");
    for (int i = 0; i < LONGEST_START_SECONDS * 10; i++) {
      Matcher matcher = what.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException(name + " did not start:\n" + Files.readString(log));
  }

  /**
   * Prepares a session whose tasks run on the cluster.
   *
   * @param jars which entries of this JVM's class path the executors have
   * @param cores of each executor
   * @param memory of each executor, for example {@code 1g}
   */
  SparkSession.Builder session(Predicate<String> jars, int cores, String memory) {
    return SparkSession.builder()
        .master(url)
        .config("spark.driver.host", LOOPBACK)
        .config("spark.driver.bindAddress", LOOPBACK)
        .config("spark.ui.enabled", false)
        .config("spark.local.dir", dir.toString())
        .config("spark.sql.warehouse.dir", dir.resolve("warehouse").toString())
        .config("spark.executor.cores", cores)
        .config("spark.executor.memory", memory)
        .config("spark.scheduler.minRegisteredResourcesRatio", 1) // wait for all executors
        .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
        .config(
            "spark.executor.extraClassPath",
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jars)
                .collect(Collectors.joining(File.pathSeparator)));
  }

  /** {@return the executors' JVMs, which are the workers' children} */
  List<ProcessHandle> executors() {
    return daemons.stream().flatMap(Process::children).toList();
  }

  /** Ends a worker and its executors as {@code kill -9} does. */
  void killWorker(int worker) {
    kill(daemons.get(1 + worker));
  }

  private static void kill(Process daemon) {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }

  private void kill() {
    daemons.forEach(StandaloneCluster::kill);
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
