package lite;

import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.ClassifierInput;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.PredictionObserver;
import io.github.emnist.model.TensorFlowNative;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Uses all of the classifier that needs no TensorFlow, and asks for what does. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    BufferedImage picture = letterL();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(picture, "png", stream); // no folder for a temporary file
    }
    AtomicInteger predicted = new AtomicInteger();
    ClassifierOptions options =
        ClassifierOptions.defaults()
            .withMicroBatching(8, Duration.ZERO)
            .withObserver(
                new PredictionObserver() {
                  @Override
                  public void predicted(int images, long nanoseconds) {
                    predicted.addAndGet(images);
                  }
                });
    try (EmnistClassifier classifier = EmnistClassifier.pretrained(options)) {
      System.out.println(classifier.engine() + " " + classifier.precision());
      System.out.println("picture: " + classifier.predict(picture).label());
      System.out.println("bytes: " + classifier.predict(png.toByteArray()).label());
      System.out.println(
          "stream: " + classifier.predict(new ByteArrayInputStream(png.toByteArray())).label());
      Ink ink = Ink.builder().stroke(0, 0, 0, 9, 6, 9).build();
      System.out.println("ink: " + classifier.predict(ink).label());
      System.out.println("line: " + classifier.readLine(picture).text());
      System.out.println(
          "each: "
              + classifier
                  .predictEach(
                      Stream.of(ClassifierInput.of(picture), ClassifierInput.of(ink)),
                      Function.identity())
                  .count());
      System.out.println("observed: " + predicted);
    }
    ModelBundle model = ModelBundle.pretrained();
    tell(() -> EmnistClassifier.loadSavedModel(folder, LabelMap.ofCharacters("ab")));
    tell(() -> EmnistClassifier.of(model, options.withEngine(Engine.TENSORFLOW)));
    tell(() -> EmnistClassifier.of(model, options.withPrecision(Precision.INT8)));
    tell(TensorFlowNative::version);
    for (ExportFormat format : List.of(ExportFormat.SAVED_MODEL, ExportFormat.ONNX)) {
      tell(
          () -> {
            format.write(model, folder.resolve(format.id()));
            return null;
          });
    }
  }

  private static void tell(Callable<?> call) {
    try {
      call.call();
      System.out.println("done");
    } catch (Exception e) {
      System.out.println(e.getMessage());
    }
  }

  private static BufferedImage letterL() {
    BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 100, 100);
    pen.setColor(Color.BLACK);
    pen.fillRect(30, 15, 9, 70);
    pen.fillRect(30, 76, 45, 9);
    pen.dispose();
    return picture;
  }
}
