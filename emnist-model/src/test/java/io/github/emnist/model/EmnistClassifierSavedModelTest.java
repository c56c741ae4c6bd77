package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.export.ExportFormat;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmnistClassifierSavedModelTest {
  @TempDir private Path dir;

  @Test
  void anExportedModelAnswersAsTheModelItself() throws Exception {
    ModelBundle model = TestModels.emnistCnn(1);
    ExportFormat.SAVED_MODEL.write(model, dir.resolve("export"));
    List<GrayImage> images = TestModels.images(20, 2);
    BufferedImage drawing = TestModels.drawing(90, 120);
    try (EmnistClassifier own =
            EmnistClassifier.of(
                model, ClassifierOptions.defaults().withPrecision(Precision.FLOAT32));
        EmnistClassifier foreign =
            EmnistClassifier.loadSavedModel(dir.resolve("export"), model.metadata().labelMap())) {
      for (GrayImage image : images) {
        assertThat(foreign.predict(image).probabilities())
            .containsExactly(own.predict(image).probabilities(), within(1e-5f));
      }
      assertThat(foreign.predict(drawing).label()).isEqualTo(own.predict(drawing).label());
      assertThat(foreign.labelMap()).isEqualTo(own.labelMap());
      assertThatThrownBy(foreign::metadata)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the model has no metadata: a SavedModel carries none, a model bundle does");
    }
  }

  @Test
  void aClosedClassifierThrows() throws Exception {
    ModelBundle model = TestModels.emnistCnn(1);
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(model, folder);
    EmnistClassifier foreign = EmnistClassifier.loadSavedModel(folder, model.metadata().labelMap());
    foreign.close();
    foreign.close();
    assertThatThrownBy(() -> foreign.predictRaw(new byte[784]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the classifier is closed");
  }

  @Test
  void labelsOfAnotherModelAreRefused() throws Exception {
    Path folder = dir.resolve("export");
    ExportFormat.SAVED_MODEL.write(TestModels.emnistCnn(1), folder);
    assertThatThrownBy(
            () -> EmnistClassifier.loadSavedModel(folder, LabelMap.ofCharacters("0123456789")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels (10) must be as many as the classes of %s (47)", folder);
  }
}
