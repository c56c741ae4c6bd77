package predict;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws an L and prints what it is taken for. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    BufferedImage picture = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 100, 100);
    pen.setColor(Color.BLACK);
    pen.fillRect(30, 15, 9, 70);
    pen.fillRect(30, 76, 45, 9);
    pen.dispose();
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      Prediction prediction = classifier.predict(picture);
      System.out.println(Main.class.getModule() + ": " + prediction.label());
    }
  }
}
