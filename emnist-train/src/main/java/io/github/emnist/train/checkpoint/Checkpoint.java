package io.github.emnist.train.checkpoint;

import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that a run needs to go on. Immutable.
 *
 * @param name of its folder; null before it is saved
 * @param model what the run would keep if it ended here
 * @param settings of the run
 * @param rule where and how often the run saves
 * @param position how far it is
 * @param state weights, optimizer state and averages
 * @param best the weights of the best epoch so far; empty before the first, and without validation
 */
public record Checkpoint(
    Path name,
    ModelBundle model,
    RunSettings settings,
    Checkpoints rule,
    RunPosition position,
    Weights state,
    Optional<Weights> best) {}
