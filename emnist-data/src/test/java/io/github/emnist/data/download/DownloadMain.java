package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A download in a separate process: ADDRESS FOLDER. Prints the listener's events. */
final class DownloadMain {
  private DownloadMain() {}

  public static void main(String[] args) throws IOException {
    Recorder recorder = new Recorder();
    DownloadReport report =
        EmnistDownloader.builder(URI.create(args[0]))
            .allowPlainHttp(true)
            .folder(Path.of(args[1]))
            .readTimeout(Duration.ofMinutes(1))
            .listener(recorder)
            .build()
            .download(EmnistSplit.DIGITS);
    recorder.lines.forEach(System.out::println);
    System.out.println("received " + report.received());
  }
}
