/** The {@code emnist} command line. */
package io.github.emnist.examples.cli;
