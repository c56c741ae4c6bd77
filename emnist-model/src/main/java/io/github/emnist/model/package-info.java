/** Recognising characters: load a model, ask it, read its answer. */
package io.github.emnist.model;
