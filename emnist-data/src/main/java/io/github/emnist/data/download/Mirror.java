package io.github.emnist.data.download;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** One address of the archive: opened in ranges where the server answers them, else fetched. */
final class Mirror {
  private final Http http;
  private final URI uri;
  private final Path folder;
  private final Meter meter;
  private final boolean durable;

  Mirror(Http http, URI uri, Path folder, Meter meter, boolean durable) {
    this.http = http;
    this.uri = uri;
    this.folder = folder;
    this.meter = meter;
    this.durable = durable;
  }

  ArchiveBytes open() throws IOException {
    String range = String.format(Locale.ROOT, "bytes=-%d", RemoteArchive.TAIL_BYTES);
    Answer answer = http.get(uri, Map.of("Range", range));
    if (answer.status() == Answer.RANGE_NOT_SATISFIABLE) {
      answer.close();
      answer = http.get(uri, Map.of());
    }
    try (Answer first = answer) {
      if (first.status() == Answer.PARTIAL_CONTENT) {
        return new RemoteArchive(http, uri, first);
      }
      if (first.status() == Answer.OK) {
        return new WholeFile(http, uri, part(), meter, durable).fetch(first);
      }
      throw Statuses.failure(first);
    }
  }

  /** Removes what a whole download left. */
  void forget() throws IOException {
    PartFile.delete(part());
  }

  private Path part() {
    String id = Digests.sha256(uri.toString().getBytes(StandardCharsets.UTF_8));
    return folder.resolve("emnist-archive-" + id.substring(0, 12) + ".zip.part");
  }
}
