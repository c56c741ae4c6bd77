package io.github.emnist.examples.cli;

import io.github.emnist.data.preprocess.CharacterPreprocessor;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.ClassPrior;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.model.PredictionOptions.TestTimeAugmentation;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of recognition. */
final class AnswerOptions {
  @Option(
      names = "--preprocessing",
      paramLabel = "NAME",
      description = "emnist, drawing or raw (default: the model's own).")
  private Preprocessing preprocessing;

  @Option(
      names = "--only",
      paramLabel = "digits|upper|lower|CHARS",
      converter = OfCharacters.class,
      description = "Characters to choose from; may be given several times.")
  private List<CharacterSet> only;

  @Option(names = "--calibrated", description = "Calibrate with the model's temperature.")
  private boolean calibrated;

  @Option(
      names = "--prior",
      paramLabel = "NAME",
      defaultValue = "balanced",
      description = "Frequency of the classes: balanced or natural (default ${DEFAULT-VALUE}).")
  private Prior prior;

  @Option(
      names = "--tta",
      paramLabel = "N",
      defaultValue = "1",
      converter = OfVariants.class,
      description = "Recognise each picture in N slight variations (default ${DEFAULT-VALUE}).")
  private TestTimeAugmentation variants;

  PredictionOptions options() {
    PredictionOptions options =
        PredictionOptions.standard()
            .withCalibrated(calibrated)
            .withPrior(prior.prior)
            .withAugmentation(variants);
    if (preprocessing != null) {
      options = options.withPreprocessing(preprocessing.preprocessor);
    }
    return only == null
        ? options
        : options.withOnly(only.stream().reduce(CharacterSet::or).orElseThrow());
  }

  /** {@code --preprocessing}. */
  enum Preprocessing {
    EMNIST(CharacterPreprocessor.emnist()),
    DRAWING(CharacterPreprocessor.drawing()),
    RAW(CharacterPreprocessor.raw());

    private final CharacterPreprocessor preprocessor;

    Preprocessing(CharacterPreprocessor preprocessor) {
      this.preprocessor = preprocessor;
    }
  }

  /** {@code --prior}. */
  enum Prior {
    BALANCED(ClassPrior.balanced()),
    NATURAL(ClassPrior.natural());

    private final ClassPrior prior;

    Prior(ClassPrior prior) {
      this.prior = prior;
    }
  }

  private static final class OfCharacters implements ITypeConverter<CharacterSet> {
    @Override
    public CharacterSet convert(String value) {
      try {
        return CharacterSet.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  private static final class OfVariants implements ITypeConverter<TestTimeAugmentation> {
    @Override
    public TestTimeAugmentation convert(String value) {
      try {
        return TestTimeAugmentation.of(Failures.wholeNumber(value));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
