package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.io.PictureFolder;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.RescaleOp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on folders of pictures named by words, and predicts words. */
class OwnPicturesTest {
  private static final int PER_CLASS = 60;

  /** In the order that the folder has, which is not that of the digits they stand for. */
  private static final List<String> WORDS = List.of("eight", "nought", "one");

  private static final List<String> DIGITS = List.of("8", "0", "1");

  @TempDir private Path dir;

  /** Pictures as a scanner gives them: dark on light, larger than the network's input. */
  private Path write(String name, EmnistDataset digits) throws IOException {
    Path folder = dir.resolve(name);
    for (int word = 0; word < WORDS.size(); word++) {
      Path own = Files.createDirectories(folder.resolve(WORDS.get(word)));
      EmnistDataset images = digits.filterClasses(DIGITS.get(word));
      for (int i = 0; i < images.size(); i++) {
        ImageIO.write(
            scan(images.image(i).toBufferedImage()), "png", own.resolve(i + ".png").toFile());
      }
    }
    return folder;
  }

  private static BufferedImage scan(BufferedImage image) {
    BufferedImage scan = new BufferedImage(120, 90, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = scan.createGraphics();
    graphics.drawImage(image, 30, 10, 70, 70, null);
    graphics.dispose();
    return new RescaleOp(-1, 255, null).filter(scan, null); // light becomes dark
  }

  @Test
  void areReadTrainedOnSavedLoadedAndRecognised() throws IOException {
    SyntheticEmnist digits =
        SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(PER_CLASS, 10);
    EmnistDataset train = PictureFolder.of(write("train", digits.train())).read();
    assertThat(train.labelMap().labels()).isEqualTo(WORDS);
    CnnArchitecture network =
        CnnArchitecture.builder()
            .input(28, 28, 1)
            .conv2d(8, 5)
            .relu()
            .batchNormalization()
            .maxPool(2)
            .flatten()
            .dense(train.labelMap().size())
            .softmax()
            .build();
    TrainingResult result =
        Trainer.of(network)
            .precision(Precision.FLOAT32)
            .augmentation(Augmentation.light())
            .batchSize(15)
            .samplesPerClass(0)
            .validationFraction(0)
            .epochs(8)
            .seed(7)
            .fit(train);
    result.saveTo(dir.resolve("model"));

    Path test = write("test", digits.test());
    int correct = 0;
    try (EmnistClassifier classifier = EmnistClassifier.load(dir.resolve("model"))) {
      for (String word : WORDS) {
        for (int i = 0; i < 10; i++) {
          String answer = classifier.predict(test.resolve(word).resolve(i + ".png")).label();
          assertThat(WORDS).contains(answer);
          correct += answer.equals(word) ? 1 : 0;
        }
      }
    }
    assertThat(correct).isGreaterThanOrEqualTo(25);
    EmnistDataset again =
        PictureFolder.of(test).withLabels(result.bundle().metadata().labelMap()).read();
    assertThat(result.evaluate(again).accuracy()).isEqualTo(correct / 30.0);
  }
}
