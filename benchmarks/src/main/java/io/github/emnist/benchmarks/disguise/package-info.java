/**
 * Pictures as users submit them, made from EMNIST images whose class is known. They were defined
 * before the preprocessing that they measure was first run on them, by someone who had not read it,
 * and are not adapted to it.
 */
package io.github.emnist.benchmarks.disguise;
