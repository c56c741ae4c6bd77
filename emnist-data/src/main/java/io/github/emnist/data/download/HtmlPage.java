package io.github.emnist.data.download;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises a page that stands where the archive should be. NIST's old address answers so, with
 * status 200.
 */
final class HtmlPage {
  /** How many leading bytes are looked at. */
  static final int HEAD_BYTES = 1024;

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,80})", Pattern.CASE_INSENSITIVE);

  private HtmlPage() {}

  /** Fails where the answer is a page, by its type or by its leading bytes. */
  static void refuse(Answer answer, byte[] head) throws TransferException {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String type = answer.header("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
    boolean named = type.startsWith("text/html") || type.startsWith("application/xhtml");
    boolean looks = text.stripLeading().startsWith("<");
    if (!named && !looks) {
      return;
    }
    Matcher title = TITLE.matcher(text);
    String called =
        title.find() ? " called \"" + title.group(1).strip().replaceAll("[^ -~]", "?") + "\"" : "";
    throw TransferException.giveUp("found an HTML page" + called + ", expected a ZIP archive");
  }
}
