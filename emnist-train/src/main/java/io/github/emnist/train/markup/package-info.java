/** Writing XML and HTML that cannot come out malformed. */
package io.github.emnist.train.markup;
