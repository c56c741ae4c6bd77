/** Files that are written whole or not at all; internal. */
package io.github.emnist.data.file;
