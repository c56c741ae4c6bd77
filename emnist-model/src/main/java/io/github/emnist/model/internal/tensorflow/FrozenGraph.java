package io.github.emnist.model.internal.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * A network with its weights as constants, for inference only.
 *
 * @param images uint8 {@code [N, height, width, channels]}
 * @param logits float32 {@code [N, classes]}
 * @param probabilities the softmax of {@code logits}
 * @param fixed what else must be fed in every run
 */
record FrozenGraph(
    Placeholder<TUint8> images,
    Operand<TFloat32> logits,
    Operand<TFloat32> probabilities,
    List<FixedInput> fixed) {}
