package io.github.emnist.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With a model that has learnt nothing: where characters stand does not hang on what they are. */
class ReadCommandTest {
  @TempDir private static Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void write() throws IOException {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(47).softmax().build();
    new ModelBundle(
            ModelMetadata.of(architecture, EmnistSplit.BALANCED.labelMap()),
            Weights.initialize(architecture, 1))
        .save(folder.resolve("model"));
    BufferedImage picture = picture(300, 260);
    ring(picture, 20, 30);
    ring(picture, 70, 30);
    ring(picture, 180, 30);
    ring(picture, 20, 150);
    ImageIO.write(picture, "png", folder.resolve("rings.png").toFile());
    ImageIO.write(picture(300, 260), "png", folder.resolve("blank.png").toFile());
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return picture;
  }

  /** 40 wide and 60 high at the outside. */
  private static void ring(BufferedImage picture, int x, int y) {
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(6));
    g.drawOval(x + 3, y + 3, 34, 54);
    g.dispose();
  }

  private int read(String picture, String... options) {
    return run("read", picture, options);
  }

  private int run(String command, String picture, String... options) {
    CommandLine commandLine = EmnistCommand.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    String[] arguments = new String[options.length + 4];
    arguments[0] = command;
    arguments[1] = "--model";
    arguments[2] = folder.resolve("model").toString();
    arguments[3] = folder.resolve(picture).toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return EmnistCommand.run(commandLine, arguments);
  }

  @Test
  void printsTheTextAndATableOfItsCharacters() {
    assertThat(read("rings.png")).as(err.toString()).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(8);
    assertThat(lines[0]).matches("\\w\\w \\w");
    assertThat(lines[1]).matches("\\w");
    assertThat(lines[2]).isEmpty();
    assertThat(lines[3]).isEqualTo("row  character  probability      x      y  width  height");
    assertThat(lines[4])
        .matches(" {2}0 {2}\\w {10}     [01]\\.\\d{4}     20     30     4[01]      6[01]");
    assertThat(lines[7])
        .matches(" {2}1 {2}\\w {10}     [01]\\.\\d{4}     20    150     4[01]      6[01]");
  }

  @Test
  void asOneJsonDocument() throws IOException {
    assertThat(read("rings.png", "--json")).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("file").asText()).isEqualTo(folder.resolve("rings.png").toString());
    assertThat(json.get("text").asText()).matches("\\w\\w \\w\n\\w");
    assertThat(json.get("characters")).hasSize(4);
    JsonNode third = json.get("characters").get(2);
    assertThat(third.get("label").asText()).isEqualTo(json.get("text").asText().substring(3, 4));
    assertThat(third.get("probability").asDouble()).isBetween(1 / 47.0, 1.0);
    assertThat(third.get("blank").asBoolean()).isFalse();
    assertThat(third.get("row").asInt()).isZero();
    assertThat(third.get("spaceBefore").asBoolean()).isTrue();
    assertThat(third.get("box").get("x").asInt()).isEqualTo(180);
    assertThat(third.get("box").get("y").asInt()).isEqualTo(30);
    assertThat(third.get("box").get("width").asInt()).isBetween(40, 41);
    assertThat(third.get("box").get("height").asInt()).isBetween(60, 61);
  }

  @Test
  void drawsTheBoxes() throws IOException {
    Path boxes = folder.resolve("boxes.png");
    assertThat(read("rings.png", "--boxes", boxes.toString())).as(err.toString()).isZero();
    BufferedImage drawn = ImageIO.read(boxes.toFile());
    assertThat(drawn.getWidth()).isEqualTo(300);
    int above = 32; // half a character's height, and two lines
    Color box = new Color(drawn.getRGB(19, above + 60));
    assertThat(box).isIn(new Color(0x1F, 0x5F, 0xBF), new Color(0xC8, 0x5A, 0x00));
    assertThat(new Color(drawn.getRGB(40, above + 60))).isEqualTo(Color.WHITE);
    assertThat(coloured(drawn.getSubimage(20, 0, 40, above + 28))).as("the answer").isPositive();
    assertThat(coloured(drawn.getSubimage(0, drawn.getHeight() - 15, 300, 15)))
        .as("the legend")
        .isPositive();
  }

  @Test
  void theBoxesDoNotReplaceThePicture() throws IOException {
    Path rings = folder.resolve("rings.png");
    byte[] before = Files.readAllBytes(rings);
    Path same = folder.resolve("./rings.png");
    assertThat(read("rings.png", "--boxes", same.toString())).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString())
        .startsWith("emnist: --boxes (" + same + ") must not be the picture that is read");
    assertThat(rings).hasBinaryContent(before);
  }

  @Test
  void noiseIsReportedWithTheFile() throws IOException {
    BufferedImage dots = picture(1600, 800);
    for (int y = 0; y < 800; y++) {
      for (int x = 0; x < 1600; x++) {
        dots.setRGB(x, y, x % 8 < 4 && y % 8 < 4 ? 0 : -1);
      }
    }
    Path file = folder.resolve("dots.png");
    ImageIO.write(dots, "png", file.toFile());
    assertThat(read("dots.png")).isEqualTo(EmnistCommand.FAILED);
    assertThat(err.toString()).startsWith("emnist: " + file + ": found 20000 pieces of ink");
  }

  @Test
  void penStrokesAreForPredict() {
    Path strokes = folder.resolve("s.json");
    assertThat(read("s.json")).isEqualTo(EmnistCommand.USAGE);
    assertThat(err.toString())
        .startsWith(
            "emnist: %s: found .json, expected a picture; recognise pen strokes with: emnist predict %s"
                .formatted(strokes, strokes));
  }

  private static long coloured(BufferedImage part) {
    return Arrays.stream(
            part.getRGB(0, 0, part.getWidth(), part.getHeight(), null, 0, part.getWidth()))
        .mapToObj(Color::new)
        .filter(c -> Math.abs(c.getRed() - c.getBlue()) > 60)
        .count();
  }

  @Test
  void aBlankPictureReadsAsNothing() throws IOException {
    assertThat(read("blank.png")).as(err.toString()).isZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "emnist: " + folder.resolve("blank.png") + ": no characters found");
    assertThat(read("blank.png", "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("text").asText()).isEmpty();
    assertThat(json.get("characters")).isEmpty();
  }

  @Test
  void eachCharacterCanBeReadAlone() throws IOException {
    assertThat(read("rings.png", "--json", "--no-context")).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    for (JsonNode character : json.get("characters")) {
      assertThat(character.get("label")).isEqualTo(character.get("alone").get("label"));
      assertThat(character.get("probability")).isEqualTo(character.get("alone").get("probability"));
    }
  }

  @Test
  void predictNamesReadForAPictureOfSeveralCharacters() throws IOException {
    Path rings = folder.resolve("rings.png");
    assertThat(run("predict", "rings.png")).isZero();
    assertThat(out.toString()).startsWith(rings + ": ");
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "emnist: %s seems to contain several characters; read it with: emnist read --model %s %s"
                .formatted(rings, folder.resolve("model"), rings));
    out.getBuffer().setLength(0);
    assertThat(run("predict", "rings.png", "--json")).isZero();
    JsonNode item = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(item.get("severalCharacters").asBoolean()).isTrue();
    assertThat(item.get("label").asText()).hasSize(1);
  }

  @Test
  void predictPrintsNoLetterForABlankPicture() throws IOException {
    assertThat(run("predict", "blank.png")).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(folder.resolve("blank.png") + ": [blank: no ink found]");
    assertThat(err.toString()).isEmpty();
    out.getBuffer().setLength(0);
    assertThat(run("predict", "blank.png", "--json")).isZero();
    JsonNode item = new ObjectMapper().readTree(out.toString()).get(0);
    assertThat(item.get("label").isNull()).isTrue();
    assertThat(item.get("probability").asDouble()).isZero();
    assertThat(item.get("blank").asBoolean()).isTrue();
    assertThat(item.get("top")).isEmpty();
  }

  @Test
  void aMissingPictureIsReportedInOneLine() {
    assertThat(read("none.png")).isEqualTo(EmnistCommand.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("emnist: ").contains("none.png");
  }
}
