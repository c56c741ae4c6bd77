package io.github.emnist.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An archive on a server that answers ranges. It notices when the archive changes in between. */
final class RemoteArchive implements ArchiveBytes {
  /** A ZIP's last record with the longest comment, and EMNIST's directory several times over. */
  static final int TAIL_BYTES = 1 << 17;

  private final Http http;
  private final URI uri;
  private final Validators validators;
  private final byte[] tail;

  /** Takes the last {@link #TAIL_BYTES} out of the answer that brought them. */
  RemoteArchive(Http http, URI uri, Answer answer) throws IOException {
    this.http = http;
    this.uri = uri;
    refuseEncoding(answer);
    ContentRange range = ContentRange.of(answer);
    long first = Math.max(0, range.total() - TAIL_BYTES);
    expect(new ContentRange(first, range.total() - 1, range.total()), range, answer);
    this.tail = answer.body().readNBytes((int) range.length());
    if (tail.length < range.length()) {
      throw TransferException.retry(Reasons.CUT);
    }
    HtmlPage.refuse(answer, first == 0 ? tail : new byte[0]);
    this.validators = Validators.of(answer, range.total());
  }

  @Override
  public String name() {
    return ShownUri.of(uri);
  }

  @Override
  public long length() {
    return validators.length();
  }

  @Override
  public String identity() {
    return uri + "\n" + validators;
  }

  @Override
  public SeekableByteChannel channel() {
    return new TailChannel(this, tail);
  }

  @Override
  public InputStream range(long from, long to) throws IOException {
    ContentRange wanted = new ContentRange(from, to - 1, length());
    Map<String, String> headers = new HashMap<>();
    headers.put("Range", String.format(Locale.ROOT, "bytes=%d-%d", wanted.first(), wanted.last()));
    validators.ifRange().ifPresent(tag -> headers.put("If-Range", tag));
    Answer answer = http.get(uri, headers);
    try {
      check(answer, wanted);
      return new Exactly(answer.body(), wanted.length());
    } catch (IOException e) {
      answer.close();
      throw e;
    }
  }

  private void check(Answer answer, ContentRange wanted) throws TransferException {
    if (answer.status() == Answer.OK || answer.status() == Answer.RANGE_NOT_SATISFIABLE) {
      throw changed("answered a range with status " + answer.status());
    }
    if (answer.status() != Answer.PARTIAL_CONTENT) {
      throw Statuses.failure(answer);
    }
    refuseEncoding(answer);
    ContentRange found = ContentRange.of(answer);
    if (found.total() != length() || !Validators.of(answer, length()).equals(validators)) {
      throw changed("has another length, ETag or date now");
    }
    expect(wanted, found, answer);
  }

  private static TransferException changed(String sign) {
    return TransferException.retry(
        "the archive changed while it was read (the server " + sign + ")");
  }

  private static void expect(ContentRange wanted, ContentRange found, Answer answer)
      throws TransferException {
    if (!found.equals(wanted)) {
      throw TransferException.giveUp(
          "found Content-Range \"%s\", expected \"%s\"".formatted(found, wanted));
    }
    long length = answer.contentLength().orElse(wanted.length());
    if (length != wanted.length()) {
      throw TransferException.giveUp(
          String.format(
              Locale.ROOT, "found Content-Length %d, expected %d", length, wanted.length()));
    }
  }

  /** We ask for the bytes as they are; a server that packs them all the same breaks the ranges. */
  static void refuseEncoding(Answer answer) throws TransferException {
    String encoding = answer.header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw TransferException.giveUp(
          "found Content-Encoding \"" + encoding.replaceAll("[^ -~]", "?") + "\", expected none");
    }
  }

  @Override
  public void close() {}

  /** Ends after as many bytes as were asked for, and fails where fewer come. */
  private static final class Exactly extends InputStream {
    private final InputStream in;
    private long left;

    private Exactly(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw TransferException.retry(Reasons.CUT);
      }
      left -= count;
      return count;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
