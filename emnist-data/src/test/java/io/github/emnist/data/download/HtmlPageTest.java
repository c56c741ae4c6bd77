package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web pages instead of the archive. */
class HtmlPageTest {
  private static final byte[] PAGE =
      "\n<!DOCTYPE html>\n<html><head><title> Moved\u00a0away </title></head></html>"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final String REASON =
      "found an HTML page called \"Moved?away\", expected a ZIP archive";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"text/html; charset=utf-8", "application/zip"})
  void namesHtmlPagesOfAnyTypeAndTriesTheNextMirror(String type) throws IOException {
    try (LoopbackServer page = new LoopbackServer(PAGE).withoutRanges().typed(type);
        LoopbackServer good = new LoopbackServer(Downloads.archive())) {
      Downloads downloads = new Downloads(folder, page.uri(), good.uri());
      assertThat(downloads.run().mirror()).contains(good.uri());
      assertThat(downloads.recorder.lines).contains("failed: " + REASON);
      assertThat(downloads.waits).isEmpty();
    }
  }

  @Test
  void namesHtmlPagesServedInRanges() throws IOException {
    try (LoopbackServer page = new LoopbackServer(PAGE)) {
      assertThat(new Downloads(folder, page.uri()).reasons()).containsExactly(REASON);
    }
  }

  @Test
  void mayHaveNoTitle() throws IOException {
    try (LoopbackServer page =
        new LoopbackServer(new byte[] {1, 2, 3}).withoutRanges().typed("text/html")) {
      assertThat(new Downloads(folder, page.uri()).reasons())
          .containsExactly("found an HTML page, expected a ZIP archive");
    }
  }
}
