/** Data sets as pictures: contact sheets, class counts and mean images, drawn with plain AWT. */
package io.github.emnist.data.picture;
