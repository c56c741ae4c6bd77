package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "augment",
    description = "Draws one image under each transform with increasing strength.")
final class AugmentCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Chooses the image (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      converter = Failures.OfPicture.class,
      description = "Output file: .png, .jpg, .gif or .bmp.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    EmnistSource source = data.open(spec.commandLine().getErr());
    Partition first = source.partitions().stream().sorted().findFirst().orElseThrow();
    AugmentationSheet.of(source.read(first).shuffle(seed).image(0)).writeTo(out);
    return EmnistCommand.wrote(out, spec);
  }
}
