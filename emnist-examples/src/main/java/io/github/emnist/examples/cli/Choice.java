package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import io.github.emnist.model.Engine;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.export.ExportFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Converts the names of enum constants, in either case; the message for others lists the names. */
final class Choice {
  private Choice() {}

  /** Registers a converter for each enum that is the type of an option. */
  static void register(CommandLine commandLine) {
    register(commandLine, EmnistSplit::id, EmnistSplit.values());
    register(commandLine, Partition::id, Partition.values());
    register(commandLine, ExportFormat::id, ExportFormat.values());
    register(commandLine, Architecture::toString, Architecture.values());
    register(commandLine, Recipe::toString, Recipe.values());
    register(
        commandLine,
        Choice::lowerCase,
        new Precision[] {Precision.AUTO, Precision.FLOAT32, Precision.BFLOAT16});
    register(commandLine, Choice::lowerCase, Engine.values());
    register(commandLine, Choice::lowerCase, AnswerOptions.Preprocessing.values());
    register(commandLine, Choice::lowerCase, AnswerOptions.Prior.values());
    register(commandLine, Choice::lowerCase, ContactSheetCommand.Content.values());
    register(commandLine, Choice::lowerCase, TrainCommand.Optimizer.values());
  }

  private static <E extends Enum<E>> void register(
      CommandLine commandLine, Function<? super E, String> name, E[] values) {
    List<E> choices = Arrays.asList(values);
    commandLine.registerConverter(
        choices.get(0).getDeclaringClass(), text -> convert(text, name, choices));
  }

  static <E> E convert(String text, Function<? super E, String> name, List<E> values) {
    return values.stream()
        .filter(value -> name.apply(value).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '%s', expected one of %s"
                        .formatted(
                            text, values.stream().map(name).collect(Collectors.joining(", ")))));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
