package io.github.emnist.model.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.net.URL;

/** Loads the model in this library's jar. */
final class Pretrained {
  private static final String NAME = "pretrained.zip";

  private Pretrained() {}

  /** Kept as long as memory allows, so that all classifiers share the weights. */
  private static SoftReference<ModelBundle> kept = new SoftReference<>(null);

  static synchronized ModelBundle load() {
    ModelBundle model = kept.get();
    if (model == null) {
      model = load(Pretrained.class.getResource("/io/github/emnist/model/" + NAME));
      kept = new SoftReference<>(model);
    }
    return model;
  }

  /** Loads a resource, which is null if it is missing. */
  static ModelBundle load(URL resource) {
    if (resource == null) {
      throw new IllegalStateException("the jar of emnist-model is damaged: it has no " + NAME);
    }
    try (InputStream in = resource.openStream()) {
      return ModelBundle.load(new StreamModel(in, NAME), ModelBundle.DEFAULT_MAX_OPERATIONS, false);
    } catch (IOException e) {
      throw new IllegalStateException("the jar of emnist-model is damaged: " + e.getMessage(), e);
    }
  }
}
