package io.github.emnist.examples.cli;

import io.github.emnist.data.download.DownloadListener;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Tells on stderr how a download goes: troubles always, per cents on a terminal only. */
final class DownloadProgress implements DownloadListener {
  private final PrintWriter err;
  private final boolean terminal;
  private String shown = "";

  DownloadProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public void progress(String fileName, long done, long total) {
    if (!terminal || total <= 0) {
      return;
    }
    String text = String.format(Locale.ROOT, "%s %3d %%", fileName, 100 * done / total);
    if (!text.equals(shown)) {
      shown = text;
      err.print("\r" + text + (done == total ? System.lineSeparator() : ""));
      err.flush();
    }
  }

  @Override
  public void retry(URI mirror, int retry, Duration wait, String reason) {
    say(
        String.format(
            Locale.ROOT,
            "%s: %s; trying again in %.1f s",
            mirror.getHost(),
            reason,
            wait.toMillis() / 1e3));
  }

  @Override
  public void failed(URI mirror, String reason) {
    say(mirror.getHost() + ": " + reason + "; given up");
  }

  @Override
  public void waiting(Path folder) {
    say(folder + ": waiting for another download to the same folder");
  }

  @Override
  public void setAside(Path file, Path aside) {
    say(file + ": damaged, renamed to " + aside.getFileName());
  }

  private void say(String line) {
    if (!shown.isEmpty()) {
      err.println();
      shown = "";
    }
    err.println(line);
    err.flush();
  }
}
