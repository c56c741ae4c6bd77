package io.github.emnist.data;

/**
 * One image of a data set with its class, see {@link EmnistDataset#stream}.
 *
 * @param image the pixels
 * @param label 0-based
 * @param labelName the class name, for example {@code "A"}
 */
public record LabelledImage(GrayImage image, int label, String labelName) {}
