/** Jobs for {@code spark-submit} that show how this module is used. */
package io.github.emnist.spark.examples;
