package io.github.emnist.benchmarks.report;

import io.github.emnist.benchmarks.FirstAnswer;
import io.github.emnist.benchmarks.LimitBenchmark;
import io.github.emnist.benchmarks.Machine;
import io.github.emnist.benchmarks.Predictor;
import io.github.emnist.benchmarks.PreprocessPictures;
import io.github.emnist.benchmarks.SyntheticImages;
import io.github.emnist.benchmarks.TrainingThroughput;
import io.github.emnist.benchmarks.report.Contender.Bound;
import io.github.emnist.benchmarks.report.Worker.Pace;
import io.github.emnist.benchmarks.report.Worker.Work;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.io.EmnistWriter;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.export.ExportFormat;
import io.github.emnist.model.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Creates the contenders of each suite of a report, and the files that all of them read. */
final class Suites implements AutoCloseable {
  static final String LIMITS = "limits";
  static final String MACHINE = "this machine";
  static final String OURS = "this library";
  static final String DEFAULTS = OURS + ", default settings";
  static final String START = "start of a process to its 100th answer and its end";
  static final String ONE_IMAGE = "one image a call";
  static final String FED = "training, augmentation on, batch 128";
  static final String PICTURE = "PNG file of 300x260 to answer";
  static final List<String> NAMES =
      List.of(
          LIMITS,
          "reading",
          "growth",
          "augmentation",
          "preprocessing",
          "ink",
          "training",
          "inference",
          "recognition",
          "start");

  private static final String PACKAGE = "io.github.emnist.benchmarks.";
  private static final String PEERS = "benchmarks/src/main/python/peers.py";

  /**
   * The tolerance for steps of one picture that another library computes differently: mean grey and
   * centre.
   */
  private static final double ROUGHLY = 0.1;

  /** The tolerance for the mean loss of a few steps without dropout, in nats. */
  private static final double LOSS = 0.01;

  private static final int CSV_IMAGES = 11_280;
  private static final int BLOCK = 1_000;
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
  private static final int[] CALLERS = {1, 2, 8};

  /** The numbers of threads of an engine: one, and all of the machine. */
  private static final int[] THREADS = IntStream.of(1, PROCESSORS).distinct().toArray();

  private final boolean quick;
  private final Path model;
  private final ModelBundle bundle;
  private final Optional<Path> data;
  private final Optional<String> python;
  private final Path folder;
  private final List<Contender> contenders = new ArrayList<>();
  private final Map<String, Boolean> found = new LinkedHashMap<>();
  private List<String> warnings = List.of();

  private Suites(
      boolean quick, ModelBundle bundle, Optional<Path> data, Optional<String> python, Path folder)
      throws IOException {
    this.quick = quick;
    this.data = data;
    this.python = python;
    this.folder = folder;
    // Exports have no calibration; without it, all give the same probabilities.
    this.bundle =
        new ModelBundle(bundle.metadata().withCalibration(new Calibration(1, 1)), bundle.weights());
    model = folder.resolve("model");
    this.bundle.save(model);
  }

  /**
   * Creates a temporary folder for the files that contenders read.
   *
   * @param model the model bundle; empty for the one in the jar
   * @param data a folder of EMNIST files; empty for synthetic images
   * @param python the interpreter to use; empty to look for one
   */
  static Suites prepare(
      boolean quick, Optional<Path> model, Optional<Path> data, Optional<String> python)
      throws IOException {
    ModelBundle bundle =
        model.isPresent() ? ModelBundle.load(model.get()) : ModelBundle.pretrained();
    return new Suites(quick, bundle, data, python, Files.createTempDirectory("emnist-report"));
  }

  Map<String, String> about() throws IOException, InterruptedException {
    Map<String, String> about = new LinkedHashMap<>(Machine.about());
    about.put("model", bundle.architecture().name());
    about.put("images", data.isPresent() ? "EMNIST Balanced" : "drawn");
    return about;
  }

