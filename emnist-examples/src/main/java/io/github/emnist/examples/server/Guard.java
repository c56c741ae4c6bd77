package io.github.emnist.examples.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests that other sites make a browser send, unknown host names (against DNS
 * rebinding), and methods that a path does not have.
 */
final class Guard extends Handler.Wrapper {
  private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]|\\d+(\\.\\d+){3}");
  private static final Set<String> ALL = Set.of("0.0.0.0", "::", "[::]");
  private static final String READING = "GET, HEAD";

  private final Set<String> names = new HashSet<>(Set.of("localhost"));

  Guard(String host) {
    names.add(host.toLowerCase(Locale.ROOT));
    if (ALL.contains(host)) {
      try {
        names.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
      } catch (UnknownHostException e) {
        return; // only its address can be used
      }
    }
  }

  /** Returns the methods of a path, for the header {@code Allow}. */
  static String allowed(Request request) {
    String path = Request.getPathInContext(request);
    return path.equals(RecognitionApi.PREDICT) || path.equals(RecognitionApi.READ)
        ? HttpMethod.POST.asString()
        : READING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String host = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
    if (!names.contains(host) && !ADDRESS.matcher(host).matches()) {
      String detail = "found the host " + host + ", expected this server's name or address";
      Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421, detail);
    } else if (isOfAnotherSite(request)) {
      String detail = "a page of another site sent this request";
      Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403, detail);
    } else if (!List.of(allowed(request).split(", ")).contains(request.getMethod())) {
      String detail = request.getMethod() + " is not allowed here, only " + allowed(request);
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, detail);
    } else {
      return super.handle(request, response, callback);
    }
    return true;
  }

  /** Returns whether another site sent the request; following a link to the page is allowed. */
  private static boolean isOfAnotherSite(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return !"navigate".equals(headers.get("Sec-Fetch-Mode"))
          || !HttpMethod.GET.is(request.getMethod());
    }
    String origin = headers.get(HttpHeader.ORIGIN);
    String host = headers.get(HttpHeader.HOST);
    return origin != null
        && !origin.equalsIgnoreCase("http://" + host)
        && !origin.equalsIgnoreCase("https://" + host);
  }
}
