package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import org.junit.jupiter.api.Test;

/** Random pipelines: any transforms, depth and image size. */
class RandomPipelineTest {
  @Test
  void everyPipelineGivesImagesAndComesBackFromItsJson() {
    CounterRandom random = new CounterRandom(5, 0, 0);
    for (int i = 0; i < 400; i++) {
      RandomTransform[] transforms = new RandomTransform[random.nextInt(5)];
      for (int t = 0; t < transforms.length; t++) {
        transforms[t] = Pipelines.any(random, 3);
      }
      Augmentation pipeline = Augmentation.of(transforms);
      Augmentation read = Pipelines.read(pipeline.toJson());
      assertThat(read).isEqualTo(pipeline).hasSameHashCodeAs(pipeline);
      assertThat(read).hasToString(pipeline.toString());
      assertThat(read.toJson()).isEqualTo(pipeline.toJson());

      int width = 1 + random.nextInt(i % 20 == 0 ? 90 : 33);
      int height = 1 + random.nextInt(i % 20 == 0 ? 90 : 33);
      int length = width * height;
      GrayImage image = Images.noise(width, height, i);
      byte[] target = new byte[length + 8];
      for (int position = 0; position < 3; position++) {
        pipeline.apply(Pixels.of(image), Pixels.of(target, 4, 1, width, height), 9, i, position);
        assertThat(pipeline.apply(image, 9, i, position))
            .isEqualTo(GrayImage.of(width, height, target, 4));
        GrayImage found = GrayImage.of(width, height, target, 4);
        assertThat(read.sample(9, i, position).apply(image)).as("%s", pipeline).isEqualTo(found);
        for (int edge : new int[] {0, 1, 2, 3, length + 4, length + 5, length + 6, length + 7}) {
          assertThat(target[edge]).isZero();
        }
      }
    }
  }

  /** Numbers of combined mappings grow without bounds; nothing must fail. */
  @Test
  void extremeMappingsDoNotThrow() {
    CounterRandom random = new CounterRandom(6, 0, 0);
    for (int i = 0; i < 200; i++) {
      RandomTransform[] wild = new RandomTransform[60];
      for (int t = 0; t < wild.length; t++) {
        wild[t] =
            switch (random.nextInt(i % 2 == 0 ? 1 : 4)) {
              case 1 -> RandomTransform.perspective(0.6);
              case 2 -> RandomTransform.elastic(100_000, 0.75 + 20 * random.nextDouble());
              case 3 -> RandomTransform.gridDistortion(7, 0.9);
              default ->
                  RandomTransform.affine()
                      .rotation(180)
                      .shift(32_767)
                      .zoomPerAxis(0.01, 0.011)
                      .shear(10)
                      .build();
            };
      }
      byte[] target = new byte[30 * 20];
      Pixels source = Pixels.of(Images.noise(30, 20, i));
      for (FillMode fill : FillMode.values()) {
        for (Interpolation interpolation : Interpolation.values()) {
          Resampling resampling = new Resampling(interpolation, fill, 1);
          try (Canvas canvas = Canvas.acquire()) {
            canvas.begin(source, 0);
            CounterRandom draws = new CounterRandom(7, i, 0);
            for (RandomTransform transform : wild) {
              canvas.apply(with(transform.sample(draws), resampling));
            }
            canvas.end(Pixels.of(target, 30, 20), 0);
          }
        }
      }
    }
  }

  private static ImageTransform with(ImageTransform transform, Resampling r) {
    if (transform instanceof AffineParameters p) {
      return new AffineParameters(p.rotation(), p.shift(), p.zoom(), p.shear(), r);
    } else if (transform instanceof PerspectiveParameters p) {
      return new PerspectiveParameters(
          p.topLeft(), p.topRight(), p.bottomRight(), p.bottomLeft(), r);
    } else if (transform instanceof ElasticParameters p) {
      return new ElasticParameters(p.alpha(), p.sigma(), p.seed(), r);
    }
    GridDistortionParameters p = (GridDistortionParameters) transform;
    return new GridDistortionParameters(p.cells(), p.distortion(), p.seed(), r);
  }
}
