package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.internal.FrozenStep;
import java.util.List;
import java.util.Optional;

/**
 * A network of which the first layers are computed in 8-bit integers.
 *
 * @param steps from pixels to the last uint8
 * @param range what 255 stands for in the last uint8
 * @param dense the dense layer behind them, which takes uint8 and gives float32; empty where
 *     something else follows, for which they are turned into float32
 * @param rest what follows, in float32
 */
record QuantizedPlan(
    List<QuantizedStep> steps,
    float range,
    Optional<QuantizedKernel> dense,
    List<FrozenStep> rest) {}
