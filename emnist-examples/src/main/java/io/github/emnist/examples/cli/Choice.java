package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.model.Engine;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.export.ExportFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few names, in either case; an unknown one is answered with the list. */
abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final E[] values;
  private final Function<E, String> name;

  private Choice(E[] values, Function<E, String> name) {
    this.values = values;
    this.name = name;
  }

  @Override
  public E convert(String value) {
    return Arrays.stream(values)
        .filter(candidate -> name.apply(candidate).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '%s', expected one of %s"
                        .formatted(
                            value,
                            Arrays.stream(values).map(name).collect(Collectors.joining(", ")))));
  }

  static final class OfSplit extends Choice<EmnistSplit> {
    OfSplit() {
      super(EmnistSplit.values(), EmnistSplit::id);
    }
  }

  static final class OfPartition extends Choice<Partition> {
    OfPartition() {
      super(Partition.values(), Partition::id);
    }
  }

  static final class OfPrecision extends Choice<Precision> {
    OfPrecision() {
      super(
          new Precision[] {Precision.AUTO, Precision.FLOAT32, Precision.BFLOAT16},
          precision -> precision.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfEngine extends Choice<Engine> {
    OfEngine() {
      super(Engine.values(), engine -> engine.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfPreprocessing extends Choice<Preprocessing> {
    OfPreprocessing() {
      super(Preprocessing.values(), value -> value.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfPrior extends Choice<AnswerOptions.Prior> {
    OfPrior() {
      super(AnswerOptions.Prior.values(), value -> value.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfSheetContent extends Choice<ContactSheetCommand.Content> {
    OfSheetContent() {
      super(
          ContactSheetCommand.Content.values(), content -> content.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfExportFormat extends Choice<ExportFormat> {
    OfExportFormat() {
      super(ExportFormat.values(), ExportFormat::id);
    }
  }

  static final class OfArchitecture extends Choice<Architecture> {
    OfArchitecture() {
      super(Architecture.values(), Architecture::toString);
    }
  }

  static final class OfOptimizer extends Choice<TrainCommand.Optimizer> {
    OfOptimizer() {
      super(TrainCommand.Optimizer.values(), value -> value.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class OfRecipe extends Choice<Recipe> {
    OfRecipe() {
      super(Recipe.values(), Recipe::toString);
    }
  }
}
