package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches all of the archive, where a server does not answer ranges; goes on where it broke off.
 */
final class WholeFile {
  /** Kaggle's archive is the largest, 1.3 GB. */
  static final long MAX_BYTES = 1L << 32;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int BUFFER_BYTES = 1 << 16;

  private final Http http;
  private final URI uri;
  private final Path path;
  private final Meter meter;
  private final boolean durable;

  WholeFile(Http http, URI uri, Path path, Meter meter, boolean durable) {
    this.http = http;
    this.uri = uri;
    this.path = path;
    this.meter = meter;
    this.durable = durable;
  }

  /** Takes the answer's body; the caller closes the answer. */
  LocalArchive fetch(Answer first) throws IOException {
    RemoteArchive.refuseEncoding(first);
    byte[] head = first.body().readNBytes(HtmlPage.HEAD_BYTES);
    HtmlPage.refuse(first, head);
    if (!Arrays.equals(Arrays.copyOf(head, ZIP.length), ZIP)) {
      String start =
          HexFormat.of().formatHex(Arrays.copyOf(head, Math.min(ZIP.length, head.length)));
      throw TransferException.giveUp(
          "found "
              + (head.length == 0 ? "nothing" : "bytes " + start)
              + ", expected 504b0304, a ZIP archive");
    }
    long total = first.contentLength().orElse(-1);
    Validators validators = Validators.of(first, total);
    try (PartFile part = new PartFile(path, uri + "\n" + validators, durable)) {
      if (!part.resumed()) {
        part.beginsAt(0);
        start(part, head, first);
      } else if (part.length() != total) {
        resume(part, validators, head, first);
      }
      if (total >= 0 && part.length() != total) {
        throw TransferException.retry(
            String.format(Locale.ROOT, "found %d bytes, expected %d", part.length(), total));
      }
    }
    return new LocalArchive(ShownUri.of(uri), path);
  }

  private void start(PartFile part, byte[] head, Answer first) throws IOException {
    long total = first.contentLength().orElse(-1);
    append(part, head, head.length, total);
    copy(first.body(), part, total);
  }

  /** The server ignored a range that counts from the end; it may answer one from the start. */
  private void resume(PartFile part, Validators validators, byte[] head, Answer first)
      throws IOException {
    Optional<Answer> rest = rest(part, validators);
    if (rest.isEmpty()) {
      part.restart();
      part.beginsAt(0);
      start(part, head, first);
      return;
    }
    try (Answer answer = rest.get()) {
      copy(answer.body(), part, validators.length());
    }
  }

  private Optional<Answer> rest(PartFile part, Validators validators) throws IOException {
    if (validators.length() < 0) {
      return Optional.empty();
    }
    Map<String, String> headers =
        new HashMap<>(Map.of("Range", String.format(Locale.ROOT, "bytes=%d-", part.length())));
    validators.ifRange().ifPresent(tag -> headers.put("If-Range", tag));
    Answer answer = http.get(uri, headers);
    try {
      if (answer.status() == Answer.PARTIAL_CONTENT) {
        ContentRange expected =
            new ContentRange(part.length(), validators.length() - 1, validators.length());
        if (ContentRange.of(answer).equals(expected)
            && Validators.of(answer, validators.length()).equals(validators)) {
          return Optional.of(answer);
        }
      } else if (answer.status() != Answer.OK) {
        throw Statuses.failure(answer);
      }
      answer.close();
      return Optional.empty();
    } catch (IOException e) {
      answer.close();
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
      throw new MalformedDataException(
          ShownUri.of(uri),
          part.length(),
          "a longer file",
          String.format(Locale.ROOT, "an archive of at most %d bytes", MAX_BYTES));
    }
    part.append(bytes, count);
    meter.received("archive", count, part.length(), total);
  }
}
