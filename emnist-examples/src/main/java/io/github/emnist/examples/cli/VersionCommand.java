package io.github.emnist.examples.cli;

import io.github.emnist.model.TensorFlowNative;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the versions of emnist, TensorFlow and the JDK.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  @Override
  public String[] getVersion() {
    TensorFlowNative.loadQuietly(0);
    String version = EmnistCommand.class.getPackage().getImplementationVersion();
    return new String[] {
      "emnist " + (version == null ? "(not from a jar)" : version),
      "TensorFlow " + TensorFlowNative.version(),
      "JDK " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")",
      "CPU features: " + String.join(" ", TensorFlowNative.cpuFeatures())
    };
  }
}
