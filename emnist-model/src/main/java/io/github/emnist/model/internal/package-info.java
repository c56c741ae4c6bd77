/**
 * Internal: the code that both engines share. No compatibility is promised, and only this project's
 * trainer may use it from outside its module.
 */
package io.github.emnist.model.internal;
