package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;

/** What would be wrong with reading something, kept until somebody asks for it. */
record Refusal(String source, long offset, String found, String expected) {
  MalformedDataException exception() {
    return new MalformedDataException(source, offset, found, expected);
  }
}
