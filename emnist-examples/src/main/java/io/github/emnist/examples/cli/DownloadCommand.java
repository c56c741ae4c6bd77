package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.internal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "download", description = "Fetches and verifies one split.")
final class DownloadCommand implements Callable<Integer> {
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  @Spec private CommandSpec spec;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      required = true,
      converter = Choice.OfSplit.class,
      description = "byclass, bymerge, balanced, letters, digits or mnist.")
  private EmnistSplit split;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where the files go (default: the cache, EMNIST_HOME or the system's own).")
  private Path folder;

  @Option(
      names = "--source",
      paramLabel = "nist|kaggle|URL",
      defaultValue = "nist",
      description =
          "Where they come from: nist, kaggle (wants a token) or a ZIP's https:// address.")
  private String source;

  @Option(
      names = "--allow-plain-http",
      description = "Take an http:// address that is not on this machine.")
  private boolean allowPlainHttp;

  @Option(names = "--offline", description = "Only check what is there.")
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
    // Nobody listens between a machine and itself.
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
        "%s: %s; %,d bytes came over the network%n",
        report.folder(),
        report.verified() ? "verified" : "unverified",
        report.received());
    out.flush();
  }
}
