package io.github.emnist.model.weights;

import java.util.List;

/**
 * One array in a safetensors header.
 *
 * @param at the byte of the file at which the header names it
 * @param begin the byte of the file at which its values begin
 * @param end the byte of the file behind its values
 */
record SafeTensorsEntry(
    String name, long at, SafeTensorsType type, List<Integer> shape, int begin, int end) {}
