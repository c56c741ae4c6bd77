package io.github.emnist.model.internal.tensorflow;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Keeps the end of the process from taking away what calls under way use. The JVM waits 300 ms at
 * most for threads in native code and then calls C's {@code exit}, which destroys TensorFlow's
 * caches; a thread that still computes crashes the JVM. So the process ends before that, unless all
 * that was opened has been closed. Calls are neither stopped nor turned away meanwhile: the
 * shutdown hooks of a server may answer its last requests, and those of a training save it.
 */
final class ProcessEnd {
  /** Weak, since what is forgotten unclosed is no reason to keep it. */
  private static final Set<Object> OPEN = Collections.newSetFromMap(new WeakHashMap<>());

  /** Registered while something is open, and not longer: the JVM keeps it with its class loader. */
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
