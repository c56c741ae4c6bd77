/**
 * EMNIST's conversion of a drawn character into a 28x28 picture, and its parts. Internal: this
 * package is not exported; {@code CharacterPreprocessor} and {@code SyntheticEmnist} build on it.
 */
package io.github.emnist.data.internal.image;
