/**
 * Pictures such as users hand in, made of EMNIST images whose answer is known. They were fixed
 * before they were first put to the preprocessing that they measure, by someone who had not read
 * it, and are not changed for its sake.
 */
package io.github.emnist.benchmarks.disguise;
