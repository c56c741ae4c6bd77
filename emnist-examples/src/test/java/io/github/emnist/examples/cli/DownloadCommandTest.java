package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code emnist download} from a server on this machine. */
class DownloadCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    byte[] archive = archive();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/emnist.zip",
        exchange -> {
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private byte[] archive() throws IOException {
    Path files = Files.createDirectory(folder.resolve("files"));
    SyntheticEmnist digits = SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(2, 1);
    IdxFolder.write(files, Partition.TRAIN, digits.train());
    IdxFolder.write(files, Partition.TEST, digits.test());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> list = Files.list(files)) {
      for (Path file : list.sorted().toList()) {
        zip.putNextEntry(new ZipEntry("gzip/" + file.getFileName()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private int run(String... arguments) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return EmnistCommand.run(commandLine, arguments);
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Test
  void fetchesASplitAndSaysThatItIsNotTheOfficialOne() {
    Path to = folder.resolve("to");
    int exit =
        run(
            "download",
            "--split",
            "digits",
            "--to",
            to.toString(),
            "--source",
            address("/emnist.zip"));
    assertThat(exit).as(err.toString()).isZero();
    assertThat(err.toString()).isEmpty();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.subList(0, 4))
        .allMatch(line -> line.matches(".*bytes, SHA-256 [0-9a-f]{64}, unverified .*"));
    assertThat(lines.get(4)).matches("\\Q" + to + "\\E: unverified; [0-9,]+ bytes downloaded");
    assertThat(run("info", "--data", to.toString())).isZero();
    assertThat(out.toString()).contains("split: digits", "train: 20 images");
  }

  @Test
  void saysWhatFailed() {
    int exit =
        run(
            "download",
            "--split",
            "digits",
            "--to",
            folder.resolve("to").toString(),
            "--source",
            address("/other.zip"));
    assertThat(exit).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .isEqualTo("127.0.0.1: status 404 (not found); given up");
    assertThat(err.toString())
        .contains("emnist: digits could not be downloaded: " + address("/other.zip") + ": status");
  }

  @Test
  void offlineOnlyLooks() {
    int exit = run("download", "--split", "digits", "--offline", "--to", folder.toString());
    assertThat(exit).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString())
        .startsWith("emnist: " + folder + ": found no complete and undamaged digits");
  }

  @Test
  void sourcesThatAreNoneAreUsageErrors() {
    assertThat(run("download", "--split", "digits", "--source", "moon"))
        .isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString())
        .contains("--source: found 'moon', expected nist, kaggle or an https:// address");
    assertThat(run("download", "--split", "digits", "--source", "http://example.org/a.zip"))
        .isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString())
        .contains(
            "--source: mirror (http://example.org/a.zip) must be https://host/path without a"
                + " password");
    assertThat(run("download")).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString()).contains("Missing required option: '--split=NAME'");
  }
}