  /**
   * Plans the contenders, and writes the files that they read.
   *
   * @param wanted names of suites
   * @param left receives a sentence for each contender that cannot run here
   */
  List<Contender> contenders(Collection<String> wanted, List<String> left)
      throws IOException, InterruptedException {
    warnings = left;
    for (String suite : NAMES) {
      if (wanted.contains(suite)) {
        switch (suite) {
          case LIMITS -> limits();
          case "reading" -> reading();
          case "growth" -> growth();
          case "augmentation" -> augmentation();
          case "preprocessing" -> preprocessing();
          case "ink" -> ink();
          case "training" -> training();
          case "inference" -> inference();
          case "recognition" -> recognition();
          default -> start();
        }
      }
    }
    return contenders;
  }

  /**
   * Returns how long a figure is measured: the warm-up is what the slowest of its contenders needs.
   */
  static Pace pace(String suite) {
    return switch (suite) {
      case LIMITS -> new Pace(1, 0.5);
      case "preprocessing" -> new Pace(5, 0.8);
      case "ink" -> new Pace(4, 0.5);
      case "training" -> new Pace(3, 0.8);
      case "recognition" -> new Pace(7, 1); // 5 s of processor time until all is compiled
      case "inference" -> new Pace(2, 0.4);
      default -> new Pace(2, 0.5);
    };
  }

  private void limits() throws IOException {
    double flops = 2e-9 * Math.pow(LimitBenchmark.SIDE, 3);
    int[] counts =
        IntStream.concat(IntStream.of(THREADS), IntStream.of(CALLERS))
            .map(threads -> Math.min(threads, PROCESSORS))
            .distinct()
            .sorted()
            .toArray();
    double copied = 2e-9 * LimitBenchmark.COPIED; // read and written
    for (int threads : counts) {
      List<Work> works = new ArrayList<>();
      for (String precision : List.of("float32", "bfloat16", "int8")) {
        works.add(
            new Work(
                limit(product(precision), threads),
                "GFLOP/s",
                flops,
                1,
                "LimitBenchmark.product",
                Map.of("precision", precision, "threads", "" + threads)));
      }
      enter(java(LIMITS, MACHINE, false, works));
      works = List.of(limit(limit("copy", threads), copied, threads, "copy", ""));
      enter(java(LIMITS, MACHINE, false, works));
    }
    Path images = find(gzip(), "train-images-idx3-ubyte.gz");
    Path plain = find(plain(), "train-images-idx3-ubyte");
    double size = Files.size(plain) / 1e9;
    enter(
        java(
            LIMITS,
            MACHINE,
            false,
            List.of(
                limit("bytes of a file", size, 1, "bytes", plain.toString()),
                limit("gunzip", size, 1, "gunzip", images.toString()))));
  }

  private static String product(String precision) {
    return precision + " product";
  }

  /** Returns the name of a limit at a number of threads, at most one for each processor. */
  static String limit(String name, int threads) {
    return name + ", " + count(Math.min(threads, PROCESSORS));
  }

  private static Bound product(String precision, int threads, double work) {
    return new Bound(product(precision), work, threads);
  }

  private static Bound file(String limit, double size) {
    return new Bound(limit, size, 0);
  }

