package io.github.emnist.model.internal.tensorflow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * Creates the {@link Ops} that every graph here is built with, in place of {@link
 * Ops#create(ExecutionEnvironment)}. TensorFlow's own scope numbers operations of one name with the
 * digits of the default locale, and where these are not ASCII's (ar-EG, fa-IR, mr-IN and others)
 * TensorFlow refuses the names ({@code Const_١}). The scope here gives, in every locale, the names
 * that TensorFlow's gives in English.
 */
public final class GraphOps {
  private GraphOps() {}

  /**
   * Returns the {@link Ops} that add operations to a graph.
   *
   * @param graph empty, or with operations, whose names are then taken
   */
  public static Ops of(Graph graph) {
    Names names = new Names(graph, "", "", new HashMap<>());
    return Ops.create(new Environment(graph, new LocaleFreeScope(graph.baseScope(), names)));
  }

  /**
   * Names of operations.
   *
   * @param prefix of the scope, empty or ending in a slash
   * @param name the name of the next operation, empty for the name of its type
   * @param taken the number of times each name was asked for, shared by all scopes of one {@link
   *     Ops}
   */
  private record Names(Graph graph, String prefix, String name, Map<String, Integer> taken) {
    Names named(String wanted) {
      return new Names(graph, prefix, wanted, taken);
    }

    Names within(String scope) {
      return new Names(graph, prefix + unique(scope) + "/", "", taken);
    }

    /** Returns a name that is not taken yet, without its prefix. */
    String unique(String wanted) {
      String base = name.isEmpty() ? wanted : name;
      String found;
      do {
        int before = taken.merge(prefix + base, 1, Integer::sum) - 1;
        found = before == 0 ? base : base + "_" + before;
      } while (graph.operation(prefix + found) != null);
      return found;
    }
  }

  /** TensorFlow's scope with the names of {@link Names}. */
  private record LocaleFreeScope(Scope scope, Names names) implements Scope {
    private Scope with(UnaryOperator<Scope> change) {
      return new LocaleFreeScope(change.apply(scope), names);
    }

    @Override
    public ExecutionEnvironment env() {
      return scope.env();
    }

    @Override
    public Scope withSubScope(String name) {
      return new LocaleFreeScope(scope, names.within(name));
    }

    @Override
    public Scope withName(String name) {
      return new LocaleFreeScope(scope, names.named(name));
    }

    @Override
    public Scope withNameAsSubScope(String defaultName) {
      return withSubScope(defaultName);
    }

    @Override
    public Scope withDevice(DeviceSpec device) {
      return with(it -> it.withDevice(device));
    }

    @Override
    public Scope withInitScope() {
      return with(Scope::withInitScope);
    }

    @Override
    public Scope withControlDependencyOps(Iterable<Operation> controls) {
      return with(it -> it.withControlDependencyOps(controls));
    }

    @Override
    public String makeOpName(String defaultName) {
      return names.prefix() + names.unique(defaultName);
    }

    @Override
    public String makeUnique(String id) {
      return names.named("").unique(id);
    }

    /** Does nothing: each name is looked up in the graph. */
    @Override
    public void refreshNames() {}

    @Override
    public OperationBuilder apply(OperationBuilder builder) {
      return scope.apply(builder);
    }

    @Override
    public String getDeviceString() {
      return scope.getDeviceString();
    }

    @Override
    public boolean isInit() {
      return scope.isInit();
    }
  }

  /** A graph with another base scope, which is all that {@link Ops} asks it for. */
  private record Environment(Graph graph, Scope baseScope) implements ExecutionEnvironment {
    @Override
    public OperationBuilder opBuilder(String type, String name, Scope scope) {
      return graph.opBuilder(type, name, scope);
    }

    @Override
    public void attachFunction(ConcreteFunction function) {
      graph.attachFunction(function);
    }

    @Override
    public void checkInput(Operation input) {
      graph.checkInput(input);
    }

    @Override
    public Types environmentType() {
      return graph.environmentType();
    }

    @Override
    public boolean isInitializer(Operation operation) {
      return graph.isInitializer(operation);
    }
  }
}
