package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application server that loads an application anew can free its class loader, if TensorFlow,
 * JavaCPP and JNA lie above all applications; docs/decisions/0043 tells what stays otherwise.
 */
class ClassLoaderReloadTest {
  private static final int LOADERS = 5;
  private static final int COLLECTIONS = 20;
  private static final int IDLE_SECONDS = 6;

  @TempDir private Path folder;

  /**
   * Until JDK 23 the thread that JNA begins keeps the access control context of the first one that
   * used it, and so the first application; until JDK 18 a cache of the JDK's own (asTypeCache of
   * java.lang.runtime.ObjectMethods.OBJECT_EQ) keeps the last one that compared records.
   */
  @Test
  void nothingOfOursOutlivesAClassifierInAServerThatSharesTensorFlow() throws Exception {
    Path output = folder.resolve("output");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName(),
                "shared")
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    assertThat(server.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    int jdk = Runtime.version().feature();
    int kept = (jdk < 24 ? 1 : 0) + (jdk < 19 ? 1 : 0);
    assertThat(Files.readString(output).lines().reduce((first, last) -> last))
        .hasValueSatisfying(
            last -> assertThat(last).matches("of 5 loaders [0-%d] live on, .*".formatted(kept)));
  }

  /** Loads, drops and counts: {@code shared}, or {@code own} for all jars in every loader. */
  static final class Server {
    private static final Pattern SHARED =
        Pattern.compile("(tensorflow-|ndarray|javacpp|protobuf-java|jna).*\\.jar");

    private Server() {}

    public static void main(String[] args) throws Exception {
      List<URL> shared = new ArrayList<>();
      List<URL> own = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        boolean above =
            args[0].equals("shared") && SHARED.matcher(path.getFileName().toString()).matches();
        (above ? shared : own).add(path.toUri().toURL());
      }
      ClassLoader platform = ClassLoader.getPlatformClassLoader();
      ClassLoader parent = new URLClassLoader(shared.toArray(URL[]::new), platform);
      List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
      // One thread for all, as in a server, whose thread locals stay.
      ExecutorService thread = Executors.newSingleThreadExecutor();
      for (int i = 0; i < LOADERS; i++) {
        loaders.add(thread.submit(() -> predict(own, parent)).get());
      }
      TimeUnit.SECONDS.sleep(IDLE_SECONDS); // for threads that end when idle
      long beforehand = alive(loaders);
      fillHeap();
      System.out.printf(
          "of %d loaders %d live on, %d before memory was short%n",
          LOADERS, alive(loaders), beforehand);
      System.exit(0);
    }

    private static WeakReference<ClassLoader> predict(List<URL> classPath, ClassLoader parent)
        throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      try (URLClassLoader loader = new URLClassLoader(classPath.toArray(URL[]::new), parent)) {
        thread.setContextClassLoader(loader);
        Class<?> type = loader.loadClass(EmnistClassifier.class.getName());
        try (AutoCloseable classifier = (AutoCloseable) type.getMethod("pretrained").invoke(null)) {
          byte[] blank = new byte[28 * 28];
          type.getMethod("predictRaw", byte[].class).invoke(classifier, blank);
        }
        return new WeakReference<>(loader);
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    private static long alive(List<WeakReference<ClassLoader>> loaders)
        throws InterruptedException {
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return loaders.stream().filter(loader -> loader.get() != null).count();
    }

    /** Clears soft references, as Jackson's to its buffers, which a thread keeps. */
    private static void fillHeap() {
      List<byte[]> heap = new ArrayList<>();
      try {
        while (true) {
          heap.add(new byte[1 << 24]);
        }
      } catch (OutOfMemoryError e) {
        heap.clear();
      }
    }
  }
}
