package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.picture.ClassHistogram;
import io.github.emnist.data.picture.ContactSheet;
import io.github.emnist.data.picture.MeanImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "contact-sheet", description = "Draws a data set as a picture.")
final class ContactSheetCommand implements Callable<Integer> {
  private static final int MOST_PER_CLASS = 100;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "train or test (default: train if there is one).")
  private Partition partition;

  @Option(
      names = "--show",
      paramLabel = "WHAT",
      defaultValue = "images",
      description =
          "images: some of each class; means: the mean image of each class; histogram: the number of"
              + " images of each class (default ${DEFAULT-VALUE}).")
  private Content content;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      defaultValue = "10",
      description = "Images of each class, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int perClass;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Chooses the images (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      converter = Failures.OfPicture.class,
      description = "Output file: .png, .jpg, .gif or .bmp.")
  private Path out;

  /** {@code --show}. */
  enum Content {
    IMAGES,
    MEANS,
    HISTOGRAM
  }

  @Override
  public Integer call() throws IOException {
    if (perClass < 1 || perClass > MOST_PER_CLASS) {
      throw new ParameterException(
          spec.commandLine(),
          Messages.format("--per-class (%d) must be between 1 and %d", perClass, MOST_PER_CLASS));
    }
    EmnistSource source = data.open(spec.commandLine().getErr());
    Partition shown =
        partition != null
            ? partition
            : source.partitions().stream().sorted().findFirst().orElseThrow();
    EmnistDataset dataset = source.read(shown);
    switch (content) {
      case IMAGES -> ContactSheet.of(dataset.shuffle(seed)).perClass(perClass).writeTo(out);
      case MEANS -> ContactSheet.of(MeanImages.of(dataset)).writeTo(out);
      case HISTOGRAM -> ClassHistogram.of(dataset).writeTo(out);
      default -> throw new AssertionError(content);
    }
    return EmnistCommand.wrote(out, spec);
  }
}
