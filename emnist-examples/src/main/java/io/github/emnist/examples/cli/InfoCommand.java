package io.github.emnist.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.Partition;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "info", description = "Describes a data set.")
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    EmnistSource source = data.open(spec.commandLine().getErr());
    Map<Partition, PartitionInfo> partitions = new EnumMap<>(Partition.class);
    for (Partition partition : source.partitions()) {
      partitions.put(partition, PartitionInfo.of(source.read(partition)));
    }
    if (json) {
      Json.print(out, toJson(partitions));
    } else {
      print(out, partitions);
    }
    out.flush();
    return 0;
  }

  private static ObjectNode toJson(Map<Partition, PartitionInfo> partitions) {
    PartitionInfo any = partitions.values().iterator().next();
    LabelMap labelMap = any.labelMap;
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("split", any.split);
    labelMap.labels().forEach(document.putArray("classes")::add);
    document.put("labelMapSha256", labelMap.sha256());
    ObjectNode nodes = document.putObject("partitions");
    partitions.forEach(
        (partition, info) -> {
          ObjectNode node = nodes.putObject(partition.id());
          node.put("count", info.count);
          node.put("contentSha256", info.contentSha256);
          Arrays.stream(info.histogram).forEach(node.putArray("histogram")::add);
        });
    return document;
  }

  private static void print(PrintWriter out, Map<Partition, PartitionInfo> partitions) {
    PartitionInfo any = partitions.values().iterator().next();
    LabelMap labelMap = any.labelMap;
    out.printf("split: %s%n", any.split == null ? "none" : any.split);
    out.printf(
        Locale.ROOT, "classes: %d (%s)%n", labelMap.size(), String.join(" ", labelMap.labels()));
    partitions.forEach(
        (partition, info) -> {
          out.printf(Locale.ROOT, "%s: %,d images%n", partition.id(), info.count);
          out.printf("  content SHA-256: %s%n", info.contentSha256);
          for (int label = 0; label < labelMap.size(); label++) {
            out.printf(Locale.ROOT, "  %s %,7d%n", labelMap.label(label), info.histogram[label]);
          }
        });
  }

  /** The facts on a partition, without its images. */
  private record PartitionInfo(
      String split, LabelMap labelMap, int count, String contentSha256, int[] histogram) {
    static PartitionInfo of(EmnistDataset dataset) {
      return new PartitionInfo(
          dataset.split().map(EmnistSplit::id).orElse(null),
          dataset.labelMap(),
          dataset.size(),
          dataset.contentSha256(),
          dataset.classCounts());
    }
  }
}
