package io.github.emnist.data.download;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Sends one GET and follows no redirect. Everything that a server can say comes through here, so
 * that a test or a fuzzer can stand in for all servers.
 */
interface Http {
  /** The answer's head; its body is read, and closed, by the caller. */
  Answer get(URI uri, Map<String, String> headers) throws IOException;
}
