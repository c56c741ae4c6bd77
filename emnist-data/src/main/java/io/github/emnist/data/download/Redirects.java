package io.github.emnist.data.download;

import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Follows redirects one by one: never from HTTPS to HTTP, nor from this machine to HTTP elsewhere,
 * never more than a few, and a secret goes to its own origin only, not even back there once a
 * redirect has led elsewhere.
 */
final class Redirects implements Http {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private final Http http;
  private final int max;
  private final boolean allowPlainHttp;
  private final KaggleToken token;
  private final String tokenOrigin;

  /** The token may be null. */
  Redirects(Http http, int max, boolean allowPlainHttp, KaggleToken token, String tokenOrigin) {
    this.http = http;
    this.max = max;
    this.allowPlainHttp = allowPlainHttp;
    this.token = token;
    this.tokenOrigin = tokenOrigin;
  }

  @Override
  public Response get(URI start, Map<String, String> headers) throws IOException {
    URI uri = start;
    boolean trusted = token != null;
    for (int hop = 0; ; hop++) {
      trusted &= ShownUri.origin(uri).equals(tokenOrigin);
      Map<String, String> sent = new HashMap<>(headers);
      if (trusted) {
        sent.put("Authorization", token.authorization());
      }
      Response response = http.get(uri, sent);
      if (!STATUSES.contains(response.status())) {
        return response;
      }
      response.close();
      if (hop == max) {
        throw HttpFailure.giveUp(
            Messages.format(
                "more than %d redirects, the last from %s", max, ShownUri.of(response.uri())));
      }
      uri = next(uri, response);
    }
  }

  private URI next(URI from, Response response) throws HttpFailure {
    String location = response.header("Location").orElse("");
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.giveUp("redirected to what is no address");
    }
    boolean https = "https".equalsIgnoreCase(to.getScheme());
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    if (location.isEmpty()
        || to.getHost() == null
        || to.getUserInfo() != null
        || to.getPort() > ShownUri.MAX_PORT
        || !https && !http) {
      throw HttpFailure.giveUp("redirected to what is no address");
    }
    if (http && "https".equalsIgnoreCase(from.getScheme())) {
      throw HttpFailure.giveUp(
          "redirected from HTTPS to plain HTTP (" + ShownUri.of(to) + "), which is refused");
    }
    if (http && ShownUri.isOwnMachine(from) && !ShownUri.isOwnMachine(to)) {
      // Nobody listens between a machine and itself; anybody may on the way to another.
      throw HttpFailure.giveUp(
          "redirected from this machine to plain HTTP elsewhere ("
              + ShownUri.of(to)
              + "), which is refused");
    }
    if (http && !allowPlainHttp) {
      throw HttpFailure.giveUp(
          "redirected to plain HTTP (" + ShownUri.of(to) + "), which is not allowed");
    }
    return to;
  }
}