  private static String count(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private static Work limit(String name, double ops, int threads, String method, String path) {
    return new Work(
        name,
        "GB/s",
        ops,
        threads,
        "LimitBenchmark." + method,
        Map.of("precision", "", "path", path));
  }

  private void reading() throws IOException, InterruptedException {
    String suite = "reading";
    int images = EmnistReader.open(gzip(), EmnistSplit.BALANCED).train().size();
    double size = images * 784e-9;
    List<Work> packed = List.of(read(images, "gzip IDX", "idx", gzip()));
    List<Work> bare = List.of(read(images, "plain IDX", "idx", plain()));
    enter(java(suite, OURS, true, packed).boundBy(file("gunzip", size)));
    python(suite, "NumPy (Python)", "numpy", python(packed, "read.idx"), 0);
    enter(java(suite, OURS, true, bare).boundBy(file("bytes of a file", size)));
    List<Work> few = List.of(read(5 * BLOCK, "gzip IDX", "idx", blocks(5)));
    enter(java(suite, OURS, true, few));
    peer(suite, "Tribuo", "TribuoBenchmark", does(few, "TribuoBenchmark.idx"), 0);
    int rows = Math.min(quick ? CSV_IMAGES / 4 : CSV_IMAGES, images);
    Path csv = folder.resolve("kaggle.csv");
    EmnistWriter.writeCsv(EmnistReader.open(gzip(), EmnistSplit.BALANCED).train().take(rows), csv);
    List<Work> cells = List.of(read(rows, "CSV", "csv", csv));
    enter(java(suite, OURS, true, cells).boundBy(file("bytes of a file", Files.size(csv) / 1e9)));
    enter(java(suite, "FastCSV", false, does(cells, "ReadBenchmark.fastCsv")));
    enter(java(suite, "univocity", false, does(cells, "ReadBenchmark.univocity")));
    enter(java(suite, "Commons CSV", false, does(cells, "ReadBenchmark.commonsCsv")));
    python(suite, "pandas (Python)", "pandas", python(cells, "read.csv"), 0);
  }

  private static Work read(int images, String form, String method, Path path) {
    return new Work(
        String.format(Locale.ROOT, "%,d images, %s", images, form),
        "s",
        1,
        1,
        "ReadBenchmark." + method,
        Map.of("path", path.toString()));
  }

  private void growth() throws IOException {
    for (int blocks = 1; blocks <= (quick ? 100 : 1_000); blocks *= 10) {
      Map<String, String> params = Map.of("path", blocks(blocks).toString());
      int images = blocks * BLOCK;
      String name = "reading " + images + " images";
      Work work = new Work(name, "images/s", images, 1, "ReadBenchmark.idx", params);
      enter(java("growth", OURS, true, List.of(work)));
    }
  }

  private void augmentation() throws InterruptedException, IOException {
    String suite = "augmentation";
    double tolerance = 0.01;
    for (String kind : List.of("standard", "elastic")) {
      List<Work> works = List.of(augment(kind));
      enter(java(suite, OURS, true, works));
      String method = kind.equals("standard") ? "affine" : kind;
      peer(suite, "OpenCV", "OpenCvBenchmark", does(works, "OpenCvBenchmark." + method), tolerance);
      List<Work> python = python(works, "augment.cv2." + method);
      python(suite, "OpenCV (Python)", "numpy,cv2", python, tolerance);
      python = python(works, "augment.scipy." + method);
      python(suite, "SciPy (Python)", "numpy,scipy", python, tolerance);
    }
    for (String kind :
        List.of(
            "light",
            "strong",
            "rotation",
            "keras",
            "bicubic",
            "perspective",
            "affineElastic",
            "grid",
            "randAugment",
            "trivialAugment")) {
      enter(java(suite, OURS, true, List.of(augment(kind))));
    }
  }

  private static Work augment(String pipeline) {
    return new Work(
        pipeline,
        "images/s",
        1, // JMH counts the images
        1,
        "AugmentBenchmark.one",
        Map.of("pipeline", pipeline));
  }

  private void preprocessing() throws IOException, InterruptedException {
    String suite = "preprocessing";
    for (String picture : List.of("drawing", "shadow", "photograph")) {
      List<Work> works =
          List.of(
              new Work(
                  picture, "ms", 1, 1, "PreprocessBenchmark.process", Map.of("picture", picture)));
      enter(java(suite, OURS, true, works));
      // OpenCV's steps do not handle uneven light: their results for the other pictures differ.
      if (picture.equals("drawing")) {
        String opencv = "OpenCvPreprocessBenchmark.process";
        peer(suite, "OpenCV", "OpenCvPreprocessBenchmark", does(works, opencv), ROUGHLY);
        python(suite, "OpenCV (Python)", "numpy,cv2", python(works, "preprocess"), ROUGHLY);
      }
    }
  }

  private void ink() {
    List<Work> works = new ArrayList<>();
    for (String points : List.of("40", "400", "100000")) {
      works.add(
          new Work(
              points + " points",
              "us",
              1,
              1,
              "InkBenchmark.toImage",
              Map.of("points", points, "pen", "1")));
    }
    enter(java("ink", OURS, true, works));
  }

  private void training() throws IOException, InterruptedException {
    String suite = "training";
    CnnArchitecture network = CnnArchitecture.emnistCnn();
    // The forward pass, and twice as much for the backward pass, without the picture's own
    // gradient.
    double work = 2e-9 * (3 * network.multiplyAdds() - network.layers().get(0).multiplyAdds());
    Map<String, String> params =
        Map.of("steps", quick ? "8" : "20", "precision", "FLOAT32", "threads", "" + PROCESSORS);
    List<Work> fed = List.of(new Work(FED, "images/s", 1, 1, "", params));
    enter(
        program(suite, OURS, true, TrainingThroughput.class.getName(), fed)
            .boundBy(product("float32", PROCESSORS, work)));
    String who = "DJL + PyTorch";
    if (has(suite, who, "DjlTraining")) {
      String threads = djlThreads(PROCESSORS);
      enter(
          inAvx2(
              program(suite, who, false, PACKAGE + "DjlTraining", fed, threads).tolerating(LOSS)));
    }
    python(suite, "PyTorch (Python)", "numpy,torch", pythonTraining(fed), LOSS);
    for (String precision : List.of("float32", "bfloat16")) {
      List<Work> works = new ArrayList<>();
      for (int batch : new int[] {32, 64, 128, 256, 512}) {
        works.add(
            new Work(
                "step, batch " + batch,
                "images/s",
                batch,
                1,
                "TrainingStepBenchmark.step",
                Map.of("batch", "" + batch, "precision", precision)));
      }
      enter(
          java(suite, OURS + ", " + precision, true, works)
              .boundBy(product(precision, PROCESSORS, work)));
    }
  }

  private List<Work> pythonTraining(List<Work> fed) throws IOException, InterruptedException {
    CnnArchitecture network = CnnArchitecture.emnistCnn();
    Path initial = folder.resolve("initial.safetensors");
    ExportFormat.SAFETENSORS.write(
        new ModelBundle(
            ModelMetadata.of(network, EmnistSplit.BALANCED.labelMap()),
            Weights.initialize(network, TrainingThroughput.SEED)),
        initial);
    Path batches = folder.resolve("batches.bin");
    TrainingThroughput.writeBatches(batches, Integer.parseInt(fed.get(0).params().get("steps")));
    Map<String, String> params = new LinkedHashMap<>(fed.get(0).params());
    params.put("model", initial.toString());
    params.put("batches", batches.toString());
    params.put("compared", "" + TrainingThroughput.COMPARED);
    return List.of(new Work(FED, "images/s", 1, 1, "train", params));
  }

  private void inference() throws IOException, InterruptedException {
    String suite = "inference";
    double work = 2e-9 * bundle.architecture().multiplyAdds();
    Path onnx = folder.resolve("model.onnx");
    ExportFormat.ONNX.write(bundle, onnx);
    Path safetensors = folder.resolve("model.safetensors");
    ExportFormat.SAFETENSORS.write(bundle, safetensors);
    Optional<Path> integers = integers();
    for (int threads : THREADS) {
      enter(
          predictor("Java float32", "java", model, threads)
              .boundBy(product("float32", threads, work)));
      for (String precision : List.of("float32", "bfloat16", "int8")) {
        enter(
            predictor("TensorFlow " + precision, "tensorflow-" + precision, model, threads)
                .tolerating(tolerance(precision))
                .boundBy(product(precision, threads, work)));
      }
      if (has(suite, "ONNX Runtime", "OnnxPredictor")) {
        enter(predictor("ONNX Runtime float32", "onnx", onnx, threads));
        if (integers.isPresent()) {
          enter(
              predictor("ONNX Runtime int8", "onnx", integers.get(), threads)
                  .tolerating(tolerance("int8")));
        }
      }
      if (has(suite, "DJL + PyTorch", "DjlPredictor")) {
        enter(inAvx2(predictor("DJL + PyTorch float32", "djl", model, threads)));
      }
      List<Work> python =
          works("torch", safetensors, threads).stream().filter(w -> w.threads() == 1).toList();
      String who = "PyTorch (Python) float32, " + count(threads);
      python(suite, who, "numpy,torch", python(python, "answer"), 1e-4);
    }
    List<Work> single = works("defaults", model, 1).subList(0, 1);
    enter(java(suite, DEFAULTS, true, single).tolerating(tolerance("default")));
  }

  /**
   * Keeps PyTorch 2.7.1's oneDNN to AVX2 on AMD processors: with AVX-512, its convolutions of a
   * batch were wrong there by a tenth of the largest value; docs/decisions/0084.
   */
  private static Contender inAvx2(Contender contender) throws IOException, InterruptedException {
    if (!Machine.about().get("machine").startsWith("AMD")) {
      return contender;
    }
    List<String> command = new ArrayList<>(List.of("env", "ONEDNN_MAX_CPU_ISA=AVX2"));
    command.addAll(contender.command());
    return contender.by(command);
  }

  /** Exports the model in 8-bit integers for ONNX Runtime, if this build can. */
  private Optional<Path> integers() throws IOException {
    for (ExportFormat format : ExportFormat.values()) {
      if (format.id().equals("onnx-int8")) {
        Path path = folder.resolve("model-int8.onnx");
        format.write(bundle, path);
        return Optional.of(path);
      }
    }
    warnings.add("inference, ONNX Runtime int8: left out, this build has no export onnx-int8");
    return Optional.empty();
  }

  /**
   * Returns the tolerance for the probabilities of a rounded network, on synthetic characters, of
   * which some are ambiguous.
   */
  private static double tolerance(String precision) {
    return switch (precision) {
      case "float32" -> 1e-4;
      case "bfloat16" -> 0.1;
      default -> 0.25;
    };
  }

  private Contender predictor(String who, String engine, Path file, int threads) {
    boolean ours = !engine.equals("onnx") && !engine.equals("djl");
    String name = (ours ? OURS + ", " : "") + who + ", " + count(threads);
    List<Work> works = works(engine, file, threads);
    return program("inference", name, ours, Worker.class.getName(), works, djlThreads(threads))
        .tolerating(tolerance("float32"));
  }

  private static String djlThreads(int threads) {
    return "-Dai.djl.pytorch.num_threads=" + threads;
  }

  /**
   * Returns the works of an engine: several callers if a call uses one processor, batches of all
   * sizes if it may use all.
   */
  private List<Work> works(String engine, Path file, int threads) {
    Map<String, String> params =
        Map.of("engine", engine, "model", file.toString(), "threads", "" + threads, "batch", "1");
    List<Work> works = new ArrayList<>();
    String one = "InferenceBenchmark.one";
    works.add(new Work(ONE_IMAGE, "us", 1, 1, one, params));
    for (int callers : CALLERS) {
      if (threads == 1 && callers > 1) {
        works.add(new Work(callers + " callers", "images/s", 1, callers, one, params));
      }
    }
    boolean all = threads == PROCESSORS && !quick;
    for (int batch : all ? new int[] {8, 64, 512, 1_024} : new int[] {512}) {
      Map<String, String> its = new LinkedHashMap<>(params);
      its.put("batch", "" + batch);
      works.add(
          new Work(
              batch + " images a call", "images/s", batch, 1, "InferenceBenchmark.batch", its));
    }
    return works;
  }

  private void recognition() throws IOException {
    String suite = "recognition";
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    PreprocessPictures.write(pictures);
    Map<String, String> common = Map.of("model", model.toString(), "folder", pictures.toString());
    for (String[] work :
        new String[][] {
          {PICTURE, "picture"}, {"a line of handwriting to text", "line"}, {"model load", "load"}
        }) {
      for (String engine : List.of("java", "tensorflow")) {
        Map<String, String> params = new LinkedHashMap<>(common);
        params.put("engine", engine);
        enter(
            java(
                    suite,
                    OURS + (engine.equals("java") ? ", Java" : ", TensorFlow"),
                    true,
                    List.of(new Work(work[0], "ms", 1, 1, "RecogniseBenchmark." + work[1], params)))
                .tolerating(work[1].equals("picture") ? 0.05 : 0));
      }
      if (work[1].equals("picture") && has(suite, "OpenCV + ONNX Runtime", "OnnxPredictor")) {
        Path onnx = folder.resolve("model.onnx");
        ExportFormat.ONNX.write(bundle, onnx);
        Map<String, String> params =
            Map.of("model", onnx.toString(), "folder", pictures.toString(), "picture", "drawing");
        Work peer = new Work(work[0], "ms", 1, 1, "OpenCvPreprocessBenchmark.answer", params);
        enter(java(suite, "OpenCV + ONNX Runtime", false, List.of(peer)).tolerating(0.25));
      }
    }
  }

  private void start() throws IOException, InterruptedException {
    String suite = "start";
    Path onnx = folder.resolve("model.onnx");
    ExportFormat.ONNX.write(bundle, onnx);
    Path safetensors = folder.resolve("model.safetensors");
    ExportFormat.SAFETENSORS.write(bundle, safetensors);
    String[] none = {};
    String[] light = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"};
    for (String[] options : List.of(none, light)) {
      String how = options.length == 0 ? "" : ", C1 and 64 MiB of heap";
      enter(starting(OURS + ", Java" + how, "java", model, options));
      enter(starting(OURS + ", TensorFlow" + how, "tensorflow-float32", model, options));
      if (has(suite, "ONNX Runtime", "OnnxPredictor")) {
        enter(starting("ONNX Runtime" + how, "onnx", onnx, options));
        enter(inAvx2(starting("DJL + PyTorch" + how, "djl", model, options)));
      }
    }
    Work work = new Work("memory", "MiB", 1, 1, "start", Map.of("model", safetensors.toString()));
    python(suite, "PyTorch (Python)", "numpy,torch", List.of(work), 1e-4)
        .ifPresent(e -> contenders.set(contenders.size() - 1, e.timedOutside(START)));
  }

  private Contender starting(String who, String engine, Path file, String... options) {
    boolean ours = who.startsWith(OURS);
    Map<String, String> params = Map.of("engine", engine, "model", file.toString());
    List<Work> works = List.of(new Work("memory", "MiB", 1, 1, "", params));
    List<String> command = new ArrayList<>(List.of(javaProgram()));
    command.addAll(List.of(options));
    command.add("-Dai.djl.offline=true");
    command.add(djlThreads(1));
    command.add(FirstAnswer.class.getName());
    return Contender.of("start", who, ours, command, works).tolerating(1e-4).timedOutside(START);
  }

  private void enter(Contender contender) {
    contenders.add(contender);
  }

  private static Contender java(String suite, String who, boolean ours, List<Work> works) {
    return program(suite, who, ours, Worker.class.getName(), works);
  }

  private static Contender program(
      String suite, String who, boolean ours, String main, List<Work> works, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                javaProgram(),
                "-Xms1g",
                "-Xmx3g",
                "-Djmh.ignoreLock=true",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true"));
    command.addAll(List.of(options));
    command.add(main);
    return Contender.of(suite, who, ours, command, works);
  }

  private static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void peer(String suite, String who, String type, List<Work> works, double tolerance) {
    if (has(suite, who, type)) {
      enter(java(suite, who, false, works).tolerating(tolerance));
    }
  }

  /**
   * Returns whether a class of src/peers is on the class path; if not, reports the contender as
   * left out.
   */
  private boolean has(String suite, String who, String type) {
    try {
      Class.forName(PACKAGE + type, false, Suites.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      leaveOut(suite, who, "not on the class path: build with -Ppeers");
      return false;
    }
  }

  private void leaveOut(String suite, String who, String why) {
    String sentence = suite + ", " + who + ": left out, " + why;
    if (!warnings.contains(sentence)) {
      warnings.add(sentence);
    }
  }

  /** Returns the same works for another benchmark. */
  private static List<Work> does(List<Work> works, String benchmark) {
    return works.stream()
        .map(
            w ->
                new Work(
                    w.name(),
                    w.unit(),
                    w.ops(),
                    w.threads(),
                    benchmark,
                    benchmark.startsWith("OpenCvBenchmark") ? Map.of() : w.params()))
        .toList();
  }

  /**
   * Returns the same works for peers.py, with the drawn images and pictures added to their
   * parameters.
   */
  private List<Work> python(List<Work> works, String does) throws IOException {
    Path images = folder.resolve("images.bin");
    if (Files.notExists(images)) {
      Files.write(images, SyntheticImages.draw());
      PreprocessPictures.write(Files.createDirectories(folder.resolve("pictures")));
    }
    return works.stream()
        .map(
            w -> {
              Map<String, String> params = new LinkedHashMap<>(w.params());
              params.put("images", images.toString());
              params.put("folder", folder.resolve("pictures").toString());
              return new Work(w.name(), w.unit(), w.ops(), w.threads(), does, params);
            })
        .toList();
  }

  private Optional<Contender> python(
      String suite, String who, String modules, List<Work> works, double tolerance)
      throws IOException, InterruptedException {
    Path script = Path.of(PEERS);
    if (Files.notExists(script)) {
      leaveOut(suite, who, PEERS + " is not there: run it in the repository's folder");
      return Optional.empty();
    }
    for (String candidate :
        python.map(List::of).orElseGet(() -> List.of("python3", "/usr/bin/python3"))) {
      if (imports(candidate, modules)) {
        Contender contender =
            Contender.of(suite, who, false, List.of(candidate, script.toString()), works)
                .tolerating(tolerance);
        enter(contender);
        return Optional.of(contender);
      }
    }
    leaveOut(suite, who, "no Python with " + modules + " is installed");
    return Optional.empty();
  }

  private boolean imports(String interpreter, String modules) throws InterruptedException {
    String asked = interpreter + " " + modules;
    if (!found.containsKey(asked)) {
      String program =
          "import importlib.util as u; assert all(map(u.find_spec, '%s'.split(',')))"
              .formatted(modules);
      try {
        found.put(
            asked,
            new ProcessBuilder(interpreter, "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor()
                == 0);
      } catch (IOException e) {
        found.put(asked, false); // no such program
      }
    }
    return found.get(asked);
  }

  /** Returns a folder of the training partition, gzip. */
  private Path gzip() throws IOException {
    if (data.isPresent()) {
      return data.get();
    }
    Path drawn = folder.resolve("gzip");
    if (Files.notExists(drawn)) {
      EmnistWriter.write(
          SyntheticEmnist.balanced().withImagesPerClass(quick ? 300 : 2_400, 1), drawn);
    }
    return drawn;
  }

  /** Returns a folder of the same files, unpacked. */
  private Path plain() throws IOException {
    Path unpacked = folder.resolve("plain");
    if (Files.notExists(unpacked)) {
      Files.createDirectories(unpacked);
      for (String end : List.of("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")) {
        Path file = find(gzip(), end);
        String name = file.getFileName().toString();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          Files.copy(in, unpacked.resolve(name.substring(0, name.length() - ".gz".length())));
        }
      }
    }
    return unpacked;
  }

  private static Path find(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(end))
          .findFirst()
          .orElseThrow(() -> new IOException(folder + " has no *" + end));
    }
  }

