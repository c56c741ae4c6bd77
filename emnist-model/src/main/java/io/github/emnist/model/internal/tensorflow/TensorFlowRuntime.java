package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.types.TFloat32;

/** The native library beneath. */
public final class TensorFlowRuntime {
  /** Read by TensorFlow when it loads: 1 leaves out what is neither a warning nor an error. */
  private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  private static boolean loadedQuietly;
  private static volatile boolean showsLog;

  private TensorFlowRuntime() {}

  /** TensorFlow's version, which loads it. */
  public static String version() {
    load();
    return PlatformThreads.call(TensorFlow::version);
  }

  /** Begins with the first mention of the class. */
  private static final class Loading {
    static final CompletableFuture<Void> STATE =
        CompletableFuture.runAsync(
            TensorFlowRuntime::loadNow,
            task -> {
              Thread thread = new Thread(task, "emnist-tensorflow-loader");
              thread.setDaemon(true);
              // What the threads that JNA and JavaCPP begin here inherit, and keep for ever.
              thread.setContextClassLoader(TensorFlow.class.getClassLoader());
              thread.start();
            });
  }

  /**
   * Begins to load TensorFlow on a thread of its own, so that a model can be read meanwhile, which
   * takes about as long. Does nothing the second time. {@link #load} tells what went wrong.
   */
  public static void beginLoading() {
    Loading.STATE.isDone();
  }

