/** What the library's modules share; no part of its public face. */
package io.github.emnist.data.internal;
