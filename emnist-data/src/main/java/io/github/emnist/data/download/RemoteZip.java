package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.download.Http.ContentRange;
import io.github.emnist.data.download.Http.ShownUri;
import io.github.emnist.data.download.Http.Validators;
import io.github.emnist.data.internal.BulkInputStream;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import io.github.emnist.data.internal.archive.ZipBytes;
import io.github.emnist.data.internal.archive.ZipDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The archive at one address, read in ranges if the server supports them, with detection of changes
 * in between; otherwise fetched whole.
 */
final class RemoteZip implements ZipBytes {
  private final Http http;
  private final URI uri;
  private final Validators validators;
  private final byte[] tail;

  /** Reads the end of the archive from its response. */
  private RemoteZip(Http http, URI uri, Http.Response response) throws IOException {
    this.http = http;
    this.uri = uri;
    response.refuseEncoding();
    ContentRange range = ContentRange.of(response);
    long first = Math.max(0, range.total() - ZipDirectory.TAIL_BYTES);
    expect(new ContentRange(first, range.total() - 1, range.total()), range, response);
    this.tail = response.body().readNBytes((int) range.length());
    if (tail.length < range.length()) {
      throw HttpFailure.cut();
    }
    HttpFailure.refuseHtml(response, first == 0 ? tail : new byte[0]);
    this.validators = Validators.of(response, range.total());
  }

  /** Opens the archive in ranges, or whole in the file {@link #whole}. */
  static ZipBytes open(Http http, URI uri, DownloadTask task) throws IOException {
    String range = Messages.format("bytes=-%d", ZipDirectory.TAIL_BYTES);
    Http.Response response = http.get(uri, Map.of("Range", range));
    if (response.status() == Http.RANGE_NOT_SATISFIABLE) {
      response.close();
      response = http.get(uri, Map.of());
    }
    try (Http.Response first = response) {
      if (first.status() == Http.PARTIAL_CONTENT) {
        return new RemoteZip(http, uri, first);
      }
      if (first.status() == Http.OK) {
        return new Whole(http, uri, task).fetch(first);
      }
      throw HttpFailure.ofStatus(first);
    }
  }

  /** Returns the file for an archive fetched whole. */
  static Path whole(Path folder, URI uri) {
    String id = Sha256.of(uri.toString().getBytes(StandardCharsets.UTF_8));
    return folder.resolve("emnist-archive-" + id.substring(0, 12) + ".zip.part");
  }

  @Override
  public String name() {
    return ShownUri.of(uri);
  }

  @Override
  public long length() {
    return validators.length();
  }

  /** Returns a text that changes whenever the archive changes. */
  String identity() {
    return uri + "\n" + validators;
  }

  @Override
  public byte[] tail() {
    return tail;
  }

  /** Opens the bytes in [from, to); the stream returns all of them or fails. */
  @Override
  public InputStream range(long from, long to) throws IOException {
    ContentRange wanted = new ContentRange(from, to - 1, length());
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", Messages.format("bytes=%d-%d", wanted.first(), wanted.last()));
    validators.ifRange().ifPresent(tag -> headers.put("If-Range", tag));
    Http.Response response = http.get(uri, headers);
    try {
      check(response, wanted);
      return BulkInputStream.exactly(
          response.body(), wanted.length(), missing -> HttpFailure.cut());
    } catch (IOException e) {
      response.close();
      throw e;
    }
  }

  private void check(Http.Response response, ContentRange wanted) throws HttpFailure {
    if (response.status() == Http.OK || response.status() == Http.RANGE_NOT_SATISFIABLE) {
      throw changed("answered a range with status " + response.status());
    }
    if (response.status() != Http.PARTIAL_CONTENT) {
      throw HttpFailure.ofStatus(response);
    }
    response.refuseEncoding();
    ContentRange found = ContentRange.of(response);
    if (found.total() != length() || !Validators.of(response, length()).equals(validators)) {
      throw changed("has another length, ETag or date now");
    }
    expect(wanted, found, response);
  }

  private static HttpFailure changed(String sign) {
    return HttpFailure.retry("the archive changed while it was read (the server " + sign + ")");
  }