  /** Returns a folder with {@code count} thousand images, gzip: the same thousand repeated. */
  private Path blocks(int count) throws IOException {
    Path made = folder.resolve("blocks-" + count);
    if (Files.notExists(made)) {
      Files.createDirectories(made);
      EmnistDataset drawn = SyntheticEmnist.balanced().withImagesPerClass(1, 22).test();
      byte[] pixels = new byte[BLOCK * Predictor.LENGTH];
      byte[] labels = new byte[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        drawn.copyImage(i, pixels, i * Predictor.LENGTH);
        labels[i] = (byte) drawn.label(i);
      }
      int images = count * BLOCK;
      writeBlocks(
          made.resolve("emnist-balanced-train-images-idx3-ubyte.gz"),
          pixels,
          count,
          0x803,
          images,
          28,
          28);
      writeBlocks(
          made.resolve("emnist-balanced-train-labels-idx1-ubyte.gz"), labels, count, 0x801, images);
    }
    return made;
  }

  /**
   * Writes the header and the blocks. Each block is a gzip member of its own, which is packed once.
   */
  private static void writeBlocks(Path file, byte[] block, int count, int... header)
      throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES * header.length);
    Arrays.stream(header).forEach(numbers::putInt);
    byte[] packed = pack(block);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(pack(numbers.array()));
      for (int i = 0; i < count; i++) {
        out.write(packed);
      }
    }
  }

  private static byte[] pack(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.deleteFolder(folder);
  }
}
