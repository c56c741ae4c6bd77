package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Precision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
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
}
