/**
 * Fetches EMNIST, one split at a time, and keeps it in a cache.
 *
 * <p>{@link io.github.emnist.data.download.Emnist} is where to begin; {@link
 * io.github.emnist.data.download.EmnistDownloader} is for mirrors, folders and limits of one's own.
 */
package io.github.emnist.data.download;
