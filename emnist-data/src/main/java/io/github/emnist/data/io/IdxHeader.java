package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The start of an IDX file: two zero bytes, the type of the elements, the number of dimensions, and
 * each dimension as a big-endian int32.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes and Burges, The MNIST database,
 *     "File formats for the MNIST database"</a>
 */
final class IdxHeader {
  private static final int MAGIC_BYTES = 4;
  private static final int UNSIGNED_BYTE = 8;

  private final IdxInput input;
  private final ByteBuffer dimensions;

  private IdxHeader(IdxInput input, byte[] dimensions) {
    this.input = input;
    this.dimensions = ByteBuffer.wrap(dimensions);
  }

  /** Reads a header and checks all but the dimensions; {@code meaning} says what they count. */
  static IdxHeader read(IdxInput input, int dimensions, String meaning) throws IOException {
    String expected = String.format(Locale.ROOT, "an IDX header of %d bytes", bytes(dimensions));
    byte[] magic = input.readFully(MAGIC_BYTES, expected);
    if (magic[0] != 0 || magic[1] != 0) {
      throw input.malformed(0, IdxInput.hex(magic[0], magic[1]), "0x0000 (the start of IDX)");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw input.malformed(2, "element type " + IdxInput.hex(magic[2]), "0x08 (unsigned byte)");
    }
    if (magic[3] != dimensions) {
      throw input.malformed(
          3,
          String.format(Locale.ROOT, "%d dimensions", magic[3] & 0xFF),
          String.format(Locale.ROOT, "%d (%s)", dimensions, meaning));
    }
    return new IdxHeader(input, input.readFully(bytes(dimensions) - MAGIC_BYTES, expected));
  }

  /** The length of a header. */
  static int bytes(int dimensions) {
    return MAGIC_BYTES + dimensions * Integer.BYTES;
  }

  /** One dimension as it stands, whatever it is. */
  int dimension(int index) {
    return dimensions.getInt(index * Integer.BYTES);
  }

  /** One dimension, from 1 to {@code limit}, which {@code limitName} names. */
  int dimension(int index, String unit, int limit, String limitName) throws MalformedDataException {
    int value = dimension(index);
    if (value < 1 || value > limit) {
      throw input.malformed(
          MAGIC_BYTES + index * Integer.BYTES,
          value + " " + unit,
          String.format(Locale.ROOT, "1 to %d (%s)", limit, limitName));
    }
    return value;
  }
}
