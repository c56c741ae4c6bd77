package io.github.emnist.augment;

/** Keep the draws of mixtures apart from each other and from all else that a seed is used for. */
final class MixStreams {
  static final long PARTNER = 0x706172746E657200L; // "partner" in ASCII
  static final long MIX_UP = 0x6D69787570000000L; // "mixup"
  static final long CUT_MIX = 0x6375746D69780000L; // "cutmix"

  private MixStreams() {}
}
