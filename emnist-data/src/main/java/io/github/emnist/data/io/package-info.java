/**
 * Reads and writes EMNIST's files: folders, ZIP and TAR archives, IDX and CSV; also pictures and
 * pen strokes. Images are upright and labels begin at 0.
 *
 * <p>{@link io.github.emnist.data.io.EmnistReader} is the entry point; {@link
 * io.github.emnist.data.io.EmnistWriter} writes, {@link io.github.emnist.data.io.EmnistArchive}
 * unpacks, {@link io.github.emnist.data.io.CsvReader} reads tables of any name, {@link
 * io.github.emnist.data.io.PictureFolder} pictures, {@link io.github.emnist.data.io.Unipen} pen
 * strokes.
 */
package io.github.emnist.data.io;
