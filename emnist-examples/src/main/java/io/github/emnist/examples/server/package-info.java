/** The drawing page of {@code emnist serve}, and the JSON API that it uses. */
package io.github.emnist.examples.server;
