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

/** Loads TensorFlow's native library, and creates graphs and sessions. */
public final class TensorFlowRuntime {
  /**
   * The environment variable that TensorFlow reads when it loads: 1 omits what is neither a warning
   * nor an error.
   */
  private static final String LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";

  private static boolean loadedQuietly;
  private static volatile boolean showsLog;

  private TensorFlowRuntime() {}

  /** Returns TensorFlow's version; loads TensorFlow if need be. */
  public static String version() {
    load();
    return PlatformThreads.call(TensorFlow::version);
  }

  /** The loading of TensorFlow, which begins when this class is first used. */
  private static final class Loading {
    static final CompletableFuture<Void> STATE =
        CompletableFuture.runAsync(
            TensorFlowRuntime::loadNow,
            task -> {
              Thread thread = new Thread(task, "emnist-tensorflow-loader");
              thread.setDaemon(true);
              // The threads that JNA and JavaCPP start here inherit the class loader, and keep it
              // for ever.
              thread.setContextClassLoader(TensorFlow.class.getClassLoader());
              thread.start();
            });
  }

  /**
   * Begins to load TensorFlow on a thread of its own, so that a model can be read meanwhile, which
   * takes about as long. Does nothing the second time. If it fails, {@link #load} throws.
   */
  public static void beginLoading() {
    Loading.STATE.isDone();
  }

  /**
   * Loads TensorFlow, or waits until it is loaded.
   *
   * @throws LinkageError if it cannot be loaded, in every call
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

  /** Creates an empty graph, to be closed by {@link #close}; loads TensorFlow if need be. */
  public static Graph newGraph() {
    load();
    Graph graph = new Graph();
    ProcessEnd.opened(graph);
    return graph;
  }

  /** Closes a graph, whose sessions must have been closed. */
  public static void close(Graph graph) {
    graph.close();
    ProcessEnd.closed(graph);
  }

  /**
   * Opens a session, to be closed by the caller. Every session of a process should be opened here:
   * after one that was opened before {@link #load}, all that follow use its threads, on whose
   * number the last bits of their results depend.
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
      // Collects what the first session of a process prints, whatever the environment.
      NativeProcess.collect(
          () -> {
            runOnce(graph -> new Session(graph, RuntimeOptions.DEFAULT.toConfig()));
            return null;
          },
          TensorFlowRuntime::handOn);
    }
  }

  /**
   * Returns whether at most warnings and errors are shown. Level 0 alone asks for everything;
   * levels 1 to 3 ask for as little as the default, or less.
   */
  private static boolean isQuiet() {
    return !showsLog && !"0".equals(System.getenv(LOG_LEVEL));
  }

  /**
   * Runs an action that makes TensorFlow print lines that no setting turns off, such as the first
   * run of a session in bfloat16, and omits those that are neither a warning nor an error.
   */
  public static <T> T quietly(Supplier<T> action) {
    load(); // which is quiet itself, on another thread
    return isQuiet() ? NativeProcess.collect(action, TensorFlowRuntime::handOn) : action.get();
  }

  private static void handOn(String printed) {
    BannerFilter.withoutBanners(printed).forEach(System.err::println);
  }

  /** Shows what TensorFlow logs; must be called before TensorFlow is loaded. */
  public static void showLog() {
    showsLog = true;
  }

  /**
   * Gives every session that is opened from now on threads of its own, as many as it asks for, so
   * that a later training does not have to share a classifier's single thread, nor the other way
   * round. Does nothing on Windows, where the environment of native code cannot be set, or if the
   * user has set the variable.
   */
  private static void separateThreadPools() {
    NativeProcess.setEnvironmentIfAbsent("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
  }

  /**
   * Loads TensorFlow without the lines that it and the JVM print on standard error at every start;
   * everything else that is printed there meanwhile appears when this returns. Only a program that
   * owns its console should call this, before anything else here: for a moment, standard error of
   * the whole process is redirected. Does nothing the second time, and loads in the ordinary way if
   * the process's descriptors cannot be changed, as on Windows, or the log is asked for.
   *
   * @param threads the threads within one operation where all sessions share them, as on Windows; 0
   *     for one per processor
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

  /** Runs a session once, so that what the first session of a process prints is printed now. */
  private static void runOnce(Function<Graph, Session> opens) {
    try (Graph graph = new Graph();
        Session session = opens.apply(graph);
        Result result = session.runner().fetch(GraphOps.of(graph).constant(0f)).run()) {
      ((TFloat32) result.get(0)).getFloat();
    }
  }

  /** Removes the lines that appear at every start of TensorFlow 2.18 and mean nothing. */
  static final class BannerFilter {
    /**
     * The lines to remove, as seen with tensorflow-core-api 1.1.0 on Linux; unknown lines are kept.
     * A JVM from version 24 on prints the last four about the protobuf-java 3.21 that TensorFlow
     * Java brings.
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
   * Explains in one line why TensorFlow's libraries cannot be loaded. JavaCPP unpacks them into a
   * folder, and its errors name neither that folder nor what to do.
   */
  static final class LoadFailure {
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private LoadFailure() {}

    /** Returns the error with a message that explains it, or unchanged if its kind is unknown. */
    static LinkageError explained(LinkageError error) {
      return explained(error, Loader::getCacheDir);
    }

    /**
     * Returns the error as {@link #explained(LinkageError)} does.
     *
     * @param folder returns the folder that JavaCPP unpacks into; throws if there is none
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

    /** Returns the system's own message, without the file's name before it. */
    private static String reason(Throwable cause) {
      String text = String.valueOf(cause.getMessage());
      return text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
    }

    /** Returns the folders that JavaCPP 1.5 tries, in its order. */
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
   * Keeps the end of the process from freeing what running calls use. The JVM waits 300 ms at most
   * for threads in native code and then calls C's {@code exit}, which destroys TensorFlow's caches;
   * a thread that still computes crashes the JVM. So the process ends before that, unless
   * everything that was opened has been closed. Calls are neither stopped nor refused meanwhile:
   * the shutdown hooks of a server may answer its last requests, and those of a training may save
   * it.
   */
  static final class ProcessEnd {
    /** The open objects; weak, so that one that is never closed can be collected. */
    private static final Set<Object> OPEN = Collections.newSetFromMap(new WeakHashMap<>());

    /**
     * The shutdown hook; registered only while something is open, since the JVM keeps it with its
     * class loader.
     */
    private static Thread hook;

    private ProcessEnd() {}

    /** Registers an object that computes; must be called when it is opened. */
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

    /**
     * Unregisters an object; must be called when it has been closed, more than once does no harm.
     */
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
