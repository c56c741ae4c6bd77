package io.github.emnist.model.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds safetensors files by hand, also ones that no writer would write. */
final class SafeTensorsFile {
  private SafeTensorsFile() {}

  static byte[] of(String header, String hexData) {
    return of(header.getBytes(StandardCharsets.UTF_8), hexData);
  }

  static byte[] of(byte[] header, String hexData) {
    byte[] data = HexFormat.of().parseHex(hexData);
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }
}
