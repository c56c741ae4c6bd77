package io.github.emnist.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The JDK's client, through the proxy that the JVM is set to ({@code -Dhttps.proxyHost} and its
 * like, or {@link ProxySelector#setDefault}). HTTP/1.1, since one range after another gains nothing
 * from HTTP/2 and more proxies understand it.
 */
final class JdkHttp implements Http {
  private final HttpClient client;
  private final Duration readTimeout;

  JdkHttp(Duration connectTimeout, Duration readTimeout, SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    if (ProxySelector.getDefault() != null) {
      builder.proxy(ProxySelector.getDefault());
    }
    if (Authenticator.getDefault() != null) {
      builder.authenticator(new ProxyAuthenticator(Authenticator.getDefault()));
    }
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.client = builder.build();
    this.readTimeout = readTimeout;
  }

  @Override
  public Answer get(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET().timeout(readTimeout);
    request.header("User-Agent", "emnist-java");
    request.header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), head -> new TimedBody(readTimeout));
      return new Answer(uri, response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while downloading");
    }
  }
}
