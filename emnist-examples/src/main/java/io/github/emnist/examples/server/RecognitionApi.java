package io.github.emnist.examples.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.TensorShape;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Recognises a character or reads a line. Reads the whole body, and so must be behind a handler
 * that limits its size.
 */
final class RecognitionApi extends Handler.Abstract {
  static final String PREDICT = "/api/predict";
  static final String READ = "/api/read";
  static final String JSON = "application/json";
  static final List<String> TYPES =
      List.of("image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", JSON);

  private static final int TOP = 5;

  /** The longer side of the picture that strokes are drawn into: enough for 40 characters. */
  private static final double LONGER_SIDE = 1600;

  private static final double MAX_RATIO = 100;

  /** The longest ink, as a multiple of the longer side: a written page has less than 100. */
  private static final int MAX_LENGTH = 600;

  /** The thickest pen, as a divisor of the longer side. */
  private static final int THICKEST_PEN = 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final EmnistClassifier classifier;
  private final CharacterPreprocessor preprocessor;
  private final TensorShape input;

  RecognitionApi(EmnistClassifier classifier) {
    this.classifier = classifier;
    this.preprocessor = CharacterPreprocessor.fromId(classifier.metadata().preprocessing());
    this.input = classifier.architecture().input();
  }

  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String detail) {
      super(detail);
      this.status = status;
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    try {
      String type = type(request);
      byte[] body = body(request);
      long start = System.nanoTime();
      ObjectNode answer =
          Request.getPathInContext(request).equals(READ) ? read(type, body) : predict(type, body);
      answer.put("engine", lowerCase(classifier.engine()));
      answer.put("precision", lowerCase(classifier.precision()));
      answer.put("micros", (System.nanoTime() - start) / 1_000);
      send(response, answer, callback);
    } catch (RefusedException e) {
      Response.writeError(request, response, callback, e.status, e.getMessage());
    }
    return true;
  }

  /** Returns the request's content type, one of {@link #TYPES}. */
  private static String type(Request request) throws RefusedException {
    String header = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    String type =
        header == null
            ? "none"
            : HttpField.getValueParameters(header, null).strip().toLowerCase(Locale.ROOT);
    if (type.equals("image/jpg")) { // not registered, but common
      type = "image/jpeg";
    }
    if (!TYPES.contains(type)) {
      throw new RefusedException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          "found the content type " + type + ", expected one of " + String.join(", ", TYPES));
    }
    if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
      throw new RefusedException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "found a content encoding, expected none");
    }
    return type;
  }

  private static byte[] body(Request request) throws RefusedException, IOException {
    try {
      return Content.Source.asInputStream(request).readAllBytes();
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof HttpException known) {
          throw new RefusedException(known.getCode(), known.getReason());
        }
        if (cause instanceof TimeoutException) {
          throw new RefusedException(HttpStatus.REQUEST_TIMEOUT_408, "the body arrived too slowly");
        }
      }
      throw e;
    }
  }

  private ObjectNode predict(String type, byte[] body) throws RefusedException, IOException {
    CharacterPreprocessor.Result seen =
        type.equals(JSON)
            ? new CharacterPreprocessor.Result(ink(text(body)).toImage(), false)
            : preprocessor.analyse(picture(body));
    seen = seen.scaledTo(input.width(), input.height());
    ObjectNode answer = tree(classifier.predict(seen.image()).toJson(TOP));
    answer.put("severalCharacters", seen.severalCharacters() && !answer.get("blank").asBoolean());
    answer.set("seen", toJson(seen.image()));
    return answer;
  }

  private ObjectNode read(String type, byte[] body) throws RefusedException, IOException {
    BufferedImage picture;
    double scale = 1;
    if (type.equals(JSON)) {
      String json = text(body);
      Ink ink = ink(json);
      ObjectNode paper = tree(json);
      double width = side(paper, "width");
      double height = side(paper, "height");
      double longer = Math.max(width, height);
      if (longer > MAX_RATIO * Math.min(width, height)) {
        throw refused("/width and /height: found %s x %s, expected at most 1 : 100", width, height);
      }
      double pen = paper.has("pen") ? side(paper, "pen") : longer / 70;
      if (pen > longer / THICKEST_PEN) {
        throw refused(
            "/pen: found %s, expected at most %s, a tenth of the longer side",
            pen, longer / THICKEST_PEN);
      }
      double length = ink.strokes().stream().mapToDouble(s -> length(s) + pen).sum() / longer;
      if (length > MAX_LENGTH) { // which would take minutes to draw
        throw new RefusedException(
            HttpStatus.UNPROCESSABLE_ENTITY_422,
            Messages.format(
                "/strokes: found a length of %.0f times the longer side, expected at most %d",
                length, MAX_LENGTH));
      }
      scale = LONGER_SIDE / longer;
      picture =
          new BufferedImage(
              pixels(width * scale), pixels(height * scale), BufferedImage.TYPE_BYTE_GRAY);
      draw(ink, scale, pen, picture);
    } else {
      picture = picture(body);
    }
    ObjectNode answer;
    try {
      answer = tree(classifier.readLine(picture).toJson());
    } catch (IllegalArgumentException e) { // more pieces of ink than any text has
      throw new RefusedException(HttpStatus.UNPROCESSABLE_ENTITY_422, e.getMessage());
    }
    for (JsonNode character : answer.get("characters")) {
      ObjectNode box = (ObjectNode) character.get("box");
      for (String side : List.of("x", "y", "width", "height")) {
        box.put(side, Math.round(10 * box.get(side).asInt() / scale) / 10.0);
      }
    }
    answer.put("width", Math.round(10 * picture.getWidth() / scale) / 10.0);
    answer.put("height", Math.round(10 * picture.getHeight() / scale) / 10.0);
    return answer;
  }

  private static double length(Ink.Stroke stroke) {
    double length = 0;
    for (int i = 1; i < stroke.size(); i++) {
      length += Math.hypot(stroke.x(i) - stroke.x(i - 1), stroke.y(i) - stroke.y(i - 1));
    }
    return length;
  }

  private static int pixels(double side) {
    return Math.max(1, (int) Math.round(side));
  }

  /** Draws strokes black on white, with round ends and corners. */
  private static void draw(Ink ink, double scale, double pen, BufferedImage picture) {
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    g.setColor(Color.BLACK);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(scale, scale);
    g.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (Ink.Stroke stroke : ink.strokes()) {
      Path2D path = new Path2D.Double();
      path.moveTo(stroke.x(0), stroke.y(0));
      for (int i = 0; i < stroke.size(); i++) { // the first point again, to draw single dots
        path.lineTo(stroke.x(i), stroke.y(i));
      }
      g.draw(path);
    }
    g.dispose();
  }

  private static double side(ObjectNode paper, String name) throws RefusedException {
    JsonNode side = paper.path(name);
    double value = side.asDouble();
    if (!side.isNumber() || !(value > 0 && value <= Ink.MAX_COORDINATE)) {
      throw refused(
          "/%s: found %s, expected a positive number",
          name, side.isMissingNode() ? "nothing" : side);
    }
    return value;
  }

  private static RefusedException refused(String detail, Object... found) {
    return new RefusedException(HttpStatus.BAD_REQUEST_400, Messages.format(detail, found));
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  private static Ink ink(String json) throws RefusedException {
    try {
      return Ink.fromJson(json);
    } catch (MalformedDataException e) {
      throw new RefusedException(HttpStatus.BAD_REQUEST_400, e.getMessage());
    }
  }

  private static BufferedImage picture(byte[] body) throws RefusedException {
    try {
      return PictureReader.standard().read(body);
    } catch (MalformedDataException e) {
      throw new RefusedException(HttpStatus.UNPROCESSABLE_ENTITY_422, e.getMessage());
    }
  }

  private static ObjectNode toJson(GrayImage seen) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(seen.toBufferedImage(), "png", out);
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put("width", seen.width())
        .put("height", seen.height())
        .put("png", Base64.getEncoder().encodeToString(png.toByteArray()));
  }

  private static ObjectNode tree(String json) throws RefusedException {
    try {
      return MAPPER.readTree(json) instanceof ObjectNode tree
          ? tree
          : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException e) {
      throw new RefusedException(HttpStatus.BAD_REQUEST_400, e.getOriginalMessage());
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static void send(Response response, ObjectNode answer, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    byte[] json = answer.toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(json), callback);
  }

  /** Reports the state of the server. */
  static final class Health extends Handler.Abstract {
    private final EmnistClassifier classifier;

    Health(EmnistClassifier classifier) {
      this.classifier = classifier;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", "up");
      answer.put("engine", lowerCase(classifier.engine()));
      answer.put("precision", lowerCase(classifier.precision()));
      answer.put("classes", classifier.labelMap().size());
      send(response, answer, callback);
      return true;
    }
  }
}
