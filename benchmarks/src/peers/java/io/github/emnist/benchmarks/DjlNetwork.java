package io.github.emnist.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.util.Pair;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Map;

/** A network in DJL's blocks, with given weights. */
final class DjlNetwork {
  /** The names of this library's parameters, by DJL's. */
  private static final Map<String, String> NAMES =
      Map.of(
          "weight", "kernel",
          "bias", "bias",
          "gamma", "gamma",
          "beta", "beta",
          "runningMean", "moving_mean",
          "runningVar", "moving_variance");

  private final Weights weights;
  private final boolean channelsLast;

  private DjlNetwork(Weights weights, boolean channelsLast) {
    this.weights = weights;
    this.channelsLast = channelsLast;
  }

  /**
   * Converts a network, without the softmax at its end.
   *
   * @param channelsLast whether kernels have the memory layout of oneDNN's channels-last
   *     convolutions, which the data between the layers then has too
   */
  static Block block(CnnArchitecture architecture, Weights weights, boolean channelsLast) {
    List<PlacedLayer> layers = architecture.layers();
    return new DjlNetwork(weights, channelsLast)
        .sequence(layers.subList(0, layers.size() - 1));
  }

  private SequentialBlock sequence(List<PlacedLayer> layers) {
    SequentialBlock block = new SequentialBlock();
    TensorShape flattened = null;
    for (PlacedLayer placed : layers) {
      if (placed.layer() instanceof Layer.Flatten && !placed.input().isFlat()) {
        flattened = placed.input();
      }
      if (placed.layer() instanceof Layer.Conv2D conv && conv.padding() == Padding.SAME) {
        pad(block, conv, placed.input());
      }
      Block added = translate(placed);
      for (Pair<String, Parameter> own : added.getDirectParameters()) {
        String name = placed.name() + "/" + NAMES.get(own.getKey());
        TensorShape picture = own.getKey().equals("weight") ? flattened : null;
        own.getValue()
            .setInitializer(
                (manager, shape, type) ->
                    ordered(picture, manager.create(weights.values(name), shape(name))));
      }
      if (placed.layer() instanceof Layer.Dense) {
        flattened = null;
      }
      block.add(added);
    }
    return block;
  }

  /** Pads as Keras does: if the number is odd, the last row and column get one more. */
  private static void pad(SequentialBlock block, Layer.Conv2D conv, TensorShape input) {
    int down = missing(input.height(), conv.kernelHeight(), conv.stride());
    int across = missing(input.width(), conv.kernelWidth(), conv.stride());
    Shape edges = new Shape(across / 2, across - across / 2, down / 2, down - down / 2);
    block.add(LambdaBlock.singleton(images -> images.pad(edges, 0), "pad"));
  }

  private static int missing(int length, int kernel, int stride) {
    int steps = (length + stride - 1) / stride - 1;
    return Math.max(0, steps * stride + kernel - length);
  }

  private Block translate(PlacedLayer placed) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Conv2D conv) {
      return Conv2d.builder()
          .setFilters(conv.filters())
          .setKernelShape(new Shape(conv.kernelHeight(), conv.kernelWidth()))
          .optStride(new Shape(conv.stride(), conv.stride()))
          .build();
    } else if (layer instanceof Layer.BatchNormalization norm) {
      return BatchNorm.builder()
          .optEpsilon((float) norm.epsilon())
          .optMomentum((float) norm.momentum())
          .build();
    } else if (layer instanceof Layer.MaxPool2D pool) {
      Shape size = new Shape(pool.pool(), pool.pool());
      return Pool.maxPool2dBlock(size, size);
    } else if (layer instanceof Layer.GlobalAveragePool) {
      return Pool.globalAvgPool2dBlock();
    } else if (layer instanceof Layer.Dropout dropout) {
      return Dropout.builder().optRate((float) dropout.rate()).build();
    } else if (layer instanceof Layer.Flatten) {
      return Blocks.batchFlattenBlock();
    } else if (layer instanceof Layer.Dense dense) {
      return Linear.builder().setUnits(dense.units()).build();
    } else if (layer instanceof Layer.Activation) {
      return Activation.reluBlock(); // the only one below the softmax
    } else if (layer instanceof Layer.Residual) {
      return new ParallelBlock(
          lists ->
              new NDList(lists.get(0).singletonOrThrow().add(lists.get(1).singletonOrThrow())),
          placed.branches().stream()
              .<Block>map(b -> b.isEmpty() ? Blocks.identityBlock() : sequence(b))
              .toList());
    }
    throw new IllegalArgumentException("no translation of " + layer);
  }

  private Shape shape(String parameter) {
    return new Shape(
        weights.shape(parameter).stream().mapToLong(Integer::longValue).toArray());
  }

  /**
   * Converts from Keras' order to PyTorch's: (height, width, in, out) or (in, out), outputs first.
   *
   * @param picture the shape before the flattening that made the inputs, which is channel by
   *     channel in PyTorch; or null
   */
  private NDArray ordered(TensorShape picture, NDArray keras) {
    if (keras.getShape().dimension() == 1) {
      return keras;
    }
    if (keras.getShape().dimension() == 2 && picture != null) {
      Shape inputs = new Shape(picture.height(), picture.width(), picture.channels(), -1);
      NDArray byChannel = contiguous(keras.reshape(inputs).transpose(3, 2, 0, 1));
      return byChannel.reshape(keras.getShape().get(1), picture.size());
    }
    if (keras.getShape().dimension() == 2) {
      return contiguous(keras.transpose(1, 0));
    }
    return channelsLast
        ? contiguous(keras.transpose(3, 0, 1, 2)).transpose(0, 3, 1, 2)
        : contiguous(keras.transpose(3, 2, 0, 1));
  }

  /**
   * Copies values to memory in the order of their shape; {@code duplicate} keeps strides, with
   * which PyTorch gives wrong results.
   */
  private static NDArray contiguous(NDArray values) {
    return values.getManager().create(values.toFloatArray(), values.getShape());
  }
}
