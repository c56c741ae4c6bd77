package io.github.emnist.data.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Serves ranges of an archive over bare sockets, so that an answer can stop at any byte. One
 * request a connection.
 */
final class RawServer implements AutoCloseable {
  /** The length of the response to send, head and body together. */
  interface Cut {
    /** All of it where this is not less. Requests count from 0. */
    long bytes(int request, int headLength, int bodyLength);
  }

  private final ServerSocket socket;
  private final byte[] content;
  private final Cut cut;
  private final boolean ranges;
  private final boolean stalls;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private volatile String entityTag = "\"one\"";

  /** Where it stalls, the connection stays open after the cut, without another byte. */
  RawServer(byte[] content, boolean ranges, boolean stalls, Cut cut) throws IOException {
    this.content = content;
    this.ranges = ranges;
    this.stalls = stalls;
    this.cut = cut;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "raw-server");
    accepting.setDaemon(true);
    accepting.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/gzip.zip");
  }

  /** The Range header of each request, or an empty string. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread answering = new Thread(() -> answer(connection), "raw-answer");
        answering.setDaemon(true);
        answering.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      String range = "";
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "Range: ", 0, 7)) {
          range = line.substring(7);
        }
      }
      int request;
      synchronized (asked) {
        request = asked.size();
        asked.add(range);
      }
      send(connection.getOutputStream(), request, range);
    } catch (IOException e) {
      // The client may go away at any time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(OutputStream out, int request, String range)
      throws IOException, InterruptedException {
    int first = 0;
    int last = content.length - 1;
    boolean partial = ranges && !range.isEmpty();
    if (partial) {
      String[] ends = range.substring("bytes=".length()).split("-", -1);
      first =
          ends[0].isEmpty()
              ? Math.max(0, content.length - Integer.parseInt(ends[1]))
              : Integer.parseInt(ends[0]);
      last = ends[0].isEmpty() || ends[1].isEmpty() ? last : Integer.parseInt(ends[1]);
    }
    int length = last - first + 1;
    String text =
        (partial
                ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes "
                    + (first + "-" + last + "/" + content.length + "\r\n")
                : "HTTP/1.1 200 OK\r\n")
            + ("ETag: " + entityTag + "\r\nConnection: close\r\nContent-Length: " + length)
            + "\r\n\r\n";
    byte[] head = text.getBytes(StandardCharsets.US_ASCII);
    long left = cut.bytes(request, head.length, length);
    out.write(head, 0, (int) Math.min(left, head.length));
    out.flush();
    if (left > head.length) {
      out.write(content, first, (int) Math.min(left - head.length, length));
      out.flush();
    }
    if (stalls && left < head.length + (long) length) {
      closed.await(1, TimeUnit.MINUTES);
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
