package io.github.emnist.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.examples.server.DrawingServer.Settings;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.PredictionObserver;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real HTTP, with the model in the jar. */
class DrawingServerTest {
  private static final String SEVEN = "[[10,10],[60,10],[25,90]]";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Settings ANY_PORT = Settings.standard().withAddress("127.0.0.1", 0);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Its lines about every start and stop stay out of the build's. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  private static EmnistClassifier classifier;
  private static DrawingServer server;

  @BeforeAll
  static void start() throws IOException {
    JETTY.setLevel(Level.WARNING);
    classifier = classifier(PredictionObserver.NONE);
    server = DrawingServer.start(classifier, ANY_PORT);
  }

  @AfterAll
  static void stop() {
    server.close();
    classifier.close();
  }

  private static EmnistClassifier classifier(PredictionObserver observer) {
    return EmnistClassifier.pretrained(
        ClassifierOptions.defaults().withEngine(Engine.JAVA).withObserver(observer));
  }

  private static HttpRequest.Builder to(DrawingServer server, String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path));
  }

  private static HttpRequest.Builder post(DrawingServer server, String path, String json) {
    return to(server, path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private static HttpRequest.Builder post(String path, String type, byte[] body) {
    return to(server, path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** A 200's body. */
  private static JsonNode answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  /** What RFC 9457 asks of every refusal; returns the detail. */
  private static String problem(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertSecure(response);
    assertThat(problem.path("detail").asText()).isNotEmpty();
    return problem.get("detail").asText();
  }

  private static void assertSecure(HttpResponse<String> response) {
    var headers = response.headers().map();
    assertThat(headers.get("content-security-policy"))
        .singleElement()
        .asString()
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.get("x-content-type-options")).containsExactly("nosniff");
    assertThat(headers.get("x-frame-options")).containsExactly("DENY");
    assertThat(headers.get("referrer-policy")).containsExactly("no-referrer");
    assertThat(headers).doesNotContainKeys("access-control-allow-origin", "server");
  }

  /** Bytes as they are, for what HttpClient does not send; returns all until the server closes. */
  private static String raw(DrawingServer server, String request) throws IOException {
    try (Socket socket = connect(server)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return rest(socket);
    }
  }

  private static Socket connect(DrawingServer server) throws IOException {
    Socket socket = new Socket(server.uri().getHost(), server.uri().getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // closed while bytes were on their way
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Draws a T, optionally with an L beside it, black on white. */
  private static byte[] picture(String format, boolean both) throws IOException {
    BufferedImage picture = new BufferedImage(both ? 260 : 160, 160, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(10, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.drawLine(40, 30, 120, 30);
    g.drawLine(80, 30, 80, 130);
    if (both) {
      g.drawLine(160, 30, 160, 130);
      g.drawLine(160, 130, 220, 130);
    }
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  @Test
  void saysWhatInkIs() throws Exception {
    String json = "{\"strokes\": [" + SEVEN + "]}";
    JsonNode answer = answer(post(server, "/api/predict", json));
    assertThat(answer.get("label").asText()).isEqualTo("7");
    assertThat(answer.get("probability").asDouble()).isBetween(0.5, 1.0);
    assertThat(answer.get("blank").asBoolean()).isFalse();
    assertThat(answer.get("severalCharacters").asBoolean()).isFalse();
    assertThat(answer.get("top")).hasSize(5);
    assertThat(answer.get("top").get(0).get("label").asText()).isEqualTo("7");
    assertThat(answer.get("engine").asText()).isEqualTo("java");
    assertThat(answer.get("precision").asText()).isEqualTo("float32");
    assertThat(answer.get("micros").asLong()).isPositive();
    byte[] png = Base64.getDecoder().decode(answer.get("seen").get("png").asText());
    BufferedImage seen = ImageIO.read(new ByteArrayInputStream(png));
    byte[] pixels = (byte[]) seen.getRaster().getDataElements(0, 0, 28, 28, null);
    assertThat(pixels).isEqualTo(Ink.fromJson(json).toImage().toBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "png, image/png",
    "jpeg, IMAGE/JPEG; q=1",
    "jpeg, image/jpg",
    "gif, image/gif",
    "bmp, image/bmp"
  })
  void saysWhatAPictureIs(String format, String type) throws Exception {
    JsonNode answer = answer(post("/api/predict", type, picture(format, false)));
    assertThat(answer.get("label").asText()).isEqualTo("T");
    assertThat(answer.get("severalCharacters").asBoolean()).isFalse();
    assertThat(answer.get("seen").get("width").asInt()).isEqualTo(28);
  }

  @Test
  void whatIsBlankHasNoLabel() throws Exception {
    JsonNode answer = answer(post(server, "/api/predict", "{\"strokes\": []}"));
    assertThat(answer.get("label").isNull()).isTrue();
    assertThat(answer.get("blank").asBoolean()).isTrue();
    assertThat(answer.get("top")).isEmpty();
  }

  @Test
  void readsAPictureOfSeveralCharacters() throws Exception {
    byte[] picture = picture("png", true);
    JsonNode one = answer(post("/api/predict", "image/png", picture));
    assertThat(one.get("severalCharacters").asBoolean()).isTrue();
    JsonNode answer = answer(post("/api/read", "image/png", picture));
    assertThat(answer.get("text").asText()).isEqualTo("TL");
    assertThat(answer.get("width").asDouble()).isEqualTo(260);
    assertThat(answer.get("height").asDouble()).isEqualTo(160);
    JsonNode box = answer.get("characters").get(1).get("box");
    assertThat(box.get("x").asDouble()).isBetween(150.0, 160.0);
    assertThat(box.get("height").asDouble()).isBetween(105.0, 115.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.01, 1000})
  void readsInkInAnyUnit(double unit) throws Exception {
    String strokes =
        Stream.of(
                new int[][] {{20, 20}, {70, 20}, {35, 100}},
                new int[][] {{130, 20}, {130, 100}, {180, 100}})
            .map(
                stroke ->
                    Stream.of(stroke)
                        .map(p -> "[" + p[0] * unit + "," + p[1] * unit + "]")
                        .toList())
            .toList()
            .toString();
    String json =
        "{\"width\": %s, \"height\": %s, \"pen\": %s, \"strokes\": %s}"
            .formatted(400 * unit, 120 * unit, 6 * unit, strokes);
    JsonNode answer = answer(post(server, "/api/read", json));
    assertThat(answer.get("text").asText()).isEqualTo("7L");
    assertThat(answer.get("width").asDouble()).isEqualTo(400 * unit);
    if (unit >= 1) {
      JsonNode box = answer.get("characters").get(1).get("box");
      assertThat(box.get("x").asDouble() / unit).isBetween(125.0, 129.0);
      assertThat(box.get("y").asDouble() / unit).isBetween(15.0, 19.0);
    }
  }

  @Test
  void inkThatWouldTakeMinutesToDrawIsRefused() throws Exception {
    String there = "[0,0],[1,1],".repeat(1_000);
    String json = "{\"width\":1,\"height\":1,\"strokes\":[[" + there + "[0,0]]]}";
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(problem(send(post("/api/read", "application/json", bytes)), 422))
        .contains("/strokes: found a length of 2828 times the longer side, expected at most 600");
    String dots = "[[0,0]],".repeat(9_000);
    json = "{\"width\":1,\"height\":1,\"pen\":0.1,\"strokes\":[" + dots + "[[0,0]]]}";
    bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThat(problem(send(post("/api/read", "application/json", bytes)), 422))
        .contains("/strokes: found a length of 900 times the longer side, expected at most 600");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/predict | application/json | nothing              | 400 | no valid JSON
          /api/predict | application/json | {}                   | 400 | an object without "strokes"
          /api/predict | application/json | {"strokes": [[[1]]]} | 400 | one number at /strokes/0/0
          /api/read    | application/json | {"strokes": []}      | 400 | /width: found nothing, expected a positive number
          /api/read    | application/json | {"strokes": [], "width": -1}               | 400 | /width: found -1, expected
          /api/read    | application/json | {"strokes": [], "width": 1, "height": "a"} | 400 | /height: found "a", expected
          /api/read    | application/json | {"strokes": [], "width": 1, "height": 101} | 400 | expected at most 1 : 100
          /api/read    | application/json | {"strokes": [], "width": 9, "height": 9, "pen": 1} | 400 | /pen: found 1.0, expected at most 0.9, a tenth of the longer side
          /api/predict | text/plain       | 7                    | 415 | found the content type text/plain, expected one of image/png
          /api/predict | image/webp       | 7                    | 415 | found the content type image/webp
          /api/predict | image/png        | 7                    | 422 | expected
          /api/read    | image/jpeg       | 7                    | 422 | expected
          /nothing     | application/json | {}                   | 405 | POST is not allowed here, only GET, HEAD
          """)
  void refusesWhatItCannotAnswer(String path, String type, String body, int status, String detail)
      throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThat(problem(send(post(path, type, bytes)), status)).contains(detail);
  }

  @Test
  void refusalsSayWhatIsAllowed() throws Exception {
    problem(send(to(server, "/api/read").method("P", BodyPublishers.noBody())), 405);
    HttpResponse<String> method = send(to(server, "/api/predict").DELETE());
    problem(method, 405);
    assertThat(method.headers().firstValue("Allow")).contains("POST");
    HttpResponse<String> options = send(to(server, "/").method("OPTIONS", BodyPublishers.noBody()));
    problem(options, 405);
    assertThat(options.headers().firstValue("Allow")).contains("GET, HEAD");
    HttpResponse<String> type = send(to(server, "/api/read").POST(BodyPublishers.ofString("7")));
    problem(type, 415);
    assertThat(type.headers().firstValue("Accept-Post").orElseThrow())
        .startsWith("image/png, image/jpeg, image/gif, image/bmp, image/tiff, application/json");
    HttpResponse<String> gzip =
        send(post(server, "/api/predict", "{}").header("Content-Encoding", "gzip"));
    assertThat(problem(gzip, 415)).contains("content encoding");
    assertThat(problem(send(to(server, "/nothing")), 404)).startsWith("found nothing at this path");
    assertThat(problem(send(to(server, "/api/")), 403)).startsWith("found nothing at this path");
  }

  @Test
  void aBodyIsLimited() throws Exception {
    String head = "POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n";
    assertThat(raw(server, head + "Content-Length: 10000001\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json", "10000001");
    try (DrawingServer small =
        DrawingServer.start(
            classifier, new Settings("127.0.0.1", 0, 1_000, Duration.ofSeconds(20), 500, 100))) {
      String chunk = "200\r\n" + "x".repeat(512) + "\r\n"; // in hexadecimal
      String chunked = "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk;
      assertThat(raw(small, head + chunked)).startsWith("HTTP/1.1 413 ");
      String pieces = "1\r\nx\r\n".repeat(200);
      assertThat(raw(small, head + "Transfer-Encoding: chunked\r\n\r\n" + pieces))
          .startsWith("HTTP/1.1 413 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /%2e%2e/a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../../a HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void whatIsNoHttpIsRefusedAsAProblemToo(String request) throws IOException {
    assertThat(raw(server, request))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/problem+json", "X-Content-Type-Options: nosniff")
        .contains("\"detail\":\"");
  }

  @Test
  void longHeadersAreRefused() throws IOException {
    String request = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(9_000) + "\r\n\r\n";
    assertThat(raw(server, request)).startsWith("HTTP/1.1 431 ").contains("at most 8192 bytes");
  }

  @Test
  void otherSitesCannotUseIt() throws Exception {
    String ink = "{\"strokes\": []}";
    for (String site : List.of("cross-site", "same-site")) {
      problem(send(post(server, "/api/predict", ink).header("Sec-Fetch-Site", site)), 403);
      problem(send(to(server, "/app.js").header("Sec-Fetch-Site", site)), 403);
    }
    for (String origin : List.of("https://example.org", "null", "http://localhost:1")) {
      problem(send(post(server, "/api/predict", ink).header("Origin", origin)), 403);
    }
    String own = "http://" + server.uri().getAuthority();
    answer(post(server, "/api/predict", ink).header("Origin", own));
    answer(post(server, "/api/predict", ink).header("Sec-Fetch-Site", "same-origin"));
    HttpResponse<String> link =
        send(
            to(server, "/")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate"));
    assertThat(link.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, 200",
    "LOCALHOST, 200",
    "127.0.0.1, 200",
    "[::1]:1, 200",
    "192.168.1.5, 200",
    "example.org, 421",
    "127.0.0.1.example.org, 421",
    "localhost.example.org:8080, 421"
  })
  void anUnknownHostNameIsRejected(String host, int status) throws IOException {
    String request = "GET /health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    assertThat(raw(server, request)).startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html", "/index.html, text/html", "/app.js, text/javascript",
    "/style.css, text/css", "/icon.svg, image/svg+xml", "/api/openapi.json, application/json"
  })
  void servesThePage(String path, String type) throws Exception {
    HttpResponse<String> response = send(to(server, path));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
    assertSecure(response);
    assertThat(response.body()).doesNotContain("src=\"http", "url(", "import ");
    String tag = response.headers().firstValue("ETag").orElseThrow();
    assertThat(send(to(server, path).header("If-None-Match", tag)).statusCode()).isEqualTo(304);
    HttpResponse<String> head = send(to(server, path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void thePageHasNoScriptOrStyleWithinIt() throws Exception {
    assertThat(send(to(server, "/")).body())
        .doesNotContain("<style", " style=", "javascript:")
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern(" on[a-z]+=");
  }

  @Test
  void theDescriptionNamesWhatThereIs() throws Exception {
    JsonNode paths = answer(to(server, "/api/openapi.json")).get("paths");
    List<String> found = new ArrayList<>();
    for (var path : paths.properties()) {
      path.getValue().fieldNames().forEachRemaining(method -> found.add(method + path.getKey()));
    }
    assertThat(found)
        .containsExactly("post/api/predict", "post/api/read", "get/health", "get/metrics");
  }

  @Test
  void reportsItsHealth() throws Exception {
    JsonNode health = answer(to(server, "/health"));
    assertThat(health.get("status").asText()).isEqualTo("up");
    assertThat(health.get("classes").asInt()).isEqualTo(47);
    send(to(server, "/nothing/" + "x".repeat(100)));
    HttpResponse<String> metrics = send(to(server, "/metrics"));
    assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4");
    assertThat(metrics.body().lines().toList())
        .contains("# TYPE emnist_http_requests_total counter")
        .anyMatch(
            l -> l.matches("emnist_http_requests_total\\{path=\"/health\",status=\"200\"} \\d+"))
        .anyMatch(
            l -> l.matches("emnist_http_requests_total\\{path=\"other\",status=\"404\"} \\d+"))
        .anyMatch(
            l ->
                l.matches(
                    "emnist_http_request_duration_seconds_bucket\\{path=\"/health\",le=\"\\+Inf\"} \\d+"))
        .noneMatch(l -> l.contains("xxx"));
  }

  @Test
  void tooManyRequestsOfOneClientAreRefused() throws Exception {
    Settings few = new Settings("127.0.0.1", 0, 1_000, Duration.ofSeconds(20), 1, 100);
    try (DrawingServer busy = DrawingServer.start(classifier, few)) {
      List<HttpResponse<String>> refused = new ArrayList<>();
      for (int i = 0; i < 50 && refused.isEmpty(); i++) {
        HttpResponse<String> response = send(to(busy, "/health"));
        if (response.statusCode() != 200) {
          refused.add(response);
        }
      }
      assertThat(refused).hasSize(1);
      problem(refused.get(0), 429);
      assertThat(refused.get(0).headers().firstValue("Retry-After")).contains("1");
    }
  }

  /** Recognises nothing until it is let. */
  private static final class Gate implements PredictionObserver {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void predicted(int images, long nanoseconds) {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static CompletableFuture<HttpResponse<String>> ask(DrawingServer server) {
    String ink = "{\"strokes\": [" + SEVEN + "]}";
    return CLIENT.sendAsync(post(server, "/api/predict", ink).build(), BodyHandlers.ofString());
  }

  @Test
  void requestsBeyondTheQueueAreRefused() throws Exception {
    Gate gate = new Gate();
    Settings settings = new Settings("127.0.0.1", 0, 1_000, Duration.ofSeconds(60), 500, 1);
    try (EmnistClassifier slow = classifier(gate);
        DrawingServer busy = DrawingServer.start(slow, settings)) {
      int places = Runtime.getRuntime().availableProcessors() + settings.queue();
      List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
      for (int i = 0; i <= places; i++) {
        asked.add(ask(busy));
      }
      CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new)).get();
      HttpResponse<String> refused =
          asked.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow().get();
      problem(refused, 503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(send(to(busy, "/health")).statusCode()).isEqualTo(200);
      gate.open.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> each : asked) {
        statuses.add(each.get().statusCode());
      }
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(places);
    }
  }

  @Test
  void stoppingLetsARequestUnderWayEnd() throws Exception {
    Gate gate = new Gate();
    try (EmnistClassifier slow = classifier(gate)) {
      DrawingServer stopping = DrawingServer.start(slow, ANY_PORT);
      URI uri = stopping.uri();
      CompletableFuture<HttpResponse<String>> underWay = ask(stopping);
      gate.reached.await();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(stopping::close);
      for (boolean accepts = true; accepts; ) { // until it takes no more connections
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
          accepts = socket.isConnected();
        } catch (IOException e) {
          accepts = false;
        }
      }
      assertThat(closed).isNotDone();
      gate.open.countDown();
      assertThat(underWay.get().statusCode()).isEqualTo(200);
      closed.get();
    }
  }

  /** Sends what never ends, a byte now and then, until the server hangs up; returns its answer. */
  private static String trickle(String start, String then) throws Exception {
    Settings hasty = new Settings("127.0.0.1", 0, 100_000, Duration.ofMillis(300), 500, 100);
    try (DrawingServer server = DrawingServer.start(classifier, hasty);
        Socket socket = connect(server)) {
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoTimeout(20);
      for (int i = 0; i < 5_000; i++) {
        try {
          out.write(then.getBytes(StandardCharsets.ISO_8859_1));
          int read = in.read();
          if (read < 0) {
            return answer.toString(StandardCharsets.ISO_8859_1);
          }
          answer.write(read);
          socket.setSoTimeout(5_000); // the rest follows at once
        } catch (java.net.SocketTimeoutException e) {
          continue;
        } catch (SocketException e) { // reset
          return answer.toString(StandardCharsets.ISO_8859_1);
        }
      }
      throw new AssertionError("the server still listens");
    }
  }

  @Test
  void slowHeadersAreCut() throws Exception {
    trickle("GET / HTTP/1.1\r\nHost: localhost\r\n", "X");
  }

  @Test
  void slowBodiesAreCut() throws Exception {
    String head = "POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n";
    String answer = trickle(head + "Content-Length: 90000\r\n\r\nx", "x");
    String timeout = "HTTP/1.1 408 "; // of which a reset may leave a part
    assertThat(answer.substring(0, Math.min(answer.length(), timeout.length())))
        .isEqualTo(timeout.substring(0, Math.min(answer.length(), timeout.length())));
  }

  @Test
  void aConnectionWithoutARequestIsCut() throws Exception {
    trickle("", "");
  }

  @Test
  void aFailureIsAProblemToo() throws Exception {
    EmnistClassifier closed = classifier(PredictionObserver.NONE);
    closed.close();
    JETTY.setLevel(Level.OFF); // it logs the failure
    try (DrawingServer broken = DrawingServer.start(closed, ANY_PORT)) {
      String ink = "{\"strokes\": [" + SEVEN + "]}";
      assertThat(problem(send(post(broken, "/api/predict", ink)), 500))
          .isEqualTo("the server failed; its log says why");
    } finally {
      JETTY.setLevel(Level.WARNING);
    }
  }

  /** The samples of the guide are this server's answers. */
  @Test
  void theGuideShowsAnswers() throws Exception {
    String guide = Files.readString(Path.of("../docs/drawing-page.md")).replaceAll("\\s", "");
    JsonNode seven = answer(post(server, "/api/predict", "{\"strokes\": [" + SEVEN + "]}"));
    String line =
        "{\"width\": 400, \"height\": 120, \"strokes\": "
            + "[[[20,20],[70,20],[35,100]], [[130,20],[130,100],[180,100]]]}";
    JsonNode first = answer(post(server, "/api/read", line)).get("characters").get(0);
    assertThat(guide)
        .contains("[" + SEVEN + "]", line.replace(" ", ""), seven.get("top").get(0).toString())
        .contains("\"probability\":" + first.get("probability") + ",…,\"box\":" + first.get("box"));
  }

  @Test
  void aHostWithoutAnAddressIsReported() {
    Settings nowhere = Settings.standard().withAddress("nope.invalid", 0);
    assertThatThrownBy(() -> DrawingServer.start(classifier, nowhere))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot listen on nope.invalid: found no address of this name; choose another with --host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void anAddressOfVersion6HasBrackets(String host) throws Exception {
    assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1")),
        "this machine has no IPv6");
    Settings here = Settings.standard().withAddress(host, 0);
    try (DrawingServer version6 = DrawingServer.start(classifier, here)) {
      assertThat(version6.uri().toString()).matches("http://\\[::1\\]:\\d+/");
    }
  }

  @Test
  void aBusyPortIsReported() {
    int port = server.uri().getPort();
    assertThatThrownBy(
            () ->
                DrawingServer.start(classifier, Settings.standard().withAddress("127.0.0.1", port)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1, port " + port + " (");
  }
}
