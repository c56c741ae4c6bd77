package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** Requests every split, and prints why each is missing. */
final class EmnistMain {
  private EmnistMain() {}

  public static void main(String[] args) throws Exception {
    List<Callable<EmnistSource>> splits =
        List.of(
            Emnist::byClass,
            Emnist::byMerge,
            Emnist::balanced,
            Emnist::letters,
            Emnist::digits,
            Emnist::mnist);
    for (Callable<EmnistSource> split : splits) {
      try {
        System.out.println(split.call());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
