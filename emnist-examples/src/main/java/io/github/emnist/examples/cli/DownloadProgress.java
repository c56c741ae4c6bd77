package io.github.emnist.examples.cli;

import io.github.emnist.data.download.DownloadListener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Tells on stderr how a download goes: troubles always, per cents on a terminal only. */
final class DownloadProgress implements DownloadListener {
  private final StatusLine status;

  DownloadProgress(StatusLine status) {
    this.status = status;
  }

  @Override
  public void progress(String fileName, long done, long total) {
    if (total > 0) {
      status.show(
          done == total
              ? ""
              : String.format(Locale.ROOT, "%s %3d %%", fileName, 100 * done / total));
    }
  }

  @Override
  public void retry(URI mirror, int retry, Duration wait, String reason) {
    status.say(
        String.format(
            Locale.ROOT,
            "%s: %s; trying again in %.1f s",
            mirror.getHost(),
            reason,
            wait.toMillis() / 1e3));
  }

  @Override
  public void failed(URI mirror, String reason) {
    status.say(mirror.getHost() + ": " + reason + "; given up");
  }

  @Override
  public void waiting(Path folder) {
    status.say(folder + ": waiting for another download to the same folder");
  }

  @Override
  public void setAside(Path file, Path aside) {
    status.say(file + ": damaged, renamed to " + aside.getFileName());
  }
}
