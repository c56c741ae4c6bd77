package io.github.emnist.train;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.TrainingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Describes a run in five lines for people, with a sixth if it is resumed. */
final class RunDescription {
  private RunDescription() {}

  /**
   * Returns the lines.
   *
   * @param images drawn in an epoch
   * @param batchSize at most {@code images}
   * @param computed precision and threads, for people
   */
  static String of(RunPlan plan, long images, int batchSize, String computed) {
    TrainingConfig config = plan.config();
    List<String> lines = new ArrayList<>();
    lines.add(
        text(
            "network: %s, %,d parameters",
            plan.architecture().name(), plan.architecture().parameterCount()));
    lines.add(
        text(
            "data: %,d images to train on%s, %,d to validate, augmentation %s",
            plan.train().size(),
            shares(plan.sources()),
            plan.validation().size(),
            config.augmentation().name().orElse("custom")));
    lines.add("epochs: " + epochs(plan, images));
    lines.add(
        text(
            "steps: %d images each, %s, learning rate %s%s",
            batchSize,
            config.optimizer().getClass().getSimpleName(),
            words(config.schedule()),
            extras(config)));
    lines.add(text("computed in %s, seed %d", computed, config.seed()));
    plan.resumed().ifPresent(from -> lines.add(resumed(from.position())));
    return String.join(System.lineSeparator(), lines);
  }

  private static String shares(List<Trainer.Source> sources) {
    if (sources.isEmpty()) {
      return "";
    }
    double sum = sources.stream().mapToDouble(Trainer.Source::weight).sum();
    return sources.stream()
        .map(source -> text("%s %.0f %%", source.name(), 100 * source.weight() / sum))
        .collect(Collectors.joining(", ", " (", ")"));
  }

  private static String epochs(RunPlan plan, long images) {
    TrainingConfig config = plan.config();
    StringBuilder line = new StringBuilder("at most ").append(config.epochs());
    line.append(text(" of %,d images", images));
    if (config.samplesPerClass() > 0) {
      line.append(
          text(
              ", %,d of each class (%.2f times the data)",
              config.samplesPerClass(), (double) images / plan.train().size()));
    } else if (plan.sources().isEmpty()) {
      line.append(", one pass over the data each");
    }
    if (config.maxSteps() > 0) {
      line.append(text(", at most %,d steps", config.maxSteps()));
    }
    config.timeLimit().ifPresent(limit -> line.append(", at most ").append(duration(limit)));
    config.earlyStopping().map(RunDescription::stopping).ifPresent(line::append);
    return line.toString();
  }

  private static String duration(Duration limit) {
    String minutes = limit.toMinutes() > 0 ? text("%,d min", limit.toMinutes()) : "";
    String seconds = limit.toSecondsPart() > 0 ? text("%d s", limit.toSecondsPart()) : "";
    return minutes.isEmpty() && seconds.isEmpty()
        ? text("%d ms", limit.toMillis())
        : (minutes + " " + seconds).strip();
  }

  private static String stopping(EarlyStopping rule) {
    return text(
        ", early stopping if the %s does not improve for %d",
        rule.monitor().name().toLowerCase(Locale.ROOT).replace('_', ' '), rule.patience());
  }

  /** Lists the settings that are off by default. */
  private static String extras(TrainingConfig config) {
    StringBuilder extras = new StringBuilder();
    if (config.labelSmoothing() > 0) {
      extras.append(", label smoothing ").append(config.labelSmoothing());
    }
    if (config.plainShare() > 0) {
      extras.append(
          text(", the last %.3g %% neither augmented nor mixed", 100 * config.plainShare()));
    }
    config.mix().ifPresent(mix -> extras.append(", ").append(words(mix)));
    config.classWeights().ifPresent(weights -> extras.append(", class weights"));
    if (config.gradientClipNorm() > 0) {
      extras.append(", gradients up to ").append(config.gradientClipNorm());
    }
    config.averaging().ifPresent(averaging -> extras.append(", averaged weights"));
    if (!config.frozenLayers().isEmpty()) {
      extras.append(text(", %d layers frozen", config.frozenLayers().size()));
    }
    return extras.toString();
  }

  /** Formats a record as {@code Name (a 1, b 2)}. */
  private static String words(Object setting) {
    return setting.toString().replace("[", " (").replace(']', ')').replace('=', ' ');
  }

  private static String resumed(RunPosition from) {
    return from.ended()
        ? text("the run has ended, after step %,d", from.step())
        : text(
            "resuming after step %,d, in epoch %d (step %,d of it)",
            from.step(), from.epochs() + 1, from.stepInEpoch());
  }

  private static String text(String format, Object... values) {
    return Messages.format(format, values);
  }
}
