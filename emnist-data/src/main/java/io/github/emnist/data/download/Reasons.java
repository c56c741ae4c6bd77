package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Says in a few words why a transfer failed; the JDK's client often gives no message at all. */
final class Reasons {
  static final String CUT = "the connection was cut";

  private Reasons() {}

  static String of(Throwable failure) {
    if (failure instanceof MalformedDataException) {
      return failure.getMessage(); // bytes that have all come, whatever gave up on them
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "the host name is unknown";
      }
      if (cause instanceof EOFException) {
        return CUT;
      }
    }
    String message = failure.getMessage();
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (failure instanceof HttpTimeoutException && "request timed out".equals(message)) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    if (refusedByProxy(failure)) {
      return "the proxy refused (" + message + ")";
    }
    if (failure instanceof SSLException) {
      return "TLS failed (" + message + ")";
    }
    if (failure instanceof TransferException) {
      return message;
    }
    if (failure instanceof IOException && cutOff(message)) {
      return CUT;
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** The JDK's client has no type of its own for it. */
  static boolean refusedByProxy(Throwable failure) {
    return failure instanceof IOException
        && failure.getMessage() != null
        && failure.getMessage().startsWith("Tunnel failed");
  }

  private static boolean cutOff(String message) {
    return message != null
        && (message.contains("fixed content-length")
            || message.contains("closed")
            || message.contains("eset")
            || message.contains("roken pipe")
            || message.contains("received no bytes"));
  }
}
