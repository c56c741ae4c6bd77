package io.github.emnist.augment;

import static io.github.emnist.augment.RandomTransform.Schedule.Shape.COSINE;
import static io.github.emnist.augment.RandomTransform.Schedule.Shape.LINEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.RandomTransform.Schedule;
import io.github.emnist.augment.RandomTransforms.KerasAffine;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CompositionTest {
  private static final int DRAWS = 6000;

  private static final RandomTransform TURN = RandomTransform.affine().rotation(20).build();
  private static final RandomTransform BEND = RandomTransform.elastic(20, 4);
  private static final RandomTransform TILT = RandomTransform.perspective(0.3);
  private static final RandomTransform GRID = RandomTransform.gridDistortion(3, 0.3);

  @Test
  void appliesWithItsProbability() {
    assertThat(share(TURN.withProbability(0.3), 1)).isEqualTo(0.3, within(0.025));
    assertThat(share(TURN.withProbability(0), 1)).isZero();
    assertThat(share(TURN.withProbability(1), 1)).isEqualTo(1);
  }

  @Test
  void oneOfIsEachAsOften() {
    Map<String, Integer> kinds = kinds(RandomTransform.oneOf(TURN, BEND, TILT, GRID));
    assertThat(kinds).hasSize(4);
    assertThat(kinds.values())
        .allSatisfy(count -> assertThat(count / (double) DRAWS).isEqualTo(0.25, within(0.025)));
  }

  @Test
  void someOfIsEachPairAsOftenInTheOrderGiven() {
    Map<String, Integer> kinds = kinds(RandomTransform.someOf(2, TURN, BEND, TILT, GRID));
    assertThat(kinds.keySet()).containsExactlyInAnyOrder("AE", "AP", "AG", "EP", "EG", "PG");
    assertThat(kinds.values())
        .allSatisfy(count -> assertThat(count / (double) DRAWS).isEqualTo(1 / 6.0, within(0.025)));
    assertThat(kinds(RandomTransform.someOf(0, TURN))).containsOnlyKeys("");
    assertThat(kinds(RandomTransform.someOf(2, TURN, BEND))).containsOnlyKeys("AE");
  }

  @Test
  void randomOrderIsEachOrderAsOften() {
    Map<String, Integer> kinds = kinds(RandomTransform.randomOrder(TURN, BEND, TILT));
    assertThat(kinds.keySet()).containsExactlyInAnyOrder("AEP", "APE", "EAP", "EPA", "PAE", "PEA");
    assertThat(kinds.values())
        .allSatisfy(count -> assertThat(count / (double) DRAWS).isEqualTo(1 / 6.0, within(0.025)));
    assertThat(kinds(RandomTransform.sequence(TILT, TURN, BEND))).containsOnlyKeys("PAE");
  }

  /** A composite's choices must not affect other draws. */
  @Test
  void takesOneNumberPerCall() {
    for (RandomTransform transform :
        List.of(
            RandomTransform.oneOf(TURN, BEND),
            RandomTransform.someOf(2, TURN, BEND, TILT),
            RandomTransform.randomOrder(TURN, TILT),
            RandomTransform.sequence(),
            TURN.withProbability(0.5))) {
      CounterRandom taken = new CounterRandom(1, 2, 3);
      CounterRandom expected = new CounterRandom(1, 2, 3);
      transform.sample(taken);
      expected.nextLong();
      assertThat(taken.nextLong()).as("%s", transform).isEqualTo(expected.nextLong());
    }
  }

  @Test
  void appliesWhatItSamples() {
    GrayImage image = Images.noise(28, 28, 1);
    RandomTransform all =
        RandomTransform.sequence(
            RandomTransform.oneOf(TURN, BEND.withProbability(0.5)),
            RandomTransform.randomOrder(TILT, RandomTransform.gaussianNoise(0, 20), GRID),
            RandomTransform.someOf(1, TURN, TILT));
    for (int i = 0; i < 200; i++) {
      byte[] target = new byte[784];
      all.apply(new CounterRandom(1, 2, i), Pixels.of(image), Pixels.of(target, 28, 28));
      assertThat(all.sample(new CounterRandom(1, 2, i)).apply(image))
          .isEqualTo(GrayImage.of(28, 28, target));
    }
  }

  @Test
  void consecutiveGeometricTransformsAreInterpolatedOnce() {
    GrayImage image = Images.noise(28, 28, 2);
    ImageTransform there = new AffineParameters(31, 2.3, -1.2, 1.3, 0.9, 0.2);
    // Undone step by step, since the inverse of a shear after a zoom is no such thing itself.
    List<ImageTransform> steps =
        List.of(
            there,
            new AffineParameters(0, -2.3, 1.2, 1, 1, 0),
            new AffineParameters(-31, 0, 0, 1, 1, 0),
            new AffineParameters(0, 0, 0, 1, 1, -0.2),
            new AffineParameters(0, 0, 0, 1 / 1.3, 1 / 0.9, 0));
    assertThat(new TransformSequence(steps).apply(image)).isEqualTo(image);

    GrayImage oneByOne = image;
    for (ImageTransform step : steps) {
      oneByOne = step.apply(oneByOne);
    }
    assertThat(Images.maxDifference(oneByOne, image, 10)).isGreaterThan(30);
  }

  @Test
  void combinesThroughCompositesOnly() {
    GrayImage image = Images.noise(28, 28, 3);
    ImageTransform left = new AffineParameters(0, -9, 0, 1, 1, 0);
    ImageTransform right = new AffineParameters(0, 9, 0, 1, 1, 0);
    ImageTransform copy = new TransformSequence(List.of());
    ImageTransform same =
        (from, to) ->
            System.arraycopy(from.array(), from.offset(), to.array(), to.offset(), from.length());
    assertThat(new TransformSequence(List.of(left, copy, right)).apply(image)).isEqualTo(image);
    GrayImage cut = right.apply(left.apply(image));
    assertThat(new TransformSequence(List.of(left, same, right)).apply(image)).isEqualTo(cut);
    assertThat(cut).isNotEqualTo(image);
  }

  @Test
  void doesNotCombineOtherResampling() {
    GrayImage image = Images.noise(28, 28, 4);
    Resampling edge = new Resampling(Interpolation.BILINEAR, FillMode.NEAREST);
    ImageTransform left = new AffineParameters(0, -9, 0, 1, 1, 0);
    ImageTransform right = new AffineParameters(0, new PerAxis(9, 0), new PerAxis(1, 1), 0, edge);
    assertThat(new TransformSequence(List.of(left, right)).apply(image))
        .isEqualTo(right.apply(left.apply(image)));
  }

  @Test
  void strengthFollowsTheEpoch() {
    RandomTransform fading = TURN.scheduled(new Schedule(LINEAR, 2, 6, 1, 0));
    Augmentation augmentation = Augmentation.of(fading, TILT);
    for (int epoch = 0; epoch < 9; epoch++) {
      double strength = Math.min(Math.max((6 - epoch) / 4.0, 0), 1);
      double most = 0;
      for (int i = 0; i < 300; i++) {
        AffineParameters drawn = (AffineParameters) augmentation.sample(1, epoch, i).steps().get(0);
        most = Math.max(most, Math.abs(drawn.rotation()));
      }
      assertThat(most).isBetween(strength * 19, strength * 20);
    }
    GrayImage image = Images.noise(28, 28, 5);
    byte[] target = new byte[784];
    Augmentation.of(fading).apply(Pixels.of(image), Pixels.of(target, 28, 28), 1, 6, 0);
    assertThat(GrayImage.of(28, 28, target)).isEqualTo(image);
  }

  @Test
  void scheduleReachesIntoComposites() {
    RandomTransform fading = TURN.scheduled(new Schedule(COSINE, 0, 10, 0.5, 1));
    for (RandomTransform holder :
        List.of(
            RandomTransform.oneOf(fading),
            RandomTransform.randomOrder(fading),
            fading.withProbability(1),
            fading.withStrength(1))) {
      TransformSequence early = Augmentation.of(holder).sample(1, 0, 0);
      TransformSequence middle = Augmentation.of(holder).sample(1, 5, 0);
      TransformSequence late = Augmentation.of(holder).sample(1, 99, 0);
      assertThat(Set.of(early, middle, late)).hasSize(3);
    }
    assertThat(new Schedule(COSINE, 0, 10, 0.5, 1).at(5)).isEqualTo(0.75, within(1e-12));
    assertThat(new Schedule(COSINE, 0, 4, 1, 0).at(1))
        .isEqualTo((1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(fading.sample(new CounterRandom(1, 2, 3)))
        .isEqualTo(TURN.withStrength(0.5).sample(new CounterRandom(1, 2, 3)));
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void scheduleIsFoundAtAnyDepthAtOnce() {
    RandomTransform fading = TURN.scheduled(new Schedule(LINEAR, 0, 10, 0, 1));
    RandomTransform deep = fading;
    RandomTransform expected = fading.atEpoch(4);
    for (int i = 0; i < 60; i++) {
      deep = RandomTransform.sequence(TILT, deep.withProbability(1), BEND);
      expected = RandomTransform.sequence(TILT, expected.withProbability(1), BEND);
    }
    assertThat(deep.atEpoch(4)).isEqualTo(expected);
    assertThat(expected.atEpoch(4)).isSameAs(expected);
  }

  @Test
  void weakensForeignTransformsByProbability() {
    RandomTransform other = random -> AffineParameters.IDENTITY;
    assertThat(other.withStrength(1)).isSameAs(other);
    assertThat(other.withStrength(0.25)).isEqualTo(other.withProbability(0.25));
    assertThat(other.atEpoch(7)).isSameAs(other);
  }

  @Test
  void atNoStrengthNothingChanges() {
    GrayImage image = Images.noise(28, 28, 6);
    for (RandomTransform transform :
        List.of(
            TURN,
            BEND,
            TILT,
            GRID,
            RandomTransform.affine().shift(9).zoomPerAxis(0.2, 3).shear(1).build(),
            new KerasAffine(30, 0.2, true, 3, false, 0.5, 20, Resampling.DEFAULT),
            RandomTransform.sequence(BEND, TURN, TILT, GRID),
            RandomTransform.someOf(2, BEND, TURN, TILT))) {
      for (int i = 0; i < 20; i++) {
        RandomTransform none = transform.withStrength(0);
        assertThat(none.sample(new CounterRandom(1, 2, i)).apply(image))
            .as("%s", none)
            .isEqualTo(image);
      }
      assertThat(transform.withStrength(1)).isEqualTo(transform);
    }
  }

  @Test
  void equalsByComponents() {
    List<RandomTransform> all =
        List.of(
            RandomTransform.oneOf(TURN, BEND),
            RandomTransform.someOf(2, TURN, BEND),
            RandomTransform.someOf(2, BEND, TURN),
            RandomTransform.sequence(TURN, BEND),
            RandomTransform.randomOrder(TURN, BEND),
            TURN.withProbability(0.5),
            TURN.withProbability(0.6),
            BEND.withProbability(0.5),
            TURN.scheduled(new Schedule(LINEAR, 0, 1, 0, 1)),
            TURN.scheduled(new Schedule(LINEAR, 0, 2, 0, 1)));
    assertThat(new HashSet<>(all)).hasSize(all.size());
    for (RandomTransform transform : all) {
      Augmentation written = Augmentation.of(transform);
      assertThat(Pipelines.read(written.toJson())).isEqualTo(written).hasSameHashCodeAs(written);
    }
    assertThat(all.get(0).toString()).startsWith("SomeOf[count=1, transforms=[RandomAffine[");
    assertThat(all.get(3).toString())
        .startsWith("AllOf[randomOrder=false, transforms=[RandomAffine[");
    assertThat(all.get(4).toString())
        .startsWith("AllOf[randomOrder=true, transforms=[RandomAffine[");
    assertThat(all.get(5).toString()).startsWith("RandomApply[probability=0.5, ");
    assertThat(all.get(8).toString()).startsWith("Scheduled[shape=LINEAR, ");
  }

  /** 0 and -0 have different hash codes; what is equal must not. */
  @Test
  void equalTransformsHaveEqualHashCodes() throws IOException {
    List<List<RandomTransform>> pairs =
        List.of(
            List.of(TURN.withProbability(0.0), TURN.withProbability(-0.0)),
            List.of(RandomTransform.elastic(0.0, 4), RandomTransform.elastic(-0.0, 4)),
            List.of(
                RandomTransform.gridDistortion(3, 0.0), RandomTransform.gridDistortion(3, -0.0)),
            List.of(RandomTransform.perspective(0.0), RandomTransform.perspective(-0.0)),
            List.of(
                RandomTransform.affine().rotation(0.0).build(),
                RandomTransform.affine().rotation(-0.0).build()),
            List.of(
                new KerasAffine(0.0, 0, true, 0, true, 0, 0, Resampling.DEFAULT),
                new KerasAffine(-0.0, 0, true, 0, true, 0, 0, Resampling.DEFAULT)));
    for (List<RandomTransform> pair : pairs) {
      assertThat(pair.get(0)).isNotEqualTo(pair.get(1));
      for (RandomTransform transform : pair) {
        RandomTransform read = same(transform);
        assertThat(read).isEqualTo(transform).hasSameHashCodeAs(transform);
      }
    }
  }

  private static RandomTransform same(RandomTransform transform) throws IOException {
    return AugmentationJson.read(Augmentation.of(transform).toJson(), "augmentation").get(0);
  }

  @Test
  void refusesIllegalCompositions() {
    refuses(() -> TURN.withProbability(1.5), "probability (1.5) must lie in [0.0, 1.0]");
    refuses(() -> TURN.withProbability(Double.NaN), "probability (NaN) must lie in [0.0, 1.0]");
    refuses(() -> TURN.withStrength(-0.1), "strength (-0.1) must lie in [0.0, 1.0]");
    refuses(
        () -> RandomTransform.sequence().withStrength(2), "strength (2.0) must lie in [0.0, 1.0]");
    refuses(() -> RandomTransform.oneOf(), "count of transforms to apply (1) must lie in [0, 0]");
    refuses(
        () -> RandomTransform.someOf(-1, TURN),
        "count of transforms to apply (-1) must lie in [0, 1]");
    refuses(() -> new Schedule(LINEAR, 0, 1, 2, 0), "from (2.0) must lie in [0.0, 1.0]");
    refuses(() -> new Schedule(LINEAR, 0, 1, 1, -1), "to (-1.0) must lie in [0.0, 1.0]");
    refuses(
        () -> new Schedule(LINEAR, 3, 3, 1, 0),
        "epochs 3 to 3 must start at 0 or later and increase");
    refuses(
        () -> new Schedule(COSINE, -1, 3, 1, 0),
        "epochs -1 to 3 must start at 0 or later and increase");
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** The share of draws with that many steps. */
  private static double share(RandomTransform transform, int steps) {
    int found = 0;
    for (int i = 0; i < DRAWS; i++) {
      found += steps(transform, i).size() == steps ? 1 : 0;
    }
    return found / (double) DRAWS;
  }

  /** How often each sequence of kinds is drawn, each by its first letter. */
  private static Map<String, Integer> kinds(RandomTransform transform) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (int i = 0; i < DRAWS; i++) {
      List<String> letters = new ArrayList<>();
      steps(transform, i).forEach(s -> letters.add(s.getClass().getSimpleName().substring(0, 1)));
      kinds.merge(String.join("", letters), 1, Integer::sum);
    }
    return kinds;
  }

  private static List<ImageTransform> steps(RandomTransform transform, int position) {
    return ((TransformSequence) transform.sample(new CounterRandom(3, 0, position))).steps();
  }
}
