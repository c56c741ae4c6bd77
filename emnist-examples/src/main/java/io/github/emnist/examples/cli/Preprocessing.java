package io.github.emnist.examples.cli;

import io.github.emnist.data.preprocess.CharacterPreprocessor;

/** {@code --preprocessing}. */
enum Preprocessing {
  EMNIST(CharacterPreprocessor.emnist()),
  DRAWING(CharacterPreprocessor.drawing()),
  RAW(CharacterPreprocessor.raw());

  private final CharacterPreprocessor preprocessor;

  Preprocessing(CharacterPreprocessor preprocessor) {
    this.preprocessor = preprocessor;
  }

  CharacterPreprocessor preprocessor() {
    return preprocessor;
  }
}
