/** What several packages of this module share. */
package io.github.emnist.train.internal;
