package io.github.emnist.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.ClassifierOptions;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Engine;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.apache.spark.SparkFiles;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class CharacterClassifierModelTest {
  private static final EmnistDataset DATA =
      SyntheticEmnist.balanced().withImagesPerClass(1, 6).test();

  @TempDir private static Path shared;

  private static SparkSession spark;
  private static EmnistClassifier classifier;

  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("test")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.warehouse.dir", shared.resolve("warehouse").toString())
            .config("spark.local.dir", shared.toString())
            .config("spark.sql.extensions", CharacterFunctions.class.getName())
            .getOrCreate();
    classifier = EmnistClassifier.pretrained(ClassifierOptions.defaults().withEngine(Engine.JAVA));
  }

  @AfterAll
  static void stop() {
    classifier.close();
    spark.stop();
  }

  private static CharacterClassifierModel model() {
    return new CharacterClassifierModel().setEngine("java");
  }

  /** Images in several partitions, with the column {@code id} of their order. */
  private static Dataset<Row> images(DataType type, List<?> images) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      rows.add(RowFactory.create((long) i, images.get(i)));
    }
    return spark
        .createDataFrame(
            rows, new StructType().add("id", DataTypes.LongType, false).add("image", type))
        .repartition(3, col("id"));
  }

  private static List<Row> recognised(CharacterClassifierModel model, Dataset<Row> images) {
    return inOrder(model.transform(images));
  }

  /** The predictions in the order of their images. Spark's own sorting computes its input twice. */
  private static List<Row> inOrder(Dataset<Row> recognised) {
    return recognised.select("id", "prediction").collectAsList().stream()
        .sorted(Comparator.comparing(row -> row.getLong(0)))
        .map(row -> row.getStruct(1))
        .toList();
  }

  private static List<GrayImage> images() {
    return IntStream.range(0, DATA.size()).mapToObj(DATA::image).toList();
  }

  private static List<byte[]> pixels() {
    return images().stream().map(GrayImage::toBytes).toList();
  }

  private static void check(List<Row> rows, List<Prediction> expected, int topK) {
    assertThat(rows.stream().map(TestImages::fields))
        .isEqualTo(expected.stream().map(own -> TestImages.fields(own, topK)).toList());
  }

  @Test
  void rawPixelsAreRecognisedAsByTheClassifier() {
    List<Prediction> expected = classifier.predictAll(images());

    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    check(recognised(model(), images), expected, 3);
    check(recognised(model().setTopK(5).setBatchSize(7), images), expected, 5);
    check(recognised(model().setTopK(100).setBatchSize(1), images), expected, 47);

    Dataset<Row> named = model().setOutputCol("answer").transform(images);
    assertThat(named.columns()).containsExactly("id", "image", "answer");
    Row row = named.where("id = 0").first();
    assertThat(row.<byte[]>getAs("image")).isEqualTo(pixels().get(0));
    // All tasks of this JVM have shared one classifier.
    assertThat(
            Recognition.CLASSIFIERS.keySet().stream()
                .filter(key -> key.model().isEmpty() && key.engine() == Engine.JAVA))
        .hasSize(1);
  }

  @Test
  void tensorFlowAnswersToo() {
    try (EmnistClassifier tensorFlow =
        EmnistClassifier.pretrained(ClassifierOptions.defaults().withEngine(Engine.TENSORFLOW))) {
      List<Row> rows =
          recognised(
              model().setEngine("tensorflow").setTopK(1), images(DataTypes.BinaryType, pixels()));
      List<Prediction> expected = tensorFlow.predictAll(images());
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).getString(0)).isEqualTo(expected.get(i).label());
        assertThat(rows.get(i).getDouble(1))
            .isCloseTo(expected.get(i).probability(), within(1e-4)); // in other batches
      }
    }
  }

  @Test
  void encodedPicturesArePreprocessed() throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    List<Prediction> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      BufferedImage picture = TestImages.picture(DATA.image(i), BufferedImage.TYPE_INT_RGB);
      pictures.add(
          TestImages.encoded(picture, List.of("png", "jpg", "bmp", "gif", "tiff").get(i % 5)));
      expected.add(classifier.predict(pictures.get(i)));
    }
    // As long as raw pixels are, and yet a picture.
    byte[] png =
        TestImages.encoded(TestImages.picture(DATA.image(0), BufferedImage.TYPE_INT_RGB), "png");
    pictures.add(lengthened(png, 784));
    expected.add(classifier.predict(png));

    check(recognised(model(), images(DataTypes.BinaryType, pictures)), expected, 3);
  }

  /** A PNG with a comment behind its header, 25 bytes after the signature's 8. */
  private static byte[] lengthened(byte[] png, int length) {
    byte[] comment = new byte[length - png.length - 8]; // and the type, which the sum is of too
    byte[] text = "tEXta\0".getBytes(StandardCharsets.ISO_8859_1);
    Arrays.fill(comment, (byte) 'x');
    System.arraycopy(text, 0, comment, 0, text.length);
    CRC32 sum = new CRC32();
    sum.update(comment);
    return ByteBuffer.allocate(length)
        .put(png, 0, 33)
        .putInt(comment.length - 4)
        .put(comment)
        .putInt((int) sum.getValue())
        .put(png, 33, png.length - 33)
        .array();
  }

  @Test
  void sparksImagesAreRecognisedAsTheirFiles() throws IOException {
    int[] types = {
      BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR
    };
    List<Prediction> expected = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Path file = dir.resolve("%02d.png".formatted(i));
      ImageIO.write(TestImages.picture(DATA.image(i), types[i % 3]), "png", file.toFile());
      expected.add(classifier.predict(file));
    }

    Dataset<Row> images = spark.read().format("image").load(dir.toString());
    assertThat(images.select("image.mode").distinct().count()).isEqualTo(3);
    List<Row> rows =
        model().transform(images).select("image.origin", "prediction").collectAsList().stream()
            .sorted(Comparator.comparing(row -> row.getString(0)))
            .map(row -> row.getStruct(1))
            .toList();
    check(rows, expected, 3);
  }

  @Test
  void inkIsDrawn() {
    List<Ink> inks =
        List.of(
            Ink.builder().stroke(0, 0, 0, 40).build(),
            Ink.builder().stroke(0, 0, 30, 0, 10, 40).build());

    List<Row> rows =
        recognised(model(), images(DataTypes.StringType, inks.stream().map(Ink::toJson).toList()));

    check(rows, inks.stream().map(classifier::predict).toList(), 3);
  }

  @Test
  void whatCannotBeReadHasAnErrorAndIsCounted() {
    long before = CharacterClassifierModel.failures(spark);
    List<byte[]> bad = new ArrayList<>(pixels().subList(0, 3));
    bad.add(1, null);
    bad.add(new byte[783]);
    bad.add(new byte[0]);

    List<Row> rows = recognised(model(), images(DataTypes.BinaryType, bad));

    assertThat(rows.stream().map(row -> row.isNullAt(3)))
        .containsExactly(true, false, true, true, false, false);
    assertThat(rows.get(1)).isEqualTo(RowFactory.create(null, null, null, "the image is null"));
    assertThat(rows.get(4).getString(3)).contains("expected");
    assertThat(rows.get(5).getString(3)).isNotEmpty();
    assertThat(CharacterClassifierModel.failures(spark) - before).isEqualTo(3);

    List<Row> ink = recognised(model(), images(DataTypes.StringType, List.of("{", "[[1]]", "")));
    assertThat(ink).allMatch(row -> row.isNullAt(0) && !row.getString(3).isEmpty());

    StructType image =
        new StructType()
            .add("height", DataTypes.IntegerType)
            .add("width", DataTypes.IntegerType)
            .add("mode", DataTypes.IntegerType)
            .add("data", DataTypes.BinaryType);
    List<Row> structs =
        recognised(
            model(),
            images(
                image,
                List.of(
                    RowFactory.create(-1, -1, -1, new byte[0]),
                    RowFactory.create(2, 2, 16, new byte[11]),
                    RowFactory.create(1 << 16, 1 << 16, 0, new byte[0]),
                    RowFactory.create(2, null, 16, new byte[12]))));
    assertThat(structs).allMatch(row -> row.isNullAt(0) && !row.isNullAt(3));
    assertThat(structs.get(1).getString(3))
        .isEqualTo(
            "image: found 2 x 2 pixels of mode 16 in 11 bytes, expected mode 0 (CV_8UC1), 16"
                + " (CV_8UC3) or 24 (CV_8UC4) with 1, 3 or 4 bytes for each pixel");
    assertThat(structs.get(3).getString(3)).isEqualTo("image: its width is null");
    assertThat(CharacterClassifierModel.failures(spark) - before).isEqualTo(10);
  }

  @Test
  void aBlankImageHasNoLabelAndNoError() {
    List<Row> rows = recognised(model(), images(DataTypes.BinaryType, List.of(new byte[784])));

    assertThat(rows.get(0).isNullAt(0)).isTrue();
    assertThat(rows.get(0).getDouble(1)).isZero();
    assertThat(rows.get(0).getList(2)).isEmpty();
    assertThat(rows.get(0).isNullAt(3)).isTrue();
  }

  @Test
  void aPartitionIsReadNoFurtherThanABatch() {
    Recognition recognition = model().setBatchSize(10).recognition(spark);
    List<byte[]> pixels = pixels();
    int[] read = {0};
    Iterator<Row> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Row next() {
            return RowFactory.create(read[0], pixels.get(read[0]++ % pixels.size()));
          }
        };

    Iterator<Row> answers = recognition.recognise(endless, 1);
    assertThat(answers.hasNext()).isTrue();
    assertThat(read[0]).isZero();
    for (int i = 0; i < 25; i++) {
      assertThat(answers.next().getInt(0)).isEqualTo(i);
      assertThat(read[0]).isEqualTo(i / 10 * 10 + 10);
    }
  }

  @Test
  void onlySomeCharactersCanBeTheAnswer() {
    EmnistClassifier digits =
        classifier.with(PredictionOptions.standard().withOnly(CharacterSet.digits()));
    Dataset<Row> images = images(DataTypes.BinaryType, pixels());

    check(recognised(model().setCharacters("digits"), images), digits.predictAll(images()), 3);
    assertThat(recognised(model().setCharacters("AB"), images))
        .allMatch(row -> "AB".contains(row.getString(0)));
    assertThatThrownBy(() -> model().setCharacters("A?").transform(images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no class of the model stands for \"?\"");
  }

  @Test
  void parametersAreSavedAndLoaded() throws Exception {
    CharacterClassifierModel model =
        model()
            .setInputCol("in")
            .setOutputCol("out")
            .setModelPath("some.zip")
            .setCharacters("digits")
            .setBatchSize(5)
            .setTopK(2);
    String path = dir.resolve("saved").toString();
    model.save(path);

    CharacterClassifierModel loaded = CharacterClassifierModel.load(path);
    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.explainParams()).isEqualTo(model.explainParams());
    assertThat(loaded.copy(new org.apache.spark.ml.param.ParamMap()).explainParams())
        .isEqualTo(model.explainParams());

    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    String pipeline = dir.resolve("pipeline").toString();
    new Pipeline().setStages(new PipelineStage[] {model()}).fit(images).save(pipeline);
    assertThat(inOrder(PipelineModel.load(pipeline).transform(images)))
        .isEqualTo(recognised(model(), images));
  }

  @Test
  void modelsComeFromAPathOrFromAddedFiles() throws IOException {
    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    List<Row> pretrained = recognised(model(), images);
    Path folder = dir.resolve("model");
    ModelBundle.pretrained().save(folder);
    assertThat(recognised(model().setModelPath(folder.toString()), images)).isEqualTo(pretrained);

    // The same model is loaded once.
    Set<Recognition.Key> loaded = new HashSet<>(Recognition.CLASSIFIERS.keySet());
    recognised(model().setModelPath(folder.toString()), images);
    assertThat(Recognition.CLASSIFIERS.keySet()).isEqualTo(loaded);

    // Another model at the same path is noticed.
    ModelBundle other = untrained();
    deleteTree(folder);
    other.save(folder);
    try (EmnistClassifier expected =
        EmnistClassifier.of(other, ClassifierOptions.defaults().withEngine(Engine.JAVA))) {
      check(
          recognised(model().setModelPath(folder.toString()), images),
          expected.predictAll(images()),
          3);

      Path zip = shared.resolve("added.zip");
      other.save(zip);
      spark.sparkContext().addFile(zip.toString());
      assertThat(SparkFiles.get("added.zip")).isNotEqualTo(zip.toString());
      Files.delete(zip);
      check(
          recognised(model().setModelPath("added.zip"), images), expected.predictAll(images()), 3);
    }
  }

  private static ModelBundle untrained() {
    CnnArchitecture small =
        CnnArchitecture.builder().input(28, 28, 1).flatten().dense(2).softmax().build();
    return new ModelBundle(
        ModelMetadata.of(small, LabelMap.ofCharacters("AB")), Weights.initialize(small, 1));
  }

  private static void deleteTree(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  @Test
  void aMissingOrDamagedModelFailsAtOnce() throws IOException {
    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    assertThatThrownBy(() -> model().setModelPath("nothing.zip").transform(images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "model \"nothing.zip\": found neither such a file among those added to the job nor such a"
                + " path on the driver's machine; give the path of a model folder or ZIP, or the"
                + " name of a ZIP that was added with SparkContext.addFile or spark-submit --files");
    assertThatThrownBy(
            () -> CharacterFunctions.register(spark, model().setModelPath("hdfs://host/no.zip")))
        .hasMessageStartingWith("model \"hdfs://host/no.zip\": found neither");

    Path damaged = Files.writeString(dir.resolve("damaged.zip"), "no model");
    assertThatThrownBy(() -> model().setModelPath(damaged.toString()).transform(images))
        .hasMessageStartingWith("model \"" + damaged + "\": ");
    assertThatThrownBy(() -> model().setModelPath(dir.toString()).transform(images))
        .hasMessageStartingWith("model \"" + dir + "\": ");
  }

  @Test
  void columnsAndParametersAreChecked() {
    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    assertThatThrownBy(() -> model().setInputCol("img").transform(images))
        .hasMessage("inputCol \"img\": found the columns [id, image]; set inputCol to one of them");
    assertThatThrownBy(() -> model().setOutputCol("id").transform(images))
        .hasMessage(
            "outputCol \"id\": there is such a column already; set outputCol to another name");
    assertThatThrownBy(() -> model().setInputCol("id").transform(images))
        .hasMessage(
            "inputCol \"id\": found bigint, expected binary (784 raw pixels or an encoded picture),"
                + " string (pen strokes as JSON) or Spark's image struct");
    assertThatThrownBy(() -> model().setEngine("gpu")).hasMessageContaining("engine");
    assertThatThrownBy(() -> model().setTopK(0)).hasMessageContaining("topK");
    assertThatThrownBy(() -> model().setBatchSize(0)).hasMessageContaining("batchSize");
  }

  @Test
  void streamsAreRecognised() throws Exception {
    Path in = dir.resolve("in");
    images(DataTypes.BinaryType, pixels()).write().parquet(in.toString());
    StreamingQuery query =
        model()
            .transform(
                spark
                    .readStream()
                    .schema(spark.read().parquet(in.toString()).schema())
                    .option("maxFilesPerTrigger", 1)
                    .parquet(in.toString()))
            .writeStream()
            .format("memory")
            .queryName("recognised")
            .option("checkpointLocation", dir.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();

    assertThat(query.recentProgress()).hasSizeGreaterThan(1);
    check(inOrder(spark.table("recognised")), classifier.predictAll(images()), 3);
  }

  @Test
  void theSqlFunctionIsInSessionsWithTheExtension() {
    SparkSession session = spark.newSession();
    List<Row> rows =
        session
            .sql(
                "SELECT recognize_character(image) AS p FROM VALUES (CAST(NULL AS BINARY)), (X'00'),"
                    + " (CAST(repeat('0', 784) AS BINARY)) AS images(image)")
            .select("p.*")
            .collectAsList();

    assertThat(rows.get(0).getString(3)).isEqualTo("the image is null");
    assertThat(rows.get(1).isNullAt(3)).isFalse();
    assertThat(rows.get(2).getString(0))
        .isEqualTo(classifier.predictRaw("0".repeat(784).getBytes(StandardCharsets.UTF_8)).label());
    assertThatThrownBy(() -> session.sql("SELECT recognize_character()"))
        .hasMessageContaining("found 0 arguments, expected 1");
    assertThatThrownBy(() -> session.sql("SELECT recognize_character(1)"))
        .hasMessageContaining("recognize_character: found int, expected binary");
  }

  @Test
  void theSqlFunctionAnswersAsTheTransformer() {
    Dataset<Row> images = images(DataTypes.BinaryType, pixels());
    CharacterClassifierModel digits = model().setCharacters("digits").setTopK(2);
    SparkSession session = spark.newSession();
    CharacterFunctions.register(session, digits);
    session
        .createDataFrame(images.collectAsList(), images.schema())
        .createOrReplaceTempView("images");

    assertThat(
            inOrder(session.sql("SELECT id, recognize_character(image) AS prediction FROM images")))
        .isEqualTo(recognised(digits, images));
  }

  @Test
  void theRegisteredSqlFunctionChecksItsArgument() {
    SparkSession session = spark.newSession();
    CharacterFunctions.register(session, model());
    assertThatThrownBy(() -> session.sql("SELECT recognize_character(id) FROM range(1)"))
        .hasMessageContaining(
            "recognize_character: found bigint, expected binary (784 raw pixels or an encoded"
                + " picture), string (pen strokes as JSON) or Spark's image struct");
    assertThatThrownBy(() -> session.sql("SELECT recognize_character('a', 'b')"))
        .hasMessageContaining("found 2 arguments, expected 1");
  }

  @Test
  void aTaskLooksForItsClassifierOnce() {
    Recognition recognition = model().setCharacters("digits").recognition(spark);
    Row first = recognition.recognise(pixels().get(0));
    Recognition.Key key = new Recognition.Key("", Engine.JAVA);
    EmnistClassifier shared = Recognition.CLASSIFIERS.remove(key);
    try {
      assertThat(recognition.recognise(pixels().get(0)).getDouble(1)).isEqualTo(first.getDouble(1));
      assertThat(Recognition.CLASSIFIERS).doesNotContainKey(key);
    } finally {
      Recognition.CLASSIFIERS.put(key, shared);
    }
  }

  /** Recognises an image, and waits in a shutdown hook for the classifier to be closed. */
  static final class Child {
    public static void main(String[] args) {
      Recognition recognition =
          new Recognition(new Recognition.Settings("", "java", "", 1, 1), new LongAccumulator());
      System.out.println(recognition.recognise(new byte[784]).isNullAt(3));
      EmnistClassifier classifier = Recognition.CLASSIFIERS.values().iterator().next();
      Thread hook =
          new Thread(
              () -> {
                for (int i = 0; i < 3_000; i++) {
                  try {
                    classifier.predictRaw(new byte[784]);
                    Thread.sleep(10);
                  } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                    return;
                  } catch (InterruptedException e) {
                    return;
                  }
                }
              });
      Runtime.getRuntime().addShutdownHook(hook);
    }
  }

  @Test
  void classifiersAreClosedWhenTheirJvmEnds() throws Exception {
    Process child = StandaloneCluster.java(Child.class.getName(), List.of()).start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(printed).isEqualTo("true%nthe classifier is closed%n".formatted());
    assertThat(child.waitFor()).isZero();
  }

  /** Without TensorFlow, as emnist-lite is. */
  @Test
  void theDependenciesAreThoseOfLite() throws Exception {
    assertThat(Files.exists(Path.of("../emnist-lite/pom.xml"))).isTrue();
    for (String path :
        List.of(
            "//dependency[artifactId='emnist-model']//exclusion/*",
            "//bannedDependencies/includes/include")) {
      List<String> lite = texts("../emnist-lite/pom.xml", path);
      assertThat(lite).isNotEmpty().isEqualTo(texts("pom.xml", path));
    }
  }

  private static List<String> texts(String pom, String path) throws Exception {
    Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  /** What PySpark's JavaTransformer and JavaMLReadable call by reflection. */
  @Test
  void pythonWrappersFindWhatTheyCall() throws Exception {
    Class<CharacterClassifierModel> type = CharacterClassifierModel.class;
    CharacterClassifierModel model = type.getConstructor(String.class).newInstance("some-uid");
    assertThat(model.uid()).isEqualTo("some-uid");
    assertThat(model.params())
        .extracting(Param::name)
        .containsExactly(
            "batchSize", "characters", "engine", "inputCol", "modelPath", "outputCol", "topK");
    for (Param<?> param : model.params()) {
      String name = Character.toUpperCase(param.name().charAt(0)) + param.name().substring(1);
      assertThat(type.getMethod(param.name()).invoke(model)).isSameAs(param);
      assertThat(model.hasDefault(param)).isTrue();
      Object value = type.getMethod("get" + name).invoke(model);
      assertThat(value).isEqualTo(model.getOrDefault(param));
      Class<?> valueType = value instanceof Integer ? int.class : String.class;
      assertThat(type.getMethod("set" + name, valueType).invoke(model, value)).isSameAs(model);
      assertThat(model.isSet(param)).isTrue();
      model.set(model.getParam(param.name()).w(value));
    }
    for (Method method : List.of(type.getMethod("read"), type.getMethod("load", String.class))) {
      assertThat(Modifier.isStatic(method.getModifiers())).isTrue();
    }
  }
}
