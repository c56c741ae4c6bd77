package io.github.emnist.data.download;

import java.util.Optional;

/** What tells one state of a remote file from another. Absent headers are empty strings. */
record Validators(long length, String entityTag, String lastModified) {
  static Validators of(Answer answer, long length) {
    return new Validators(
        length, answer.header("ETag").orElse(""), answer.header("Last-Modified").orElse(""));
  }

  /** The value of If-Range: only a strong entity tag will do (RFC 9110, 13.1.5). */
  Optional<String> ifRange() {
    return entityTag.startsWith("\"") ? Optional.of(entityTag) : Optional.empty();
  }
}
