package io.github.emnist.examples;

import io.github.emnist.examples.server.DrawingServer;
import io.github.emnist.examples.server.DrawingServer.Settings;
import io.github.emnist.model.EmnistClassifier;
import java.io.IOException;

/** Serves the drawing page from a program: {@code EmbedDrawingPage [PORT]}. */
public final class EmbedDrawingPage {
  private EmbedDrawingPage() {}

  /**
   * Serves until the process ends.
   *
   * @param args optionally the port, 8080 by default
   * @throws IOException if the port is not free
   * @throws InterruptedException if interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
    // region: embed
    try (EmnistClassifier classifier = EmnistClassifier.pretrained();
        DrawingServer server =
            DrawingServer.start(classifier, Settings.standard().withAddress("127.0.0.1", port))) {
      System.out.println(server.uri());
      server.join();
    }
    // endregion
  }
}
