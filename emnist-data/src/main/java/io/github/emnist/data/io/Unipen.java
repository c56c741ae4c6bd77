package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Partition;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.io.CsvParser.CsvRow;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import io.github.emnist.data.preprocess.Ink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads handwritten characters as pen strokes: the isolated digits and letters of UNIPEN (Guyon et
 * al., "UNIPEN project of on-line data exchange and recognizer benchmarks", ICPR 1994), one text
 * file per partition.
 *
 * <pre>{@code
 * Unipen train = Unipen.read(Path.of("unipen"), Partition.TRAIN);
 * Unipen.WriterSplit parts = train.splitByWriter(20, 42);
 * EmnistDataset images = parts.train().toDataset().relabel(EmnistSplit.BALANCED);
 * }</pre>
 *
 * <p>A line is a character in three columns, separated by tabs: the digit or letter, the writer's
 * number, and the ink: strokes separated by {@code ;}, each of points {@code x,y} separated by
 * blanks, y downwards, whole numbers from 0 to 255. Lines end in LF or CRLF.
 *
 * <pre>{@code 7<TAB>13<TAB>0,20 110,0 40,255;20,130 90,125}</pre>
 *
 * <p>Zenodo has the data in UNIPEN's own format (doi 10.5281/zenodo.1195803, CC BY 4.0); these
 * files are a conversion. The donors typed the labels, which were never checked: some are wrong.
 * Immutable and thread-safe.
 */
public final class Unipen {
  /** The largest coordinate. */
  private static final int MAX_COORDINATE = 255;

  /** The stream of a seed that selects writers: the ASCII codes of "writer". */
  private static final long WRITERS = 0x777269746572L;

  private final List<Sample> samples;

