package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import io.github.emnist.data.preprocess.PictureReader;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.ReadText;
import io.github.emnist.model.ReadText.ReadCharacter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "read",
    description = {
      "Reads one or more lines of separate characters.",
      "If a character can be a letter or a digit, such as O and 0, its neighbours in the word"
          + " decide."
    })
final class ReadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private EngineOption engine;
  @Mixin private AnswerOptions answer;

  @Parameters(arity = "1", paramLabel = "IMAGE", description = "PNG, JPEG, GIF, BMP or TIFF file.")
  private Path image;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(
      names = "--boxes",
      paramLabel = "FILE",
      converter = Failures.OfPicture.class,
      description = "Write the picture with a box around each character: .png, .jpg, .gif or .bmp.")
  private Path boxes;

  @Option(
      names = "--no-context",
      description =
          "Read each character by itself, for codes of letters and digits without a pattern.")
  private boolean withoutContext;

  @Override
  public Integer call() throws IOException {
    if (image.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: found .json, expected a picture; recognise pen strokes with: emnist predict %s"
              .formatted(image, image));
    }
    BufferedImage picture = PictureReader.standard().read(image);
    if (boxes != null && Files.exists(boxes) && Files.isSameFile(boxes, image)) {
      throw new ParameterException(
          spec.commandLine(), "--boxes (" + boxes + ") must not be the picture that is read");
    }
    ReadText text;
    try (EmnistClassifier classifier = engine.load(root, 1)) {
      EmnistClassifier reader = classifier.with(answer.options().withContext(!withoutContext));
      try {
        text = reader.readLine(picture);
      } catch (IllegalArgumentException e) { // more pieces of ink than any text has
        throw new IOException(image + ": " + e.getMessage(), e);
      }
    }
    if (boxes != null) {
      BoxPicture.write(boxes, picture, text);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, toJson(text));
    } else if (text.characters().isEmpty()) {
      String name = Failures.printable(image.toString());
      spec.commandLine().getErr().println("emnist: " + name + ": no characters found");
      spec.commandLine().getErr().flush();
    } else {
      print(out, text);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, ReadText text) {
    text.text().lines().forEach(out::println);
    out.println();
    out.println("row  character  probability      x      y  width  height");
    for (ReadCharacter character : text.characters()) {
      CharacterRegion region = character.region();
      out.println(
          Messages.format(
              "%3d  %-9s  %11.4f  %5d  %5d  %5d  %6d",
              region.row(),
              character.label(),
              character.probability(),
              region.x(),
              region.y(),
              region.width(),
              region.height()));
    }
  }

  private ObjectNode toJson(ReadText text) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("file", image.toString());
    return document.setAll((ObjectNode) Json.parse(text.toJson()));
  }
}
