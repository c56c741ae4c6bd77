package io.github.emnist.model.weights;

import java.nio.ByteBuffer;

/** The element types that are read; the names are the format's. */
enum SafeTensorsType {
  F32(4) {
    @Override
    float[] values(ByteBuffer data) {
      float[] values = new float[data.remaining() / bytes];
      data.asFloatBuffer().get(values);
      return values;
    }
  },
  F16(2) {
    @Override
    float[] values(ByteBuffer data) {
      float[] values = new float[data.remaining() / bytes];
      for (int i = 0; i < values.length; i++) {
        values[i] = halfToFloat(data.getShort());
      }
      return values;
    }
  };

  final int bytes;

  SafeTensorsType(int bytes) {
    this.bytes = bytes;
  }

  /** All elements of little-endian data as float32, which holds every float16 exactly. */
  abstract float[] values(ByteBuffer data);

  /** IEEE 754 binary16 to binary32; the JDK has this from version 20. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1F;
    int fraction = half & 0x3FF;
    if (exponent == 0) { // zero and subnormal numbers, in steps of 2^-24
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    // 112 is the difference of the two biases, 127 - 15; infinity and NaN keep all bits set.
    int wide = exponent == 0x1F ? 0xFF : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