  private static void expect(ContentRange wanted, ContentRange found, Http.Response response)
      throws HttpFailure {
    if (!found.equals(wanted)) {
      throw HttpFailure.giveUp(
          "found Content-Range \"%s\", expected \"%s\"".formatted(found, wanted));
    }
    long length = response.contentLength().orElse(wanted.length());
    if (length != wanted.length()) {
      throw HttpFailure.giveUp(
          Messages.format("found Content-Length %d, expected %d", length, wanted.length()));
    }
  }

  @Override
  public void close() {}

  /** Fetches the whole archive from a server without ranges; resumes if possible. */
  private record Whole(Http http, URI uri, DownloadTask task) {
    /** Kaggle's archive is the largest, 1.3 GB. */
    private static final long MAX_BYTES = 1L << 32;

    /** The number of leading bytes that are searched for a web page. */
    private static final int HEAD_BYTES = 1024;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int BUFFER_BYTES = 1 << 16;

    /** Reads the response's body; the caller closes the response. */
    private ZipBytes fetch(Http.Response first) throws IOException {
      first.refuseEncoding();
      byte[] head = first.body().readNBytes(HEAD_BYTES);
      HttpFailure.refuseHtml(first, head);
      if (!Arrays.equals(Arrays.copyOf(head, ZIP.length), ZIP)) {
        String start =
            HexFormat.of().formatHex(Arrays.copyOf(head, Math.min(ZIP.length, head.length)));
        throw HttpFailure.giveUp(
            "found "
                + (head.length == 0 ? "nothing" : "bytes " + start)
                + ", expected 504b0304, a ZIP archive");
      }
      long total = first.contentLength().orElse(-1);
      Validators validators = Validators.of(first, total);
      Path path = whole(task.folder(), uri);
      try (PartFile part = new PartFile(path, uri + "\n" + validators, task.durable())) {
        if (!part.resumed()) {
          part.beginsAt(0);
          start(part, head, first);
        } else if (part.length() != total) {
          resume(part, validators, head, first);
        }
        if (total >= 0 && part.length() != total) {
          throw HttpFailure.retry(
              Messages.format("found %d bytes, expected %d", part.length(), total));
        }
      }
      return ZipBytes.of(path, ShownUri.of(uri)); // users know the address, not the file
    }

    private void start(PartFile part, byte[] head, Http.Response first) throws IOException {
      long total = first.contentLength().orElse(-1);
      append(part, head, head.length, total);
      copy(first.body(), part, total);
    }

    /** Resumes: a server that ignored a range from the end may send one from the start. */
    private void resume(PartFile part, Validators validators, byte[] head, Http.Response first)
        throws IOException {
      Optional<Http.Response> rest = rest(part, validators);
      if (rest.isEmpty()) {
        part.restart();
        part.beginsAt(0);
        start(part, head, first);
        return;
      }
      try (Http.Response response = rest.get()) {
        copy(response.body(), part, validators.length());
      }
    }

    private Optional<Http.Response> rest(PartFile part, Validators validators) throws IOException {
      if (validators.length() < 0) {
        return Optional.empty();
      }
      Map<String, String> headers =
          new HashMap<>(Map.of("Range", Messages.format("bytes=%d-", part.length())));
      validators.ifRange().ifPresent(tag -> headers.put("If-Range", tag));
      Http.Response response = http.get(uri, headers);
      try {
        if (response.status() == Http.PARTIAL_CONTENT) {
          ContentRange expected =
              new ContentRange(part.length(), validators.length() - 1, validators.length());
          if (ContentRange.of(response).equals(expected)
              && Validators.of(response, validators.length()).equals(validators)) {
            return Optional.of(response);
          }
        } else if (response.status() != Http.OK) {
          throw HttpFailure.ofStatus(response);
        }
        response.close();
        return Optional.empty();
      } catch (IOException e) {
        response.close();
        throw e;
      }
    }

    private void copy(InputStream in, PartFile part, long total) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        append(part, buffer, count, total);
      }
    }

    private void append(PartFile part, byte[] bytes, int count, long total) throws IOException {
      if (part.length() + count > MAX_BYTES || total > MAX_BYTES) {
        String expected = Messages.format("an archive of at most %d bytes", MAX_BYTES);
        throw new MalformedDataException(
            ShownUri.of(uri), part.length(), "a longer file", expected);
      }
      part.append(bytes, count);
      task.received("archive", count, part.length(), total);
    }
  }
}
