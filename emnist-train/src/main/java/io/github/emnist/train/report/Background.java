package io.github.emnist.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.markup.Markup;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Network, settings, data, machine and checksums: what the model remembers of its training. Shows
 * whatever fields it has, by their names, so that none is lost when training learns to tell more.
 */
final class Background {
  private static final Set<String> DATA = Set.of("train", "validation");
  private static final String SETTINGS = "settings";
  private static final Set<String> ELSEWHERE = Set.of("history", "bestEpoch", "curve", "ended");

  /** Settings of which 0 says that there is none, by what a person reads instead. */
  private static final Map<String, String> NONE =
      Map.of(
          "max steps", "no limit",
          "samples per class", "one pass over the data",
          "gradient clip norm", "none",
          "label smoothing", "none");

  private final Page page;
  private final ModelBundle model;
  private final JsonNode training;

  Background(Page page, ModelBundle model, JsonNode training) {
    this.page = page;
    this.model = model;
    this.training = training;
  }

  void write() {
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> data = new LinkedHashMap<>();
    Map<String, String> machine = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : training.properties()) {
      String name = field.getKey();
      if (name.equals(SETTINGS)) {
        flatten("", field.getValue(), settings);
      } else if (DATA.contains(name)) {
        flatten(words(name), field.getValue(), data);
      } else if (!ELSEWHERE.contains(name)) {
        flatten(words(name), field.getValue(), machine);
      }
    }
    data.put("model weights SHA-256", model.weightsSha256());
    data.put("labels SHA-256", model.metadata().labelMap().sha256());
    data.put("preprocessing", model.metadata().preprocessing());
    writeSettings(settings, machine);
    Markup out = page.section("Data and checksums");
    pairs(out, data);
    out.leaf("h3", "Classes");
    out.leaf("p", String.join(" ", model.metadata().labelMap().labels()), "class", "soft");
    out.close().line();
    out = page.section("Network");
    out.open("div", "class", "scroll").leaf("pre", model.architecture().summary()).close();
    out.close().line();
  }

  private void writeSettings(Map<String, String> settings, Map<String, String> machine) {
    if (settings.isEmpty() && machine.isEmpty()) {
      return;
    }
    Markup out = page.section("Settings and machine");
    out.open("div", "class", "two").open("div").leaf("h3", "Settings");
    pairs(out, settings);
    out.close().open("div").leaf("h3", "Machine and versions");
    pairs(out, machine);
    out.close().close().close().line();
  }

  /** Objects become several entries, lists one. */
  private static void flatten(String name, JsonNode node, Map<String, String> entries) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        flatten((name + " " + words(field.getKey())).strip(), field.getValue(), entries);
      }
    } else if (node.isArray()) {
      StringBuilder list = new StringBuilder();
      for (JsonNode element : node) {
        list.append(list.isEmpty() ? "" : ", ").append(text(element));
      }
      entries.put(name, list.isEmpty() ? "none" : list.toString());
    } else if (node.isNumber() && node.asDouble() == 0 && NONE.containsKey(name)) {
      entries.put(name, NONE.get(name));
    } else {
      entries.put(name, text(node));
    }
  }

  private static String text(JsonNode node) {
    return node.isNull() ? "none" : node.isValueNode() ? node.asText() : node.toString();
  }

  /** {@code batchSize} as {@code batch size}. */
  private static String words(String name) {
    return name.replace("Sha256", " SHA-256")
        .replaceAll("(?<=[a-z])(?=[A-Z][a-z])", " ")
        .replaceAll(" +", " ")
        .strip()
        .transform(Background::lowerCaseButNames);
  }

  private static String lowerCaseButNames(String words) {
    StringBuilder text = new StringBuilder();
    for (String word : words.split(" ")) {
      boolean isName = word.length() > 1 && Character.isUpperCase(word.charAt(1));
      text.append(text.isEmpty() ? "" : " ").append(isName ? word : word.toLowerCase(Locale.ROOT));
    }
    return text.toString().replace("tensor flow", "TensorFlow").replace("cpu ", "CPU ");
  }

  private static void pairs(Markup out, Map<String, String> entries) {
    out.open("div", "class", "scroll").open("table", "class", "pairs").open("tbody").line();
    entries.forEach(
        (name, value) ->
            out.open("tr").leaf("th", name, "scope", "row").leaf("td", value).close().line());
    out.close().close().close().line();
  }
}
