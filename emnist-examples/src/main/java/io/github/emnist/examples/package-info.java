/** Small programs that show the library; the samples in the README are regions of them. */
package io.github.emnist.examples;
