/**
 * Downloads EMNIST, one split at a time, into a cache.
 *
 * <p>{@link io.github.emnist.data.download.Emnist} is the entry point; {@link
 * io.github.emnist.data.download.EmnistDownloader} has settings for mirrors, folders and limits.
 */
package io.github.emnist.data.download;
