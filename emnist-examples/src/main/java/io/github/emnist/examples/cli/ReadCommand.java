package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.data.preprocess.segment.CharacterRegion;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.ReadCharacter;
import io.github.emnist.model.ReadText;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "read", description = "Reads a line, or rows, of separate characters.")
final class ReadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private ModelOption model;
  @Mixin private AnswerOptions answer;

  @Parameters(arity = "1", paramLabel = "IMAGE", description = "PNG, JPEG, GIF or BMP file.")
  private Path image;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(
      names = "--boxes",
      paramLabel = "FILE",
      converter = Failures.OfPicture.class,
      description = "Write the picture with a box around each character: .png, .jpg, .gif or .bmp.")
  private Path boxes;

  @Override
  public Integer call() throws IOException {
    BufferedImage picture = PictureReader.standard().read(image);
    ReadText text;
    try (EmnistClassifier classifier = model.load(root)) {
      text = classifier.with(answer.options()).readLine(picture);
    }
    if (boxes != null) {
      BoxPicture.write(boxes, picture, text);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, toJson(text));
    } else {
      print(out, text);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, ReadText text) {
    if (text.characters().isEmpty()) {
      out.println("[no characters found]");
      return;
    }
    text.text().lines().forEach(out::println);
    out.println();
    out.println("row  character  probability      x      y  width  height");
    for (ReadCharacter character : text.characters()) {
      CharacterRegion region = character.region();
      out.println(
          String.format(
              Locale.ROOT,
              "%3d  %-9s  %11.4f  %5d  %5d  %5d  %6d",
              region.row(),
              character.label(),
              character.prediction().probability(),
              region.x(),
              region.y(),
              region.width(),
              region.height()));
    }
  }

  private ObjectNode toJson(ReadText text) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("file", image.toString()).put("text", text.text());
    ArrayNode characters = document.putArray("characters");
    for (ReadCharacter character : text.characters()) {
      Prediction prediction = character.prediction();
      CharacterRegion region = character.region();
      ObjectNode item = characters.addObject();
      item.put("label", prediction.label());
      item.put("probability", prediction.probability());
      item.put("blank", prediction.blank());
      item.put("row", region.row());
      item.put("spaceBefore", region.spaceBefore());
      ObjectNode box = item.putObject("box");
      box.put("x", region.x()).put("y", region.y());
      box.put("width", region.width()).put("height", region.height());
    }
    return document;
  }
}
