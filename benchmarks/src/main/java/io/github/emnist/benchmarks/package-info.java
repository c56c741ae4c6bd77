/** JMH benchmarks; the Javadoc of each says how to run it. */
package io.github.emnist.benchmarks;
