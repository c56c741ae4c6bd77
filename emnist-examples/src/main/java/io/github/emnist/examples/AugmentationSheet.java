package io.github.emnist.examples;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws images as the network sees them while it trains: {@code AugmentationSheet OUT.png [DATA]}.
 * A row an image, the plain one first, then draws of {@code light}, {@code standard} and {@code
 * strong}.
 */
public final class AugmentationSheet {
  private static final int ROWS = 8;
  private static final int DRAWS = 5;
  private static final int CELL = 64;
  private static final int CAPTION = 20;
  private static final long SEED = 7;

  private AugmentationSheet() {}

  /**
   * Writes the sheet.
   *
   * @param args the PNG file to write and, if wanted, a folder of EMNIST files
   * @throws IOException if one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: AugmentationSheet OUT.png [DATA]");
      System.exit(2);
    }
    EmnistDataset images =
        args.length == 2
            ? EmnistReader.open(Path.of(args[1])).test()
            : SyntheticEmnist.balanced().test();
    ImageIO.write(sheet(images.shuffle(SEED).take(ROWS)), "png", new File(args[0]));
    System.out.println("wrote " + args[0]);
  }

  static BufferedImage sheet(EmnistDataset images) {
    List<Augmentation> presets =
        List.of(Augmentation.light(), Augmentation.standard(), Augmentation.strong());
    int columns = 1 + presets.size() * DRAWS;
    BufferedImage sheet =
        new BufferedImage(
            columns * CELL, CAPTION + images.size() * CELL, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.drawString("plain", 4, CAPTION - 6);
    for (int p = 0; p < presets.size(); p++) {
      g.drawString(presets.get(p).name().orElseThrow(), (1 + p * DRAWS) * CELL + 4, CAPTION - 6);
    }
    for (int row = 0; row < images.size(); row++) {
      g.drawImage(enlarged(images.image(row).toBufferedImage()), 0, CAPTION + row * CELL, null);
      for (int column = 1; column < columns; column++) {
        Augmentation preset = presets.get((column - 1) / DRAWS);
        BufferedImage draw = draw(preset, images.image(row), column, row);
        g.drawImage(enlarged(draw), column * CELL, CAPTION + row * CELL, null);
      }
    }
    g.dispose();
    return sheet;
  }

  private static BufferedImage draw(
      Augmentation augmentation, GrayImage image, long epoch, long position) {
    // region: augment
    byte[] source = image.toBytes();
    byte[] target = new byte[source.length];
    augmentation.apply(source, 0, target, 0, image.width(), image.height(), SEED, epoch, position);
    GrayImage augmented = GrayImage.of(image.width(), image.height(), target);
    // endregion
    return augmented.toBufferedImage();
  }

  private static Image enlarged(BufferedImage image) {
    return image.getScaledInstance(CELL - 2, CELL - 2, Image.SCALE_REPLICATE);
  }
}
