package io.github.emnist.examples.cli;

import io.github.emnist.model.TensorFlowNative;
import picocli.CommandLine.IVersionProvider;

/** The versions of what runs. */
final class Versions implements IVersionProvider {
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
