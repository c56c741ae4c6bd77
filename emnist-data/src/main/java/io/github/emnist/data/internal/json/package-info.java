/** JSON documents as records. */
package io.github.emnist.data.internal.json;
