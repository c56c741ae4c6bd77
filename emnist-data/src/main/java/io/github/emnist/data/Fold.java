package io.github.emnist.data;

/**
 * One round of cross-validation, see {@link EmnistDataset#stratifiedFolds}.
 *
 * @param train all images but the validation images
 * @param validation the fold's own images
 */
public record Fold(EmnistDataset train, EmnistDataset validation) {}
