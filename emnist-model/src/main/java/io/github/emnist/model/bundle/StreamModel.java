package io.github.emnist.model.bundle;

import io.github.emnist.data.internal.Messages;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads the files of a model from a stream of a ZIP. Entries of a model are kept in memory until
 * they are requested, others are skipped.
 */
final class StreamModel implements ModelFiles {
  private static final int BUFFER = 1 << 16;

  private final ZipInputStream zip;
  private final String source;
  private final Map<String, byte[]> kept = new HashMap<>();
  private long unpacked;
  private boolean anyEntry;

  /** Leaves the stream open. */
  StreamModel(InputStream in, String source) {
    this.zip = new ZipInputStream(in);
    this.source = source;
  }

  @Override
  public byte[] read(String name, int limit) throws IOException {
    while (!kept.containsKey(name)) {
      String met = null;
      try {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
          break;
        }
        anyEntry = true;
        met = entry.getName();
        take(met, met.equals(name) ? limit : limit(met));
      } catch (ZipException | EOFException | IllegalArgumentException e) {
        // IllegalArgumentException for a name that is not UTF-8.
        throw ModelFormatException.because(
            met == null ? source : where(met), "found damaged data, expected a ZIP's entry", e);
      }
    }
    if (!anyEntry) {
      throw ModelFormatException.of(source, "no ZIP", "a model");
    }
    return kept.get(name);
  }

  private static int limit(String name) {
    if (name.equals(ModelJson.NAME)) {
      return ModelJson.MAX_SIZE;
    }
    return WeightsFile.NAME.matcher(name).matches() ? WeightsFile.MAX_SIZE : -1;
  }

  /** Keeps an entry, or skips it if the limit is negative. */
  private void take(String name, int limit) throws IOException {
    if (limit < 0) {
      byte[] buffer = new byte[BUFFER];
      for (int read = zip.read(buffer); read >= 0; read = zip.read(buffer)) {
        count(read);
      }
      return;
    }
    if (kept.containsKey(name)) {
      throw ModelFormatException.of(where(name), "the entry twice", "it once");
    }
    byte[] content = ModelFiles.readUpTo(zip, (int) Math.min(limit, MAX_SIZE - unpacked));
    count(content.length);
    if (content.length > limit) {
      throw ModelFormatException.of(
          where(name),
          Messages.format("more than %,d bytes", limit),
          Messages.format("at most %,d", limit));
    }
    kept.put(name, content);
  }

  private void count(int bytes) throws ModelFormatException {
    unpacked += bytes;
    if (unpacked > MAX_SIZE) { // of skipped entries too, which take time
      throw ModelFormatException.of(
          source, Messages.format("more than %,d bytes unpacked", MAX_SIZE), "a model");
    }
  }

  @Override
  public String where(String name) {
    return source + "!" + name;
  }
}
