package io.github.emnist.augment;

import java.util.Objects;
import java.util.random.RandomGenerator;

/** A transform whose strength follows the epoch. */
final class Scheduled extends PipelineTransform {
  static final TransformCodec<Scheduled> CODEC =
      new TransformCodec<>(
          "scheduled",
          Scheduled.class,
          t ->
              TransformCodec.inOrder(
                  "shape", JsonFields.lowerCase(t.schedule.shape()),
                  "firstEpoch", t.schedule.firstEpoch(),
                  "lastEpoch", t.schedule.lastEpoch(),
                  "from", t.schedule.from(),
                  "to", t.schedule.to(),
                  "transform", t.transform),
          fields ->
              new Scheduled(
                  fields.transform("transform"),
                  new StrengthSchedule(
                      fields.choice("shape", StrengthSchedule.Shape.values()),
                      fields.integer("firstEpoch"),
                      fields.integer("lastEpoch"),
                      fields.number("from"),
                      fields.number("to"))));

  private final RandomTransform transform;
  private final StrengthSchedule schedule;

  Scheduled(RandomTransform transform, StrengthSchedule schedule) {
    this.transform = Objects.requireNonNull(transform, "transform");
    this.schedule = Objects.requireNonNull(schedule, "schedule");
  }

  @Override
  public RandomTransform atEpoch(long epoch) {
    return transform.atEpoch(epoch).withStrength(schedule.at(epoch));
  }

  @Override
  public ImageTransform sample(RandomGenerator random) {
    return atEpoch(0).sample(random);
  }

  @Override
  void draw(RandomGenerator random, Canvas canvas) {
    canvas.apply(atEpoch(0), random);
  }

  @Override
  public RandomTransform withStrength(double strength) {
    return new Scheduled(transform.withStrength(strength), schedule);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scheduled that
        && transform.equals(that.transform)
        && schedule.equals(that.schedule);
  }

  @Override
  public int hashCode() {
    return Objects.hash(transform, schedule);
  }

  @Override
  public String toString() {
    return "Scheduled[%s, %s]".formatted(transform, schedule);
  }
}
