package io.github.emnist.model.internal.tensorflow;

import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * An input that has the same values in every run of a network.
 *
 * @param placeholder to be fed
 * @param values open for as long as the process lives
 */
record FixedInput(Placeholder<TFloat32> placeholder, TFloat32 values) {}
