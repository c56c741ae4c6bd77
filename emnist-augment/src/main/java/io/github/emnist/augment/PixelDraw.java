package io.github.emnist.augment;

/**
 * A random transform whose every draw changes grey levels and none coordinates: nothing folds with
 * what it draws, so that its own {@code apply} does the same as what it samples.
 */
interface PixelDraw extends RandomTransform {}
