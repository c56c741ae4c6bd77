package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A download from a server made of a fuzzer's bytes. The first byte says how the server answers;
 * the rest is its archive. What comes out is a report or an {@link IOException}, never anything
 * else, and in bounded memory.
 */
final class ZipOverHttp {
  private static final int REFUSES_RANGES = 1;
  private static final int CUTS = 2;
  private static final int SHIFTS = 4;
  private static final int UNTOLD_LENGTH = 8;
  private static final int PRETENDS = 16;

  private ZipOverHttp() {}

  /** Tries the download into the folder, empty and best in memory: files take most of the time. */
  static DownloadReport run(byte[] input, Path folder) throws IOException {
    int mode = input.length == 0 ? 0 : input[0];
    byte[] archive = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    return EmnistDownloader.builder(URI.create("https://host/gzip.zip"))
        .folder(folder)
        .retries(1)
        .with(settings -> settings.durable = false)
        .with(settings -> settings.sleeper = wait -> {})
        .with(
            settings ->
                settings.standIn =
                    (uri, headers) -> answer(uri, headers.get("Range"), archive, mode))
        .build()
        .download(EmnistSplit.LETTERS);
  }

  private static Http.Response answer(URI uri, String range, byte[] archive, int mode) {
    int status = 200;
    int first = 0;
    int last = archive.length - 1;
    // A huge archive of which only the end is there.
    long before = (mode & PRETENDS) != 0 ? 1L << 40 : 0;
    String contentRange = "";
    if (range != null && (mode & REFUSES_RANGES) == 0) {
      status = 206;
      String[] ends = range.substring(6).split("-", -1);
      first =
          ends[0].isEmpty()
              ? Math.max(0, archive.length - Integer.parseInt(ends[1]))
              : clamp(Long.parseLong(ends[0]) - before, archive.length);
      last = ends[0].isEmpty() ? last : clamp(Long.parseLong(ends[1]) - before, last);
      long told = ends[0].isEmpty() ? before + first : Long.parseLong(ends[0]);
      long toldLast = ends[0].isEmpty() ? before + last : Long.parseLong(ends[1]);
      contentRange =
          "bytes "
              + ((mode & SHIFTS) != 0 ? told + 1 : told)
              + "-"
              + toldLast
              + "/"
              + (before + archive.length);
    }
    byte[] body = first > last ? new byte[0] : Arrays.copyOfRange(archive, first, last + 1);
    String length = (mode & UNTOLD_LENGTH) != 0 ? "unknown" : String.valueOf(body.length);
    if ((mode & CUTS) != 0) {
      body = Arrays.copyOf(body, body.length / 2);
    }
    return new Http.Response(
        uri,
        status,
        HttpHeaders.of(
            Map.of("Content-Range", List.of(contentRange), "Content-Length", List.of(length)),
            (name, value) -> true),
        new ByteArrayInputStream(body));
  }

  private static int clamp(long value, int most) {
    return (int) Math.max(0, Math.min(value, Math.max(0, most)));
  }
}
