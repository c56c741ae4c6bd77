/**
 * Random, reproducible image transforms in plain Java. {@link
 * io.github.emnist.augment.Augmentation} is the place to start; {@link
 * io.github.emnist.augment.RandomAffine} is what its presets are made of.
 */
package io.github.emnist.augment;
