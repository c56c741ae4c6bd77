package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import io.github.emnist.data.picture.ClassHistogram;
import io.github.emnist.data.picture.ContactSheet;
import io.github.emnist.data.picture.MeanImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
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
      converter = Choice.OfPartition.class,
      description = "train or test (default: the first that is there).")
  private Partition partition;

  @Option(
      names = "--show",
      paramLabel = "WHAT",
      defaultValue = "images",
      converter = Choice.OfSheetContent.class,
      description =
          "images: some of each class; means: each class' mean image; histogram: how many of each"
              + " class (default: images).")
  private Content content;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      defaultValue = "10",
      description = "Images of each class, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int perClass;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Which images of a class (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      converter = Failures.OfPicture.class,
      description = "The picture: .png, .jpg, .gif or .bmp.")
  private Path out;

  /** What the picture shows. */
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
          String.format(
              Locale.ROOT, "--per-class (%d) must be between 1 and %d", perClass, MOST_PER_CLASS));
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
    PrintWriter console = spec.commandLine().getOut();
    console.println("wrote " + out);
    console.flush();
    return 0;
  }
}
