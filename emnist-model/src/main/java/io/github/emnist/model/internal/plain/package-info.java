/**
 * Internal: inference in plain Java. Arrays of float32 and loops that the JVM's compiler
 * vectorises; no native library. No compatibility is promised.
 */
package io.github.emnist.model.internal.plain;
