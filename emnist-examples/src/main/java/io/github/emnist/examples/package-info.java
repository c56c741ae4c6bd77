/** Small programs that show the library; the README's samples are regions of them. */
package io.github.emnist.examples;
