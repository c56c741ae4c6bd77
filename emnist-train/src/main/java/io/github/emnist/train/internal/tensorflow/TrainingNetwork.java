package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.internal.tensorflow.GraphBuilder;
import io.github.emnist.model.internal.tensorflow.GraphOps;
import io.github.emnist.model.internal.tensorflow.Network;
import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.model.internal.tensorflow.NetworkVariables;
import io.github.emnist.model.internal.tensorflow.PlatformThreads;
import io.github.emnist.model.internal.tensorflow.TensorFlowRuntime;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.internal.tensorflow.BatchFeed.FedTensor;
import io.github.emnist.train.internal.tensorflow.BatchFeed.RepeatedRun;
import io.github.emnist.train.internal.tensorflow.Objective.TargetInputs;
import io.github.emnist.train.internal.tensorflow.RuntimeChoice.PrecisionTimes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.LongDataBuffer;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** A network on TensorFlow that can be trained and validated. Not thread-safe. */
public final class TrainingNetwork implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final Network network;
  private final BatchFeed trainingBatch;
  private final BatchFeed evaluationBatch;
  private final FedTensor<TInt64, LongDataBuffer> seedAndStep;
  private final FedTensor<TFloat32, FloatDataBuffer> learningRate;
  private final OptimizerStep optimizer;
  private final TrainingState state;
  private final RepeatedRun stepping;
  private final RepeatedRun evaluating;
  private final RuntimeChoice runtime;
  private final long seed;
  private final Set<String> called = new HashSet<>();

  private TrainingNetwork(
      Graph graph,
      CnnArchitecture architecture,
      TrainingConfig config,
      float[] classWeights,
      RuntimeChoice runtime) {
    this.graph = graph;
    this.runtime = runtime;
    this.seed = config.seed();
    FrozenLayers frozen = FrozenLayers.of(architecture, config.frozenLayers());
    boolean averaged = config.averaging().isPresent();
    this.network =
        new GraphBuilder(architecture)
            .build(graph, frozen.layers(), averaged, runtime.options().precision());
    Ops tf = GraphOps.of(graph);
    boolean mixes = config.mix().isPresent();
    TargetInputs targets = TargetInputs.create(tf);
    Objective training =
        Objective.of(
            tf,
            targets.training(tf, mixes, classWeights),
            network.trainingLogits(),
            config.labelSmoothing());
    Objective evaluation =
        Objective.of(
            tf, targets.evaluation(tf, architecture.classes()), network.evaluationLogits(), 0);
    this.optimizer = new OptimizerStep(tf, config, frozen, network, training.loss());
    this.state =
        new TrainingState()
            .with("weights", network.variables())
            .with("optimizer", optimizer.slots());
    if (averaged) {
      state.with("average", network.evaluated());
    }
    this.trainingBatch = new BatchFeed(network, targets, mixes);
    this.evaluationBatch = new BatchFeed(network, targets, false);
    this.seedAndStep = FedTensor.int64(network.seedAndStep());
    this.learningRate = FedTensor.scalar(optimizer.learningRate());
    this.session = TensorFlowRuntime.open(graph, runtime.options());
    this.stepping =
        new RepeatedRun(
            session,
            runner -> {
              trainingBatch.feed(runner);
              seedAndStep.feed(runner);
              learningRate.feed(runner);
              training.fetch(runner.addTarget(optimizer.step()));
            });
    this.evaluating =
        new RepeatedRun(
            session,
            runner -> {
              evaluationBatch.feed(runner);
              evaluation.fetch(runner);
            });
  }

  /**
   * Builds the network with its optimizer. With {@code Precision.AUTO} it may first measure both
   * precisions on temporary networks.
   *
   * @param initial the initial weights
   * @param config optimizer, clipping, averaging, frozen layers, mixing, label smoothing,
   *     precision, determinism and seed are used
   * @param classWeights the weight of each class in the training loss
   * @throws IllegalArgumentException if the weights or the number of class weights do not fit the
   *     architecture, a frozen layer is unknown, no layer is left to train, or Muon has no hidden
   *     kernel to update
   */
  public static TrainingNetwork create(
      CnnArchitecture architecture, Weights initial, TrainingConfig config, float[] classWeights) {
    if (classWeights.length != architecture.classes()) {
      throw Messages.illegal(
          "found %d class weights for a network with %d classes",
          classWeights.length, architecture.classes());
    }
    return PlatformThreads.call(
        () ->
            TensorFlowRuntime.quietly(
                () -> createHere(architecture, initial, config, classWeights)));
  }

  private static TrainingNetwork createHere(
      CnnArchitecture architecture, Weights initial, TrainingConfig config, float[] classWeights) {
    RuntimeChoice runtime =
        RuntimeChoice.of(
            config,
            CpuFeatures.ofThisMachine(),
            () ->
                PrecisionTimes.measure(
                    architecture, initial, config, classWeights, System::nanoTime));
    Graph graph = TensorFlowRuntime.newGraph();
    try {
      TrainingNetwork created =
          new TrainingNetwork(graph, architecture, config, classWeights, runtime);
      try {
        created.network.assign(created.session, initial);
        created.optimizer.reset(created.session);
        return created;
      } catch (RuntimeException | Error e) {
        created.session.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      TensorFlowRuntime.close(graph);
      throw e;
    }
  }

  /** Describes precision and threads for people. */
  public String settings() {
    return runtime.description();
  }

  /**
   * Takes one optimizer step.
   *
   * @param batch mixed only if the settings mix
   * @param step 0-based number of the step, which determines dropout masks and averaging
   * @param rate the learning rate
   * @return the batch's plain, unweighted loss and hits, for mixtures against the label with the
   *     largest share; before the update, with dropout on
   * @throws IllegalArgumentException if the batch is mixed and the settings do not mix
   */
  public Score step(TrainingBatch batch, long step, double rate) {
    return first("step", () -> stepHere(batch, step, rate));
  }

  /** Hides what TensorFlow prints at the first call of each kind. */
  private <T> T first(String kind, Supplier<T> call) {
    return PlatformThreads.call(called.add(kind) ? () -> TensorFlowRuntime.quietly(call) : call);
  }

  private Score stepHere(TrainingBatch batch, long step, double rate) {
    trainingBatch.write(batch);
    seedAndStep.rows(2).setLong(seed, 0).setLong(step, 1);
    learningRate.rows(1).setFloat((float) rate, 0);
    return Objective.score(stepping.of(batch.size()), batch.size());
  }

  /**
   * Scores images without dropout, with moving averages in batch normalizations and, if the
   * settings have them, with averaged weights.
   *
   * @param images uint8 {@code [count, height, width, 1]}, upright; may be longer
   * @param classes 0-based labels; may be longer
   * @param count the number of images
   * @return plain loss and hits
   */
  public Score evaluate(byte[] images, byte[] classes, int count) {
    return first(
        "evaluate",
        () -> {
          evaluationBatch.write(images, classes, count);
          return Objective.score(evaluating.of(count), count);
        });
  }

  /** Returns a copy of what {@link #evaluate} uses: the current weights, or their averages. */
  public Weights weights() {
    return first("weights", () -> network.read(session));
  }

  /**
   * Returns a copy of all state: {@code weights/<name>}, {@code optimizer/<name>} and, with
   * averaging, {@code average/<name>}.
   */
  public Weights state() {
    return first("state", () -> state.read(session));
  }

  /**
   * Restores a {@link #state()} of a network with the same architecture and settings.
   *
   * @throws IllegalArgumentException if an array is missing, unknown, of the wrong shape or not
   *     finite; then nothing is changed
   */
  public void restore(Weights saved) {
    first(
        "restore",
        () -> {
          state.restore(session, saved);
          return null;
        });
  }

  @Override
  public void close() {
    PlatformThreads.run(this::closeHere);
  }

  private void closeHere() {
    trainingBatch.close();
    evaluationBatch.close();
    seedAndStep.close();
    learningRate.close();
    session.close();
    TensorFlowRuntime.close(graph);
  }

  /** All variables that training changes. */
  static final class TrainingState {
    private final Map<String, NetworkVariables> groups = new LinkedHashMap<>();

    /** Adds variables, which are named {@code group/name}. */
    TrainingState with(String group, NetworkVariables variables) {
      groups.put(group, variables);
      return this;
    }

    /** Copies all variables. */
    Weights read(Session session) {
      Weights.Builder state = Weights.builder();
      groups.forEach(
          (group, variables) -> {
            Weights values = variables.read(session);
            for (String name : values.names()) {
              state.put(group + "/" + name, values.shape(name), values.values(name));
            }
          });
      return state.build();
    }

    /** Sets all variables, or none if the state does not fit. */
    void restore(Session session, Weights state) {
      List<String> known = new ArrayList<>();
      Map<NetworkVariables, Weights> parts = new LinkedHashMap<>();
      groups.forEach(
          (group, variables) -> {
            Weights.Builder part = Weights.builder();
            for (NetworkVariable variable : variables.all()) {
              Parameter parameter = variable.parameter();
              String name = group + "/" + parameter.name();
              known.add(name);
              part.put(parameter.name(), parameter.shape(), checked(state, name, parameter));
            }
            parts.put(variables, part.build());
          });
      for (String name : state.names()) {
        if (!known.contains(name)) {
          throw Messages.illegal("training state: found %s, which these settings do not use", name);
        }
      }
      parts.forEach((variables, part) -> variables.assign(session, part));
    }

    private static float[] checked(Weights state, String name, Parameter parameter) {
      if (!state.names().contains(name)) {
        throw Messages.illegal(
            "training state: %s is missing, these settings need it with shape %s",
            name, parameter.shape());
      }
      if (!state.shape(name).equals(parameter.shape())) {
        throw Messages.illegal(
            "training state %s: found shape %s, expected %s",
            name, state.shape(name), parameter.shape());
      }
      float[] values = state.values(name);
      for (int i = 0; i < values.length; i++) {
        if (!Float.isFinite(values[i])) {
          throw Messages.illegal(
              "training state %s: found %s at element %d, expected a finite number",
              name, values[i], i);
        }
      }
      return values;
    }
  }
}
