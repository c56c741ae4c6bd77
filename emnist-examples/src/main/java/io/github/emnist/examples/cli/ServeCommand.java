package io.github.emnist.examples.cli;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.examples.server.DrawingServer;
import io.github.emnist.examples.server.DrawingServer.Settings;
import io.github.emnist.model.EmnistClassifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Serves a page to draw characters on, and its JSON API, until Ctrl-C.",
      "It is open to other machines only with --host."
    })
final class ServeCommand implements Callable<Integer> {
  /** Kept, since an unreferenced logger loses its level. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  @Spec private CommandSpec spec;
  @ParentCommand private EmnistCommand root;
  @Mixin private EngineOption engine;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port to listen on, 0 for any free one (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "H",
      defaultValue = "127.0.0.1",
      description =
          "Name or address to listen on, 0.0.0.0 for all of this machine (default"
              + " ${DEFAULT-VALUE}).")
  private String host;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), Messages.format("--port (%d) must be from 0 to 65535", port));
    }
    JETTY.setLevel(Level.WARNING);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (EmnistClassifier classifier = engine.load(root, 1)) {
      classifier.warmUp();
      try (DrawingServer server =
          DrawingServer.start(classifier, Settings.standard().withAddress(host, port))) {
        server.stopAtShutdown();
        if (!InetAddress.getByName(host).isLoopbackAddress()) {
          err.println(
              "emnist: warning: everyone who can reach this machine can use the page; there is no"
                  + " password");
          err.flush();
        }
        out.println("The drawing page is at " + server.uri() + " (Ctrl-C to stop)");
        out.flush();
        server.join();
      }
    }
    return 0;
  }
}
