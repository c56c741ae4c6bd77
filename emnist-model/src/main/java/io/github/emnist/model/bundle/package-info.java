/** A model on disk: the folder or ZIP that holds its description and its weights. */
package io.github.emnist.model.bundle;
