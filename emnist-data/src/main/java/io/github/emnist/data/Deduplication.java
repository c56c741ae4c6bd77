package io.github.emnist.data;

/**
 * What {@link EmnistDataset#deduplicate} found.
 *
 * @param dataset a view of the first of each group of images with equal pixels
 * @param removed how many images are left out
 * @param conflicts how many of the removed had another label than the one kept in their place:
 *     above 0, somebody labelled the same picture in two ways
 */
public record Deduplication(EmnistDataset dataset, int removed, int conflicts) {}
