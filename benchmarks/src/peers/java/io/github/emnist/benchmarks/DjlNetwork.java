package io.github.emnist.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.util.Pair;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.weights.Weights;
import java.util.List;

/** The reference network in DJL's blocks, with the weights that this library starts from. */
final class DjlNetwork {
  private final SequentialBlock block = new SequentialBlock();
  private final Weights weights =
      Weights.initialize(SameTraining.ARCHITECTURE, SameTraining.SEED);
  private final boolean channelsLast;

  private DjlNetwork(boolean channelsLast) {
    this.channelsLast = channelsLast;
  }

  /**
   * Translates {@link SameTraining#ARCHITECTURE}.
   *
   * @param channelsLast whether kernels lie in memory as oneDNN's channels-last convolutions want
   *     them, which the pictures between the layers follow
   */
  static Block block(boolean channelsLast) {
    DjlNetwork network = new DjlNetwork(channelsLast);
    List<PlacedLayer> layers = SameTraining.ARCHITECTURE.layers();
    layers.subList(0, layers.size() - 1).forEach(network::add); // the loss takes the softmax
    return network.block;
  }

  private void add(PlacedLayer placed) {
    Block added = translate(placed.layer());
    String name = placed.name();
    for (Pair<String, Parameter> own : added.getDirectParameters()) {
      if (own.getKey().equals("weight")) {
        own.getValue()
            .setInitializer((manager, shape, type) -> kernel(manager.create(values(name), of(name))));
      }
    }
    block.add(added);
  }

  private static Block translate(Layer layer) {
    if (layer instanceof Layer.Conv2D conv) {
      return Conv2d.builder()
          .setFilters(conv.filters())
          .setKernelShape(new Shape(conv.kernelHeight(), conv.kernelWidth()))
          .build();
    } else if (layer instanceof Layer.BatchNormalization norm) {
      return BatchNorm.builder()
          .optEpsilon((float) norm.epsilon())
          .optMomentum((float) norm.momentum())
          .build();
    } else if (layer instanceof Layer.MaxPool2D pool) {
      Shape size = new Shape(pool.pool(), pool.pool());
      return Pool.maxPool2dBlock(size, size);
    } else if (layer instanceof Layer.Dropout dropout) {
      return Dropout.builder().optRate((float) dropout.rate()).build();
    } else if (layer instanceof Layer.Flatten) {
      return Blocks.batchFlattenBlock();
    } else if (layer instanceof Layer.Dense dense) {
      return Linear.builder().setUnits(dense.units()).build();
    } else if (layer instanceof Layer.Activation) {
      return Activation.reluBlock(); // the only one below the softmax
    }
    throw new IllegalArgumentException("no translation of " + layer);
  }

  private float[] values(String layer) {
    return weights.values(layer + "/kernel");
  }

  private Shape of(String layer) {
    return new Shape(
        weights.shape(layer + "/kernel").stream().mapToLong(Integer::longValue).toArray());
  }

  /** From Keras' order to PyTorch's: (height, width, in, out) or (in, out), outputs first. */
  private NDArray kernel(NDArray keras) {
    if (keras.getShape().dimension() == 2) {
      return keras.transpose(1, 0).duplicate();
    }
    return channelsLast
        ? keras.transpose(3, 0, 1, 2).duplicate().transpose(0, 3, 1, 2)
        : keras.transpose(3, 2, 0, 1).duplicate();
  }

  /** The elements of all parameters, moving averages included. */
  static long parameterCount(Block block) {
    return block.getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
  }
}
