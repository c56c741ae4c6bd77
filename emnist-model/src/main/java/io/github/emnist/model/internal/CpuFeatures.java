package io.github.emnist.model.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The vector instructions of the processor that matter to TensorFlow, where the system reports them
 * (Linux). Elsewhere none are known and none are assumed.
 *
 * @param names in the system's spelling, from old to new
 * @param tellsCaches whether the sizes of its caches are known; virtual machines may hide them
 */
public record CpuFeatures(List<String> names, boolean tellsCaches) {
  /** The names looked for, in Linux's spelling: those of x86-64, then those of ARM. */
  private static final List<String> KNOWN =
      List.of(
          "sse4_2",
          "avx",
          "fma",
          "avx2",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "asimd",
          "sve",
          "bf16");

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Path CACHE = Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size");

  /** Copies the names. */
  public CpuFeatures {
    names = List.copyOf(names);
  }

  /** Returns the features of this machine's processor. */
  public static CpuFeatures ofThisMachine() {
    return Holder.MACHINE;
  }

  /** Returns whether the processor computes in bfloat16 rather than emulating it. */
  public boolean hasBfloat16() {
    return names.contains("avx512_bf16") || names.contains("amx_bf16") || names.contains("bf16");
  }

  /**
   * Returns whether TensorFlow predicts faster in bfloat16: on x86, if oneDNN, which computes it,
   * can choose its blocks by the caches (record 0090).
   */
  public boolean fasterInBfloat16() {
    return tellsCaches && (names.contains("avx512_bf16") || names.contains("amx_bf16"));
  }

  /** Returns whether the processor multiplies and adds 8-bit integers in one instruction. */
  public boolean hasInt8() {
    return names.contains("avx512_vnni");
  }

  static CpuFeatures parse(String cpuinfo, boolean tellsCaches) {
    Set<String> found = new HashSet<>();
    cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
        .findFirst()
        .ifPresent(line -> found.addAll(Arrays.asList(line.split("\\s+"))));
    return new CpuFeatures(KNOWN.stream().filter(found::contains).toList(), tellsCaches);
  }

  private static final class Holder {
    static final CpuFeatures MACHINE = read();

    private static CpuFeatures read() {
      try {
        return parse(Files.readString(CPUINFO, StandardCharsets.ISO_8859_1), Files.exists(CACHE));
      } catch (IOException e) {
        return new CpuFeatures(List.of(), false);
      }
    }
  }
}
