package io.github.emnist.data.download;

import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records the events of a listener, one line each; progress separately. */
final class Recorder implements DownloadListener {
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void mirror(URI mirror) {
    lines.add("mirror " + mirror.getPath());
  }

  @Override
  public void progress(String fileName, long done, long total) {
    progress.add(fileName + " " + done + "/" + total);
  }

  @Override
  public void retry(URI mirror, int retry, Duration wait, String reason) {
    lines.add("retry " + retry + ": " + reason);
  }

  @Override
  public void failed(URI mirror, String reason) {
    lines.add("failed: " + reason);
  }

  @Override
  public void fetched(DownloadedFile file) {
    lines.add("fetched " + file.path().getFileName());
  }

  @Override
  public void waiting(Path folder) {
    lines.add("waiting");
  }

  @Override
  public void setAside(Path file, Path aside) {
    lines.add("set aside " + aside.getFileName());
  }
}