  /**
   * Loads TensorFlow, or waits until it is loaded.
   *
   * @throws LinkageError if it cannot be loaded, each time
   */
  public static void load() {
    try {
      Loading.STATE.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** Creates an empty graph, for {@link #close}; loads TensorFlow if need be. */
  public static Graph newGraph() {
    load();
    Graph graph = new Graph();
    ProcessEnd.opened(graph);
    return graph;
  }

  /** Closes a graph, whose sessions have been closed. */
  public static void close(Graph graph) {
    graph.close();
    ProcessEnd.closed(graph);
  }

  /**
   * Opens a session, to be closed by the caller. Every session of a process should be opened here:
   * one that was opened before {@link #load} leaves its threads to those that follow, and the last
   * bits of what they compute.
   */
  public static Session open(Graph graph, RuntimeOptions options) {
    load();
    return new Session(graph, options.toConfig());
  }

  private static void loadNow() {
    ProcessEnd.opened(Loading.class);
    try {
      loadUnguarded();
    } finally {
      ProcessEnd.closed(Loading.class);
    }
  }

  private static void loadUnguarded() {
    separateThreadPools();
    if (isQuiet()) {
      NativeProcess.setEnvironmentIfAbsent(LOG_LEVEL, "1");
    }
    try {
      TensorFlow.version();
    } catch (LinkageError e) {
      throw LoadFailure.explained(e);
    }
    if (isQuiet() && NativeProcess.collects()) {
      // What the first session of a process prints, whatever the environment.
      NativeProcess.collect(
          () -> {
            runOnce(graph -> new Session(graph, RuntimeOptions.DEFAULT.toConfig()));
            return null;
          },
          TensorFlowRuntime::handOn);
    }
  }

  /** Level 0 alone asks for everything; who sets 1 to 3 wants as little as by default, or less. */
  private static boolean isQuiet() {
    return !showsLog && !"0".equals(System.getenv(LOG_LEVEL));
  }

  /**
   * Runs what makes TensorFlow print lines that no setting turns off, such as the first run of a
   * session in bfloat16, and leaves those out that are neither a warning nor an error.
   */
  public static <T> T quietly(Supplier<T> action) {
    load(); // which is quiet itself, on another thread
    return isQuiet() ? NativeProcess.collect(action, TensorFlowRuntime::handOn) : action.get();
  }

  private static void handOn(String printed) {
    BannerFilter.withoutBanners(printed).forEach(System.err::println);
  }

  /** Shows what TensorFlow logs; to be called before it loads. */
  public static void showLog() {
    showsLog = true;
  }

  /**
   * Gives every session that is opened from now on threads of its own, as many as it asks for, so
   * that a classifier's single thread is not what a training later has to share, nor the other way
   * round. Does nothing on Windows, where the environment of native code is out of reach, or where
   * the user has set the variable.
   */
  private static void separateThreadPools() {
    NativeProcess.setEnvironmentIfAbsent("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
  }

  /**
   * Loads TensorFlow without the lines that the JVM and it print of themselves on standard error;
   * whatever else is printed there meanwhile appears when this returns. Only a program that owns
   * its console should call this, before anything else here: for a moment, standard error of the
   * whole process goes elsewhere. Does nothing the second time, and loads in the ordinary way where
   * the process's descriptors are out of reach, as on Windows, or the log is asked for.
   *
   * @param threads within one operation where they are the whole process's, as on Windows; 0 for
   *     one per processor
   */
  public static synchronized void loadQuietly(int threads) {
    if (loadedQuietly) {
      return;
    }
    loadedQuietly = true;
    if (!isQuiet()) {
      load();
      return;
    }
    NativeProcess.capture(
        () -> {
          load();
          runOnce(graph -> open(graph, new RuntimeOptions(threads, false, Precision.FLOAT32)));
        },
        TensorFlowRuntime::handOn);
  }

  /** One session prints what the first session of a process prints. */
  private static void runOnce(Function<Graph, Session> opens) {
    try (Graph graph = new Graph();
        Session session = opens.apply(graph);
        Result result = session.runner().fetch(GraphOps.of(graph).constant(0f)).run()) {
      ((TFloat32) result.get(0)).getFloat();
    }
  }

  /**
   * Tells the lines that appear at every start of TensorFlow 2.18 from lines that mean something.
   */
  static final class BannerFilter {
    /**
     * Seen with tensorflow-core-api 1.1.0 on Linux; anything unknown is kept. The last four are
     * what a JVM from 24 on says of the protobuf-java 3.21 that TensorFlow Java brings.
     */
    private static final List<Pattern> BANNERS =
        List.of(
            Pattern.compile("WARNING: All log messages before absl::InitializeLog\\(\\).*"),
            Pattern.compile("[IW]0000 .*mlir_graph_optimization_pass\\.cc.*"),
            Pattern.compile("I0000 .*"),
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d .*: I tensorflow/.*"),
            Pattern.compile("To enable the following instructions: .*"),
            Pattern.compile(
                "WARNING: A terminally deprecated method in sun\\.misc\\.Unsafe has been called"),
            Pattern.compile(
                "WARNING: sun\\.misc\\.Unsafe::\\w+ has been called by com\\.google\\.protobuf\\..*"),
            Pattern.compile(
                "WARNING: Please consider reporting this to the maintainers of class"
                    + " com\\.google\\.protobuf\\..*"),
            Pattern.compile(
                "WARNING: sun\\.misc\\.Unsafe::\\w+ will be removed in a future release"));

    private BannerFilter() {}

    static List<String> withoutBanners(String printed) {
      return printed
          .lines()
          .filter(line -> BANNERS.stream().noneMatch(banner -> banner.matcher(line).matches()))
          .toList();
    }
  }

  /**
   * Says in one line why TensorFlow's libraries do not load. JavaCPP unpacks them into a folder,
   * and its errors name neither that nor what to do.
   */
  static final class LoadFailure {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private LoadFailure() {}

    /** The error with a message for people, or as it is where it is of an unknown kind. */
    static LinkageError explained(LinkageError error) {
      return explained(error, Loader::getCacheDir);
    }

    /**
     * As {@link #explained(LinkageError)}.
     *
     * @param folder where JavaCPP unpacks; fails where there is no such folder
     */
    static LinkageError explained(LinkageError error, Callable<File> folder) {
      if (!(error instanceof UnsatisfiedLinkError)) {
        return error;
      }
      String message;
      try {
        File cache = folder.call();
        if (error.getCause() != null) {
          message =
              ("TensorFlow's libraries in %s cannot be loaded (%s): the folder may be mounted noexec,"
                      + " or its disk full;")
                  .formatted(cache, reason(error.getCause()));
        } else if (String.valueOf(error.getMessage()).startsWith("no jnitensorflow")) {
          message =
              "TensorFlow's libraries for this system are not on the class path; add"
                  + " org.tensorflow:tensorflow-core-native with the classifier "
                  + Loader.getPlatform();
          return explained(error, message);
        } else {
          return error;
        }
      } catch (IOException e) {
        message =
            "TensorFlow's libraries cannot be unpacked: none of the folders %s can be written;"
                .formatted(candidates());
      } catch (Exception e) {
        error.addSuppressed(e);
        return error;
      }
      return explained(error, message + " name another with -D" + CACHE + "=FOLDER");
    }

    private static LinkageError explained(LinkageError cause, String message) {
      UnsatisfiedLinkError explained = new UnsatisfiedLinkError(message);
      explained.initCause(cause);
      return explained;
    }

    /** The system's own words, without the file's name before them. */
    private static String reason(Throwable cause) {
      String text = String.valueOf(cause.getMessage());
      return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
    }

    /** Where JavaCPP 1.5 looks for a place, in its order. */
    private static List<Path> candidates() {
      List<Path> folders = new ArrayList<>();
      String named = System.getProperty(CACHE);
      if (named != null) {
        folders.add(Path.of(named));
      }
      folders.add(Path.of(System.getProperty("user.home"), ".javacpp", "cache"));
      folders.add(Path.of(System.getProperty("java.io.tmpdir")));
      return folders;
    }
  }

  /**
   * Keeps the end of the process from taking away what calls under way use. The JVM waits 300 ms at
   * most for threads in native code and then calls C's {@code exit}, which destroys TensorFlow's
   * caches; a thread that still computes crashes the JVM. So the process ends before that, unless
   * all that was opened has been closed. Calls are neither stopped nor turned away meanwhile: the
   * shutdown hooks of a server may answer its last requests, and those of a training save it.
   */
  static final class ProcessEnd {
    /** Weak, since what is forgotten unclosed is no reason to keep it. */
    private static final Set<Object> OPEN = Collections.newSetFromMap(new WeakHashMap<>());

    /**
     * Registered while something is open, and not longer: the JVM keeps it with its class loader.
     */
    private static Thread hook;

    private ProcessEnd() {}

    /** To be called when something that computes is opened. */
    static synchronized void opened(Object computes) {
      OPEN.add(computes);
      if (hook != null) {
        return;
      }
      hook = new Thread(null, NativeProcess::endBeforeDestructors, "emnist-process-end", 0, false);
      hook.setContextClassLoader(null);
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) { // the process is ending
        NativeProcess.endBeforeDestructors();
      }
    }

    /** To be called when it has been closed; more than once does no harm. */
    static synchronized void closed(Object computes) {
      OPEN.remove(computes);
      if (hook == null || !OPEN.isEmpty()) {
        return;
      }
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the process is ending
      }
      hook = null;
    }
  }
}
