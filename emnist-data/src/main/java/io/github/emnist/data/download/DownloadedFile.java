package io.github.emnist.data.download;

import java.nio.file.Path;

/**
 * A file of a download.
 *
 * @param path where it is
 * @param bytes its length
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param verified whether that is the checksum expected of this file; if not, the file arrived as
 *     its sender packed it, but nobody vouches for the content
 */
public record DownloadedFile(Path path, long bytes, String sha256, boolean verified) {}
