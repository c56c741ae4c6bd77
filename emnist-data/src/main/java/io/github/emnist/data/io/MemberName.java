package io.github.emnist.data.io;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The name of an archive's member, which whoever made the archive chose freely. */
final class MemberName {
  private static final int SHOWN_CHARACTERS = 100;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private MemberName() {}

  /**
   * Whether the name stays in the folder into which one would unpack it, on any system. A backslash
   * and a drive letter lead elsewhere on Windows.
   */
  static boolean isSafe(String name) {
    return !name.isEmpty()
        && !name.startsWith("/")
        && name.indexOf('\\') < 0
        && !DRIVE.matcher(name).matches()
        && !HIDDEN.matcher(name).find()
        && !Arrays.asList(name.split("/")).contains("..");
  }

  /** The last part. */
  static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The name as a message may hold it: short, and with nothing that a terminal obeys. */
  static String shown(String name) {
    String shown = HIDDEN.matcher(name).replaceAll("?");
    return shown.length() <= SHOWN_CHARACTERS
        ? shown
        : shown.substring(0, SHOWN_CHARACTERS) + "...";
  }

  /** The same, but of a long name the end, which tells one file from another. */
  static String shownToItsEnd(String name) {
    String shown = HIDDEN.matcher(name).replaceAll("?");
    return shown.length() <= SHOWN_CHARACTERS
        ? shown
        : "..." + shown.substring(shown.length() - SHOWN_CHARACTERS);
  }
}
