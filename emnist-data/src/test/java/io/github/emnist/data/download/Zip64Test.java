package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives of more than 4 GiB, as far as a server can pretend to have them. */
class Zip64Test {
  private static final long START = 6L << 30;

  @TempDir Path folder;

  private final byte[] archive = Zip64Fixture.from(START, Downloads.LETTERS);

  @Test
  void membersBeyondFourGibibytesAreReached() throws IOException {
    List<String> asked = new ArrayList<>();
    Http http =
        (uri, headers) -> {
          asked.add(headers.get("Range"));
          String[] ends = headers.get("Range").substring(6).split("-", -1);
          long all = START + archive.length;
          long first = ends[0].isEmpty() ? all - Long.parseLong(ends[1]) : Long.parseLong(ends[0]);
          long last = ends[0].isEmpty() ? all - 1 : Long.parseLong(ends[1]);
          byte[] body =
              Arrays.copyOfRange(archive, (int) (first - START), (int) (last + 1 - START));
          String range = "bytes " + first + "-" + last + "/" + all;
          return new Http.Response(
              uri,
              206,
              HttpHeaders.of(Map.of("Content-Range", List.of(range)), (name, value) -> true),
              new ByteArrayInputStream(body));
        };
    Downloads downloads = new Downloads(folder, URI.create("https://host/gzip.zip"));
    downloads.builder.with(settings -> settings.standIn = http);
    assertThat(downloads.run().verified()).isTrue();
    assertThat(asked).hasSize(5).element(1).asString().startsWith("bytes=6442450944-");
  }

  @Test
  void ordinaryArchivesMayUseZip64Too() throws IOException {
    byte[] small = Zip64Fixture.from(0, Downloads.LETTERS);
    try (LoopbackServer server = new LoopbackServer(small)) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
    }
    try (LoopbackServer server = new LoopbackServer(small).withoutRanges()) {
      Downloads whole = new Downloads(folder.resolve("whole"), server.uri());
      assertThat(whole.run().verified()).isTrue();
    }
  }
}
