package io.github.emnist.examples.cli;

import io.github.emnist.data.EmnistSplit;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a split's name. */
final class SplitConverter implements ITypeConverter<EmnistSplit> {
  @Override
  public EmnistSplit convert(String value) {
    return EmnistSplit.fromId(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "found '%s', expected one of %s"
                        .formatted(
                            value,
                            Arrays.stream(EmnistSplit.values())
                                .map(EmnistSplit::id)
                                .collect(Collectors.joining(", ")))));
  }
}
