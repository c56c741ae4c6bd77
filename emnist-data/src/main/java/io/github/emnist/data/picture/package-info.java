/** Draws data sets with plain AWT: contact sheets, class counts and mean images. */
package io.github.emnist.data.picture;
