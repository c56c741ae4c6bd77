/**
 * Random, reproducible image transforms in plain Java. {@link
 * io.github.emnist.augment.Augmentation} is the entry point: presets, compositions, batches and
 * JSON. The static methods of {@link io.github.emnist.augment.RandomTransform} create and compose
 * transforms; {@link io.github.emnist.augment.BatchMix.MixUp} and {@link
 * io.github.emnist.augment.BatchMix.CutMix} mix the images of an epoch.
 */
package io.github.emnist.augment;
