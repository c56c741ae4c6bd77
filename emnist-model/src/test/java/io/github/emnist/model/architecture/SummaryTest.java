package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void emnistCnnIsPrintedAsByKeras() {
    assertThat(CnnArchitecture.emnistCnn().summary())
        .isEqualTo(
            """
            Model: "emnist-cnn"
            ____________________________________________________________________________
             Layer (type)                                Output Shape        Param #
            ============================================================================
             conv2d (Conv2D)                             (None, 24, 24, 32)  832

             activation (Activation)                     (None, 24, 24, 32)  0

             batch_normalization (BatchNormalization)    (None, 24, 24, 32)  128

             conv2d_1 (Conv2D)                           (None, 20, 20, 32)  25,632

             activation_1 (Activation)                   (None, 20, 20, 32)  0

             batch_normalization_1 (BatchNormalization)  (None, 20, 20, 32)  128

             conv2d_2 (Conv2D)                           (None, 18, 18, 64)  18,496

             activation_2 (Activation)                   (None, 18, 18, 64)  0

             batch_normalization_2 (BatchNormalization)  (None, 18, 18, 64)  256

             max_pooling2d (MaxPooling2D)                (None, 9, 9, 64)    0

             dropout (Dropout)                           (None, 9, 9, 64)    0

             flatten (Flatten)                           (None, 5184)        0

             dense (Dense)                               (None, 256)         1,327,360

             activation_3 (Activation)                   (None, 256)         0

             dense_1 (Dense)                             (None, 47)          12,079

             activation_4 (Activation)                   (None, 47)          0
            ============================================================================
            Total params: 1,384,911 (5.28 MB)
            Trainable params: 1,384,655 (5.28 MB)
            Non-trainable params: 256 (1.00 KB)
            ____________________________________________________________________________
            """);
  }

  @Test
  void smallNetworksKeepKerasColumns() {
    CnnArchitecture small =
        CnnArchitecture.builder().input(2, 2, 1).flatten().dense(2).softmax().build();
    assertThat(small.summary())
        .isEqualTo(
            """
            Model: "sequential"
            _________________________________________________________________
             Layer (type)                Output Shape              Param #
            =================================================================
             flatten (Flatten)           (None, 4)                 0

             dense (Dense)               (None, 2)                 10

             activation (Activation)     (None, 2)                 0
            =================================================================
            Total params: 10 (40.00 Byte)
            Trainable params: 10 (40.00 Byte)
            Non-trainable params: 0 (0.00 Byte)
            _________________________________________________________________
            """);
  }

  /** A residual layer's own row counts all; its inner rows are indented and named by branch. */
  @Test
  void branchesAreIndented() {
    CnnArchitecture network =
        CnnArchitecture.builder()
            .name("branched")
            .input(4, 4, 1)
            .residual(
                body ->
                    body.conv2d(2, 3, 2, Padding.SAME)
                        .residual(inner -> inner.conv2d(2, 1).leakyRelu(0.1))
                        .gelu(),
                shortcut -> shortcut.averagePool(2).conv2d(2, 1).spatialDropout(0.1))
            .globalAveragePool()
            .dense(2)
            .softmax()
            .build();
    assertThat(network.summary())
        .isEqualTo(
            """
            Model: "branched"
            ______________________________________________________________________________
             Layer (type)                                       Output Shape     Param #
            ==============================================================================
             residual (Residual)                                (None, 2, 2, 2)  30

               body/conv2d (Conv2D)                             (None, 2, 2, 2)  20

               body/residual (Residual)                         (None, 2, 2, 2)  6

                 body/conv2d (Conv2D)                           (None, 2, 2, 2)  6

                 body/leaky_re_lu (LeakyReLU)                   (None, 2, 2, 2)  0

                 shortcut (identity)                            (None, 2, 2, 2)  0

               body/activation (Activation)                     (None, 2, 2, 2)  0

               shortcut/average_pooling2d (AveragePooling2D)    (None, 2, 2, 1)  0

               shortcut/conv2d (Conv2D)                         (None, 2, 2, 2)  4

               shortcut/spatial_dropout2d (SpatialDropout2D)    (None, 2, 2, 2)  0

             global_average_pooling2d (GlobalAveragePooling2D)  (None, 2)        0

             dense (Dense)                                      (None, 2)        6

             activation (Activation)                            (None, 2)        0
            ==============================================================================
            Total params: 36 (144.00 Byte)
            Trainable params: 36 (144.00 Byte)
            Non-trainable params: 0 (0.00 Byte)
            ______________________________________________________________________________
            """);
  }
}