  private Unipen(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /**
   * A character.
   *
   * @param label a digit or a letter in either case, as in {@link EmnistSplit#BYCLASS}
   * @param writer the number of the person who wrote it
   * @param ink the strokes
   */
  public record Sample(String label, int writer, Ink ink) {}

  /**
   * Two parts without a common writer.
   *
   * @param train for training
   * @param validation held out
   */
  public record WriterSplit(Unipen train, Unipen validation) {}

  /**
   * Reads a partition into memory.
   *
   * @param folder contains {@code unipen-train.tsv} and {@code unipen-test.tsv}, or either with
   *     {@code .gz}; a plain file takes precedence
   * @param partition one of the two
   * @return the characters, in the file's order
   * @throws MissingDataException if the file does not exist
   * @throws MalformedDataException if a line is malformed; the message names it
   * @throws IOException if the file cannot be read
   */
  public static Unipen read(Path folder, Partition partition) throws IOException {
    String name = "unipen-" + partition.id() + ".tsv";
    for (String suffix : List.of("", FileNames.GZIP_SUFFIX)) {
      Path file = folder.resolve(name + suffix);
      if (Files.isRegularFile(file)) {
        return read(ByteSource.of(file), ReadLimits.defaults());
      }
    }
    throw new MissingDataException(
        folder.toString(),
        Files.exists(folder) ? "no UNIPEN file" : null,
        name + " or " + name + FileNames.GZIP_SUFFIX);
  }

  static Unipen read(ByteSource source, ReadLimits limits) throws IOException {
    try (UnpackedStream in = UnpackedStream.open(source, limits)) {
      return new Unipen(new Lines(in, source.name()).read(limits.maxImages()));
    }
  }

  /** {@return the characters, in the file's order, unmodifiable} */
  public List<Sample> samples() {
    return samples;
  }

  /** {@return the writers' numbers, each once, in ascending order, unmodifiable} */
  public Set<Integer> writers() {
    return samples.stream()
        .map(Sample::writer)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), Collections::unmodifiableSet));
  }

  /**
   * Splits off all characters of some writers, chosen at random.
   *
   * @param writers the number of writers to hold out, at least 1 and fewer than all
   * @param seed equal seeds choose the same writers
   * @return both parts, each in the same order as here
   * @throws IllegalArgumentException if {@code writers} is out of range
   */
  public WriterSplit splitByWriter(int writers, long seed) {
    Set<Integer> all = writers();
    if (writers < 1 || writers >= all.size()) {
      throw Messages.illegal("writers (%d) must be between 1 and %d", writers, all.size() - 1);
    }
    Set<Integer> chosen =
        all.stream()
            .sorted(Comparator.comparing(w -> new CounterRandom(seed, WRITERS, w).nextLong()))
            .limit(writers)
            .collect(Collectors.toSet());
    Map<Boolean, List<Sample>> parts =
        samples.stream().collect(Collectors.partitioningBy(s -> chosen.contains(s.writer())));
    return new WriterSplit(new Unipen(parts.get(false)), new Unipen(parts.get(true)));
  }

  /**
   * {@return the characters as EMNIST images, in order} They are drawn by {@link Ink#toImage()},
   * with the 62 classes of {@link EmnistSplit#BYCLASS}; {@link EmnistDataset#relabel(EmnistSplit)}
   * maps them to another split.
   */
  public EmnistDataset toDataset() {
    LabelMap labels = EmnistSplit.BYCLASS.labelMap();
    EmnistDataset.Builder builder =
        EmnistDataset.builder(labels, EmnistConversion.SIDE, EmnistConversion.SIDE)
            .split(EmnistSplit.BYCLASS)
            .expect(samples.size());
    for (Sample sample : samples) {
      builder.add(sample.ink().toImage(), labels.indexOf(sample.label()).orElseThrow());
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return Messages.format("Unipen[%d characters, %d writers]", samples.size(), writers().size());
  }

  /** Parses a stream byte by byte, so that lines may have any length. */
  private static final class Lines {
    private static final int END = -1;

    private final InputStream in;
    private final String source;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int limit;

    /** The position of the buffer's first byte. */
    private long offset;

    /** The current byte, or {@link #END}. */
    private int current;

    private long line = 1;
    private double[] coordinates = new double[512];

    Lines(InputStream in, String source) {
      this.in = in;
      this.source = source;
    }

    List<Sample> read(int maxSamples) throws IOException {
      List<Sample> samples = new ArrayList<>();
      current = fetch();
      while (current != END) {
        if (samples.size() == maxSamples) {
          throw wrong(Messages.format("at most %d characters (ReadLimits.maxImages)", maxSamples));
        }
        samples.add(sample());
        line++;
      }
      return samples;
    }

    private Sample sample() throws IOException {
      String label = label();
      skip('\t', "a tab after the character");
      int writer = number(Integer.MAX_VALUE, "a writer's number");
      skip('\t', "a tab after the writer's number");
      List<Ink.Stroke> strokes = new ArrayList<>();
      int points = 0;
      do {
        Ink.Stroke stroke = stroke(Ink.MAX_POINTS - points);
        points += stroke.size();
        strokes.add(stroke);
      } while (accept(';'));
      accept('\r');
      if (current != END) {
        skip('\n', "a blank, a semicolon or the end of the line after a point");
      }
      return new Sample(label, writer, Ink.of(strokes));
    }

    private String label() throws IOException {
      boolean known =
          current >= '0' && current <= '9'
              || current >= 'A' && current <= 'Z'
              || current >= 'a' && current <= 'z';
      if (!known) {
        throw wrong("a digit or a letter");
      }
      String label = Character.toString(current);
      current = fetch();
      return label;
    }

    private Ink.Stroke stroke(int maxPoints) throws IOException {
      int filled = 0;
      do {
        if (filled == 2 * maxPoints) {
          throw wrong(Messages.format("at most %d points in a line", Ink.MAX_POINTS));
        }
        if (filled == coordinates.length) {
          coordinates = Arrays.copyOf(coordinates, 2 * filled);
        }
        coordinates[filled++] = number(MAX_COORDINATE, "a point's x");
        skip(',', "a comma after a point's x");
        coordinates[filled++] = number(MAX_COORDINATE, "a point's y");
      } while (accept(' '));
      return Ink.Stroke.of(Arrays.copyOf(coordinates, filled));
    }

    private int number(int max, String what) throws IOException {
      long value = -1;
      while (current >= '0' && current <= '9') {
        value = 10 * Math.max(0, value) + current - '0';
        if (value > max) {
          throw new MalformedDataException(
              source,
              offset + next - 1,
              Messages.format("a number of %d or more in line %d", value, line),
              Messages.format("%s from 0 to %d", what, max));
        }
        current = fetch();
      }
      if (value < 0) {
        throw wrong(Messages.format("%s from 0 to %d", what, max));
      }
      return (int) value;
    }

    private boolean accept(int wanted) throws IOException {
      if (current != wanted) {
        return false;
      }
      current = fetch();
      return true;
    }

    private void skip(int wanted, String expected) throws IOException {
      if (!accept(wanted)) {
        throw wrong(expected);
      }
    }

    private int fetch() throws IOException {
      if (next == limit) {
        offset += limit;
        next = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        if (limit == 0) {
          return END;
        }
      }
      return buffer[next++] & 0xFF;
    }

    private MalformedDataException wrong(String expected) {
      byte[] byteFound = {(byte) current};
      String found =
          switch (current) {
            case END -> "the end of the file";
            case '\n' -> "the end of the line";
            default -> CsvRow.show(byteFound, 0, 1);
          };
      long at = current == END ? offset + next : offset + next - 1;
      found = Messages.format("%s in line %d", found, line);
      return new MalformedDataException(source, at, found, expected);
    }
  }
}
