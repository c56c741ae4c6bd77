package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.DownloadListener;
import io.github.emnist.data.download.EmnistDownloader;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "download", description = "Downloads and verifies one split.")
final class DownloadCommand implements Callable<Integer> {
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  @Spec private CommandSpec spec;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      required = true,
      description = "byclass, bymerge, balanced, letters, digits or mnist.")
  private EmnistSplit split;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Folder for the files (default: the cache, in EMNIST_HOME or the system's).")
  private Path folder;

  @Option(
      names = "--source",
      paramLabel = "nist|kaggle|URL",
      defaultValue = "nist",
      description =
          "nist, kaggle (needs a token) or the https:// address of a ZIP (default"
              + " ${DEFAULT-VALUE}).")
  private String source;

  @Option(
      names = "--allow-plain-http",
      description = "Allow an http:// address on another machine.")
  private boolean allowPlainHttp;

  @Option(names = "--offline", description = "Only verify existing files.")
  private boolean offline;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    DownloadProgress progress =
        new DownloadProgress(new StatusLine(err, Terminal.onStandardError()));
    EmnistDownloader.Builder builder = builder().offline(offline).listener(progress);
    if (folder != null) {
      builder.folder(folder);
    }
    EmnistDownloader downloader;
    try {
      downloader = builder.build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--source: " + e.getMessage());
    }
    print(downloader.download(split));
    return 0;
  }

  private EmnistDownloader.Builder builder() {
    if (source.equalsIgnoreCase("nist")) {
      return EmnistDownloader.nist().toBuilder();
    }
    if (source.equalsIgnoreCase("kaggle")) {
      return EmnistDownloader.kaggle().toBuilder();
    }
    URI uri;
    try {
      uri = URI.create(source);
    } catch (IllegalArgumentException e) {
      uri = URI.create("");
    }
    if (uri.getScheme() == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--source: found '%s', expected nist, kaggle or an https:// address".formatted(source));
    }
    // Traffic within this machine cannot be intercepted.
    boolean own = uri.getHost() != null && OWN_MACHINE.contains(uri.getHost());
    return EmnistDownloader.builder(uri).allowPlainHttp(allowPlainHttp || own);
  }

  private void print(DownloadReport report) {
    PrintWriter out = spec.commandLine().getOut();
    for (DownloadedFile file : report.files()) {
      out.printf(
          Locale.ROOT,
          "%s: %,d bytes, SHA-256 %s, %s%n",
          file.path(),
          file.bytes(),
          file.sha256(),
          file.verified() ? "verified" : "unverified (not the official file)");
    }
    out.printf(
        Locale.ROOT,
        "%s: %s; %,d bytes downloaded%n",
        report.folder(),
        report.verified() ? "verified" : "unverified",
        report.received());
    out.flush();
  }

  /** Reports problems on stderr, and progress on a terminal. */
  private record DownloadProgress(StatusLine status) implements DownloadListener {
    @Override
    public void progress(String fileName, long done, long total) {
      if (total > 0) {
        status.show(
            done == total ? "" : Messages.format("%s %3d %%", fileName, 100 * done / total));
      }
    }

    @Override
    public void retry(URI mirror, int retry, Duration wait, String reason) {
      status.say(
          Messages.format(
              "%s: %s; trying again in %.1f s", mirror.getHost(), reason, wait.toMillis() / 1e3));
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
}
