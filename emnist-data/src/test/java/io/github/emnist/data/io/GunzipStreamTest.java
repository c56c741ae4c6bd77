package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipStreamTest {
  /** Noise and blanks, many buffers long both before and after gunzip. */
  private static byte[] content() {
    byte[] content = new byte[1_000_000];
    Random random = new Random(5);
    byte[] noise = new byte[500];
    for (int i = 0; i < content.length; i += 1_000) {
      random.nextBytes(noise);
      System.arraycopy(noise, 0, content, i, noise.length);
    }
    return content;
  }

  /** How many bytes arrive at once does not matter, nor how many are asked for. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8192, 65_536, 10_000_000})
  void givesWhatTheJdkGives(int piece) throws IOException {
    byte[] first = gzip(content());
    byte[] file = concat(concat(first, gzip(new byte[0])), gzip(new byte[] {1, 2, 3}));
    byte[] expected;
    try (InputStream jdk = new GZIPInputStream(new ByteArrayInputStream(file))) {
      expected = jdk.readAllBytes();
    }

    try (GunzipStream in = new GunzipStream(inPieces(file, piece))) {
      assertThat(drain(in, Math.min(piece, 100_000))).isEqualTo(expected).hasSize(1_000_003);
      assertThat(in.end()).isEqualTo(file.length);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void byteForByte() throws IOException {
    try (GunzipStream in = open(gzip(new byte[] {(byte) 0xFF, 0}))) {
      assertThat(in.read(new byte[1], 0, 0)).isZero();
      assertThat(in.read()).isEqualTo(0xFF);
      assertThat(in.read()).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void endIsWhereTheLastMemberEnds(int trailing) throws IOException {
    byte[] file = gzip(content());
    try (GunzipStream in = open(concat(file, new byte[trailing]))) {
      assertThat(drain(in, 9_999)).isEqualTo(content());
      assertThat(in.end()).isEqualTo(file.length);
    }
  }

  /** RFC 1952, 2.3: extra field of 3 bytes, name, comment, checksum of the header. */
  @Test
  void headerWithAllFields() throws IOException {
    byte[] header =
        HexFormat.of().parseHex("1F8B081E" + "00000000" + "0003" + "0300AABBCC" + "6100" + "6300");
    CRC32 crc = new CRC32();
    crc.update(header);
    int sum = (int) crc.getValue();
    byte[] plain = gzip(new byte[] {4, 5});
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
    byte[] file = concat(concat(header, (byte) sum, (byte) (sum >> 8)), rest);

    try (GunzipStream in = open(file)) {
      assertThat(drain(in, 10)).containsExactly(4, 5);
    }
    byte[] other = concat(concat(header, (byte) sum, (byte) ~(sum >> 8)), rest);
    assertThatExceptionOfType(ZipException.class)
        .isThrownBy(() -> open(other))
        .withMessage("header of another checksum");
  }

  @Test
  void saysWhatIsDamaged() {
    assertRefused(0, 0x1E, "not in gzip format");
    assertRefused(3, 0x80, "reserved flags");
    assertRefused(-8, 1, "data of another checksum");
    assertRefused(-1, 1, "data of another length");
    assertRefused(10, 4, "invalid block type");
  }

  private static void assertRefused(int position, int bits, String message) {
    byte[] file = gzip(new byte[] {7});
    file[Math.floorMod(position, file.length)] ^= (byte) bits;
    assertThatExceptionOfType(ZipException.class)
        .isThrownBy(
            () -> {
              try (GunzipStream in = open(file)) {
                drain(in, 10);
              }
            })
        .withMessage(message);
  }

  private static GunzipStream open(byte[] file) throws IOException {
    return new GunzipStream(new ByteArrayInputStream(file));
  }

  private static byte[] drain(InputStream in, int piece) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  private static InputStream inPieces(byte[] bytes, int piece) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, piece));
      }
    };
  }
}
