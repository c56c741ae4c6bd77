package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The variables of a graph that are stored and restored together: a network's parameters, or an
 * optimizer's moments. Immutable; as thread-safe as the session given.
 */
public final class NetworkVariables {
  private final Map<String, NetworkVariable> byName;

  private NetworkVariables(Map<String, NetworkVariable> byName) {
    this.byName = byName;
  }

  /**
   * Adds uninitialized variables to a graph.
   *
   * @param tf the operations of the graph
   * @param parameters their names, unique in the graph, and shapes
   * @return the variables in the same order
   */
  public static NetworkVariables create(Ops tf, List<Parameter> parameters) {
    return create(tf, parameters, "");
  }

  /**
   * Adds uninitialized variables to a graph that may hold others for the same parameters.
   *
   * @param tf the operations of the graph
   * @param parameters their names and shapes
   * @param prefix makes the names unique in the graph; here they stay the parameters'
   * @return the variables in the same order
   */
  static NetworkVariables create(Ops tf, List<Parameter> parameters, String prefix) {
    Map<String, NetworkVariable> byName = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      byName.put(parameter.name(), NetworkVariable.create(tf, parameter, prefix));
    }
    return new NetworkVariables(byName);
  }

  /** Returns all variables, in the order of the parameters. */
  public List<NetworkVariable> all() {
    return List.copyOf(byName.values());
  }

  /** Returns the variables that gradient descent changes, in the order of the parameters. */
  public List<NetworkVariable> trainable() {
    return byName.values().stream().filter(v -> v.parameter().trainable()).toList();
  }

  /**
   * Returns the variable of a name.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public NetworkVariable get(String name) {
    NetworkVariable variable = byName.get(name);
    if (variable == null) {
      throw new IllegalArgumentException("no variable " + name);
    }
    return variable;
  }

  /**
   * Sets every variable.
   *
   * @param weights holds an array of each variable's name and shape; it may hold others
   * @throws IllegalArgumentException if one is missing or of another shape
   */
  public void assign(Session session, Weights weights) {
    if (byName.isEmpty()) {
      return;
    }
    List<TFloat32> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      for (NetworkVariable variable : byName.values()) {
        Parameter parameter = variable.parameter();
        if (!weights.shape(parameter.name()).equals(parameter.shape())) {
          throw new IllegalArgumentException(
              "weights %s: found shape %s, the variable has %s"
                  .formatted(parameter.name(), weights.shape(parameter.name()), parameter.shape()));
        }
        TFloat32 tensor = Tensors.float32(parameter.shape(), weights.values(parameter.name()));
        tensors.add(tensor);
        runner.feed(variable.assigned(), tensor).addTarget(variable.assign());
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  /** Returns a copy of every variable, in the order of the parameters. */
  public Weights read(Session session) {
    if (byName.isEmpty()) {
      return Weights.builder().build();
    }
    Session.Runner runner = session.runner();
    byName.values().forEach(variable -> runner.fetch(variable.value()));
    Weights.Builder weights = Weights.builder();
    try (Result result = runner.run()) {
      int i = 0;
      for (NetworkVariable variable : byName.values()) {
        Parameter parameter = variable.parameter();
        weights.put(
            parameter.name(), parameter.shape(), Tensors.values((TFloat32) result.get(i++)));
      }
    }
    return weights.build();
  }
}
