package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class MalformedDataExceptionTest {
  @Test
  void saysWhereFoundAndExpected() {
    Throwable cause = new ZipException("bad");
    MalformedDataException exception =
        new MalformedDataException("a.gz", 16, "7 rows", "28", cause);

    assertThat(exception).hasMessage("a.gz, byte 16: found 7 rows, expected 28").hasCause(cause);
    assertThat(exception.source()).isEqualTo("a.gz");
    assertThat(exception.offset()).isEqualTo(16);
    assertThat(exception.found()).isEqualTo("7 rows");
    assertThat(exception.expected()).isEqualTo("28");
    assertThat(new MalformedDataException("a", 0, "b", "c")).hasNoCause();
  }
}
