package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.MalformedDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackedStreamTest {
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

  /** The sizes of reads must not matter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8192, 65_536, 10_000_000})
  void equalsTheJdk(int piece) throws IOException {
    byte[] first = gzip(content());
    byte[] file = concat(concat(first, gzip(new byte[0])), gzip(new byte[] {1, 2, 3}));
    byte[] expected;
    try (InputStream jdk = new GZIPInputStream(new ByteArrayInputStream(file))) {
      expected = jdk.readAllBytes();
    }

    try (UnpackedStream in = open(file, piece)) {
      assertThat(drain(in, Math.min(piece, 100_000))).isEqualTo(expected).hasSize(1_000_003);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void byteForByte() throws IOException {
    try (UnpackedStream in = open(gzip(new byte[] {(byte) 0xFF, 0}))) {
      assertThat(in.read(new byte[1], 0, 0)).isZero();
      assertThat(in.read()).isEqualTo(0xFF);
      assertThat(in.read()).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void bytesAfterTheLastMemberAreRefused(int trailing) throws IOException {
    byte[] file = gzip(content());
    try (UnpackedStream in = open(concat(file, new byte[trailing]))) {
      in.readNBytes(999_999);
      assertThatThrownBy(() -> drain(in, 9_999))
          .isInstanceOf(MalformedDataException.class)
          .hasMessage(
              "file.gz, byte "
                  + file.length
                  + ": found trailing bytes ("
                  + trailing
                  + " of the compressed file), expected the end of the file or another gzip"
                  + " header");
    }
  }

  /** RFC 1952, 2.3: extra field with a subfield of 1 byte, name, comment, checksum. */
  @Test
  void headerWithAllFields() throws IOException {
    byte[] header =
        HexFormat.of()
            .parseHex("1F8B081E" + "00000000" + "0003" + "0500AABB0100CC" + "6100" + "6300");
    byte[] plain = gzip(new byte[] {4, 5});
    byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

    // The library skips the header's checksum; the data has its own.
    try (UnpackedStream in = open(concat(concat(header, (byte) 1, (byte) 2), rest))) {
      assertThat(drain(in, 10)).containsExactly(4, 5);
    }
  }

  /** Its name of any length would be kept in memory. */
  @Test
  void aHeaderThatDoesNotEnd() {
    byte[] header = HexFormat.of().parseHex("1F8B0808" + "00000000" + "0003");
    byte[] name = new byte[3 << 20];
    Arrays.fill(name, (byte) 'a');

    assertThatThrownBy(() -> open(concat(header, name)))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            "file.gz, byte 0: found a damaged gzip header, expected 0x1F8B08 (a gzip header)")
        .hasRootCauseMessage("a gzip header of more than 1048576 bytes");
  }

  @Test
  void namesTheDamage() {
    assertRefused(0, 0x1E, "0x018B08", "0x1F8B08 (a gzip header)");
    assertRefused(3, 0x80, "a damaged gzip header", "0x1F8B08 (a gzip header)");
    assertRefused(-8, 1, "gzip data that is damaged", "data that match its checksum");
    assertRefused(-1, 1, "gzip data that is damaged", "data that match its checksum");
    assertRefused(10, 4, "gzip data that is damaged", "data that match its checksum");
  }

  /** A disk failure is not reported as damaged data. */
  @Test
  void passesReadFailuresOn() throws IOException {
    byte[] file = gzip(content());
    IOException failure = new IOException("the disk is gone");
    ByteSource source =
        new ByteSource() {
          @Override
          public String name() {
            return "file.gz";
          }

          @Override
          public long size() {
            return file.length;
          }

          @Override
          public InputStream open() {
            return new FilterInputStream(new ByteArrayInputStream(file)) {
              private int reads;

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                if (reads++ > 2) {
                  throw failure;
                }
                return super.read(target, offset, length);
              }
            };
          }
        };

    try (UnpackedStream in = UnpackedStream.open(source, ReadLimits.defaults())) {
      assertThatThrownBy(() -> drain(in, 10_000)).isSameAs(failure);
    }
  }

  private static void assertRefused(int position, int bits, String found, String expected) {
    byte[] file = gzip(new byte[] {7});
    file[Math.floorMod(position, file.length)] ^= (byte) bits;
    MalformedDataException refusal =
        catchThrowableOfType(
            MalformedDataException.class,
            () -> {
              try (UnpackedStream in = open(file)) {
                drain(in, 10);
              }
            });
    assertThat(refusal.found()).isEqualTo(found);
    assertThat(refusal.expected()).isEqualTo(expected);
  }

  private static UnpackedStream open(byte[] file) throws IOException {
    return open(file, Integer.MAX_VALUE);
  }

  private static UnpackedStream open(byte[] file, int piece) throws IOException {
    return UnpackedStream.open(source(file, piece), ReadLimits.defaults());
  }

  private static ByteSource source(byte[] file, int piece) {
    return new ByteSource() {
      @Override
      public String name() {
        return "file.gz";
      }

      @Override
      public long size() {
        return file.length;
      }

      @Override
      public InputStream open() {
        return inPieces(file, piece);
      }
    };
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
