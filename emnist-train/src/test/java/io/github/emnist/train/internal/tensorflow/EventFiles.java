package io.github.emnist.train.internal.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import io.github.emnist.model.internal.tensorflow.GraphOps;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.ReaderRead;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Reads TensorBoard's files with TensorFlow's own reader of records, which checks their CRCs. */
public final class EventFiles {
  private EventFiles() {}

  /** A value as TensorBoard finds it. */
  public record Scalar(String tag, long step, float value) {}

  /** The event files of a folder, by name. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** All events of a file. */
  public static List<Event> events(Path file) throws InvalidProtocolBufferException {
    List<Event> events = new ArrayList<>();
    try (Graph graph = new Graph()) {
      Ops tf = GraphOps.of(graph);
      Operand<TType> files = tf.io.fifoQueue(List.of(TString.class));
      Op put = tf.io.queueEnqueue(files, List.of(tf.constant(file.toString())));
      Op noMore = tf.io.queueClose(files);
      ReaderRead read = tf.io.readerRead(tf.io.tfRecordReader(), files);
      try (Session session = new Session(graph)) {
        session.runner().addTarget(put).run().close();
        session.runner().addTarget(noMore).run().close();
        while (true) {
          try (Result record = session.runner().fetch(read.value()).run()) {
            events.add(Event.parseFrom(((TString) record.get(0)).asBytes().getObject()));
          } catch (TFOutOfRangeException e) {
            return events;
          }
        }
      }
    }
  }

  /** The scalars of all files of a folder. */
  public static List<Scalar> scalars(Path folder) throws IOException {
    List<Scalar> scalars = new ArrayList<>();
    for (Path file : in(folder)) {
      for (Event event : events(file)) {
        for (Summary.Value value : event.getSummary().getValueList()) {
          if (value.getMetadata().getPluginData().getPluginName().equals("scalars")) {
            scalars.add(new Scalar(value.getTag(), event.getStep(), number(value.getTensor())));
          }
        }
      }
    }
    return scalars;
  }

  private static float number(TensorProto tensor) {
    return tensor
        .getTensorContent()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get();
  }
}
