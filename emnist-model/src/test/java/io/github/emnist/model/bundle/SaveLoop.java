package io.github.emnist.model.bundle;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

  /**
   * Warms up in a scratch folder, says in a line how many nanoseconds a save takes there, and once
   * it is told to, saves as folder and as ZIP.
   *
   * @param args the scratch folder and the folder in which to save
   */
  public static void main(String[] args) throws IOException {
    List<ModelBundle> models = List.of(model(1), model(0));
    save(models.get(0), Path.of(args[0]));
    long begin = System.nanoTime();
    save(models.get(1), Path.of(args[0]));
    System.out.println(System.nanoTime() - begin);
    if (System.in.read() != 'g') {
      return;
    }
    Thread watch = new Thread(SaveLoop::haltWithParent);
    watch.setDaemon(true);
    watch.start();
    while (true) {
      for (ModelBundle model : models) {
        save(model, Path.of(args[1]));
      }
    }
  }

  static void save(ModelBundle model, Path dir) throws IOException {
    model.save(dir.resolve("model"));
    model.save(dir.resolve("model.zip"));
  }

  /** The parent writes no more: the stream ends only with the parent. */
  private static void haltWithParent() {
    try {
      System.in.read();
    } catch (IOException e) {
      // ends as well
    }
    Runtime.getRuntime().halt(1);
  }
}
