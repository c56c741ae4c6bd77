/**
 * EMNIST's files in and out: folders, ZIP and TAR archives, IDX and CSV; and a user's own pictures.
 * Images come out upright, labels from 0, counts from the files' headers.
 *
 * <p>{@link io.github.emnist.data.io.EmnistReader} is where to begin; {@link
 * io.github.emnist.data.io.EmnistWriter} writes, {@link io.github.emnist.data.io.EmnistArchive}
 * unpacks, {@link io.github.emnist.data.io.CsvReader} reads tables of any name and {@link
 * io.github.emnist.data.io.PictureFolder} pictures, {@link io.github.emnist.data.io.Unipen} pen
 * strokes.
 */
package io.github.emnist.data.io;
