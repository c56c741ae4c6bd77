package io.github.emnist.augment;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The JSON form of an augmentation: {@code {"format": "emnist-augmentation", "version": 1,
 * "transforms": [{"type": "affine", …}, …]}}. A transform's fields are its record's components.
 */
final class AugmentationJson {
  private static final String FORMAT = "emnist-augmentation";
  private static final int VERSION = 1;

  /** The types by name; names never change. */
  private static final Map<String, Class<? extends Drawn>> TYPES =
      Map.ofEntries(
          Map.entry("affine", RandomTransforms.RandomAffine.class),
          Map.entry("perspective", RandomTransforms.RandomPerspective.class),
          Map.entry("elastic", RandomTransforms.ElasticDeformation.class),
          Map.entry("grid-distortion", RandomTransforms.GridDistortion.class),
          Map.entry("keras-affine", RandomTransforms.KerasAffine.class),
          Map.entry("stroke-width", RandomTransforms.RandomStrokeWidth.class),
          Map.entry("gaussian-blur", RandomTransforms.RandomGaussianBlur.class),
          Map.entry("unsharp-mask", RandomTransforms.RandomUnsharpMask.class),
          Map.entry("gamma", RandomTransforms.RandomGamma.class),
          Map.entry("contrast", RandomTransforms.RandomContrast.class),
          Map.entry("gaussian-noise", RandomTransforms.RandomGaussianNoise.class),
          Map.entry("salt-and-pepper", RandomTransforms.RandomSaltAndPepper.class),
          Map.entry("erasing", RandomTransforms.RandomErasing.class),
          Map.entry("line-strikes", RandomTransforms.RandomLineStrikes.class),
          Map.entry("probability", Composite.RandomApply.class),
          Map.entry("all-of", Composite.AllOf.class),
          Map.entry("some-of", Composite.SomeOf.class),
          Map.entry("scheduled", Composite.Scheduled.class));

  private static final StrictJson JSON = new StrictJson(types());

  private AugmentationJson() {}

  private static SimpleModule types() {
    SimpleModule module = new SimpleModule();
    module.setMixInAnnotation(RandomTransform.class, Typed.class);
    TYPES.forEach((name, type) -> module.registerSubtypes(new NamedType(type, name)));
    return module;
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Typed {}

  private record Document(List<RandomTransform> transforms) {
    private Document {
      transforms = List.copyOf(transforms);
    }
  }

  static String write(List<RandomTransform> transforms) {
    transforms.forEach(transform -> check(transform, 3)); // within the document and its array
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT).put("version", VERSION);
    return json.setAll(JSON.tree(new Document(transforms))).toString();
  }

  /** Refuses what {@link #read} would; {@code depth} is that of the transform's object. */
  private static void check(RandomTransform transform, int depth) {
    if (!(transform instanceof Drawn)) {
      throw new IllegalStateException(
          "%s has no JSON form; the transforms of this package have one"
              .formatted(transform.getClass().getName()));
    }
    if (depth >= StrictJson.MAX_DEPTH) {
      throw new IllegalStateException(
          "augmentation: found more than %1$s nested JSON objects and arrays, expected at most %1$s; nest transforms less deeply"
              .formatted(StrictJson.MAX_DEPTH));
    }
    if (transform instanceof Composite.RandomApply apply) {
      check(apply.transform(), depth + 1);
    } else if (transform instanceof Composite.Scheduled scheduled) {
      check(scheduled.transform(), depth + 1);
    } else if (transform instanceof Composite composite) {
      composite.transforms().forEach(part -> check(part, depth + 2));
    }
  }

  static List<RandomTransform> read(String json, String source) throws MalformedDataException {
    Objects.requireNonNull(json, "json");
    return JSON.read(JSON.body(json, FORMAT, VERSION, source), Document.class, source).transforms();
  }
}
