package io.github.emnist.augment;

import java.util.List;

/** The kinds of transforms that a JSON document can hold: a line for each. */
final class TransformCodecs {
  private static final List<TransformCodec<?>> ALL =
      List.of(
          RandomAffine.CODEC,
          RandomPerspective.CODEC,
          ElasticDeformation.CODEC,
          GridDistortion.CODEC,
          KerasAffine.CODEC,
          RandomStrokeWidth.CODEC,
          RandomGaussianBlur.CODEC,
          RandomUnsharpMask.CODEC,
          RandomGamma.CODEC,
          RandomContrast.CODEC,
          RandomGaussianNoise.CODEC,
          RandomSaltAndPepper.CODEC,
          RandomErasing.CODEC,
          RandomLineStrikes.CODEC,
          RandomApply.CODEC,
          AllOf.CODEC,
          SomeOf.CODEC,
          Scheduled.CODEC);

  private TransformCodecs() {}

  static TransformCodec<?> of(RandomTransform transform) {
    for (TransformCodec<?> codec : ALL) {
      if (codec.type() == transform.getClass()) {
        return codec;
      }
    }
    throw new IllegalStateException(
        "%s has no JSON form; the transforms of this package have one"
            .formatted(transform.getClass().getName()));
  }

  /** The kind that the field {@code type} names. */
  static TransformCodec<?> of(JsonFields fields) {
    String name = fields.text("type");
    for (TransformCodec<?> codec : ALL) {
      if (codec.name().equals(name)) {
        return codec;
      }
    }
    throw fields.error("type", "one of " + names());
  }

  static List<String> names() {
    return ALL.stream().<String>map(TransformCodec::name).toList();
  }
}
