/** Code shared by the packages of this module and the command line. */
package io.github.emnist.train.internal;
