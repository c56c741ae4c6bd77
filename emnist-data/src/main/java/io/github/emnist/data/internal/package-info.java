/** Code shared by the library's modules; not part of the public API. */
package io.github.emnist.data.internal;
