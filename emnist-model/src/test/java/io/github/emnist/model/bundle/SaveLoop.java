package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;

/** The process that {@link ModelBundleKillIT} kills: saves two models over each other for ever. */
final class SaveLoop {
  /** Large enough that a save takes a while. */
  private static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.builder().input(28, 28, 1).flatten().dense(200).dense(2).softmax().build();

  private SaveLoop() {}

  static ModelBundle model(long seed) {
    return new ModelBundle(
        ModelMetadata.of(ARCHITECTURE, LabelMap.ofCharacters("no")),
        Weights.initialize(ARCHITECTURE, seed));
  }

  /** Takes a folder in which to save a model as folder and as ZIP. */
  public static void main(String[] args) throws IOException {
    Thread watch = new Thread(SaveLoop::haltWithParent);
    watch.setDaemon(true);
    watch.start();
    Path dir = Path.of(args[0]);
    for (long i = 0; ; i++) {
      ModelBundle model = model(i % 2);
      model.save(dir.resolve("model"));
      model.save(dir.resolve("model.zip"));
      if (i == 0) {
        System.out.write('r');
        System.out.flush();
      }
    }
  }

  /** The parent never writes: the stream ends only with the parent. */
  private static void haltWithParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // ends as well
    }
    Runtime.getRuntime().halt(1);
  }
}
