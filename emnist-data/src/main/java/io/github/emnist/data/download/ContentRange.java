package io.github.emnist.data.download;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which bytes a 206 answer holds (RFC 9110, 14.4). The last byte is inclusive. */
record ContentRange(long first, long last, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
  private static final int SHOWN_CHARACTERS = 60;

  static ContentRange of(Answer answer) throws TransferException {
    String value = answer.header("Content-Range").orElse("");
    Matcher form = FORM.matcher(value);
    if (form.matches()) {
      ContentRange range =
          new ContentRange(
              Long.parseLong(form.group(1)),
              Long.parseLong(form.group(2)),
              Long.parseLong(form.group(3)));
      if (range.first <= range.last && range.last < range.total) {
        return range;
      }
    }
    throw TransferException.giveUp(
        "found Content-Range \""
            + printable(value)
            + "\", expected \"bytes <first>-<last>/<all>\"");
  }

  long length() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "bytes %d-%d/%d", first, last, total);
  }

  private static String printable(String value) {
    String shown = value.replaceAll("[^ -~]", "?");
    return shown.length() <= SHOWN_CHARACTERS
        ? shown
        : shown.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
