package io.github.emnist.examples.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.internal.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes the response of rejected and failed requests, as RFC 9457 says. */
final class Problems implements Request.Handler {
  private static final String RETRY_SECONDS = "1";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object detail = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException refusal) {
      status = refusal.getCode();
      response.setStatus(status);
      detail = refusal.getReason();
    }
    var headers = response.getHeaders();
    DrawingServer.secure(headers);
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    String title = HttpStatus.getMessage(status);
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    problem.put("type", "about:blank").put("title", title).put("status", status);
    switch (status) {
      case HttpStatus.METHOD_NOT_ALLOWED_405 ->
          headers.put(HttpHeader.ALLOW, Guard.allowed(request));
      case HttpStatus.UNSUPPORTED_MEDIA_TYPE_415 ->
          headers.put("Accept-Post", String.join(", ", RecognitionApi.TYPES));
      case HttpStatus.TOO_MANY_REQUESTS_429, HttpStatus.SERVICE_UNAVAILABLE_503 ->
          headers.put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> detail = null; // for the log only
      default -> {}
    }
    problem.put(
        "detail", detail == null || detail.equals(title) ? detail(status) : detail.toString());
    headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.write(
        true, ByteBuffer.wrap(problem.toString().getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  /** Returns the detail for a status that comes without one. */
  private static String detail(int status) {
    return switch (status) {
      case HttpStatus.BAD_REQUEST_400 ->
          "found a malformed request or path, expected one that /api/openapi.json describes";
      case HttpStatus.FORBIDDEN_403, HttpStatus.NOT_FOUND_404 ->
          "found nothing at this path, expected one that /api/openapi.json describes";
      case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          Messages.format(
              "found a longer path or longer headers, expected at most %d bytes",
              DrawingServer.MAX_HEADER_BYTES);
      case HttpStatus.TOO_MANY_REQUESTS_429 -> "found too many requests a second from one address";
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "the server failed; its log says why";
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          "too many requests wait for a processor, or the server is stopping";
      default -> "the server does not answer such a request";
    };
  }
}
