package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import java.nio.charset.StandardCharsets;

/** Puts together the official mapping file, byte for byte. */
final class MappingOutput {
  private MappingOutput() {}

  /** A row a class, ended by CRLF: its label in the files and the code of its character. */
  static byte[] bytes(EmnistSplit split) {
    StringBuilder text = new StringBuilder();
    for (int label = 0; label < split.labelMap().size(); label++) {
      int code = split.labelMap().codePoint(label).orElseThrow();
      text.append(split.firstFileLabel() + label).append(' ').append(code);
      if (split == EmnistSplit.LETTERS) {
        text.append(' ').append(Character.toLowerCase(code));
      }
      text.append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
