/**
 * Random, reproducible image transforms in plain Java. {@link
 * io.github.emnist.augment.Augmentation} is the place to start: presets, compositions, batches and
 * JSON. Geometric transforms ({@link io.github.emnist.augment.RandomAffine}, {@link
 * io.github.emnist.augment.RandomPerspective}, {@link io.github.emnist.augment.ElasticDeformation},
 * {@link io.github.emnist.augment.GridDistortion}) fold into one interpolation. The static methods
 * of {@link io.github.emnist.augment.RandomTransform} compose; {@link
 * io.github.emnist.augment.BatchMix.MixUp} and {@link io.github.emnist.augment.BatchMix.CutMix} mix
 * the images of an epoch.
 */
package io.github.emnist.augment;
