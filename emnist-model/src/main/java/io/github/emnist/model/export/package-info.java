/**
 * Models for other tools: TensorFlow's SavedModel, ONNX, safetensors. This library itself loads
 * {@link io.github.emnist.model.bundle.ModelBundle}s.
 */
package io.github.emnist.model.export;
