package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Trained models name their data by content hash, and their validation part and epochs by seed.
 * These hashes were printed by the code that trained the first of them; they must never change.
 */
class OrdersOnRecordTest {
  private final EmnistDataset dataset = dataset();

  private static EmnistDataset dataset() {
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("abcde"), 3, 1);
    for (int i = 0; i < 1000; i++) {
      builder.add(new byte[] {(byte) i, (byte) (i >> 8), 1}, 0, i * i % 7 % 5);
    }
    return builder.build();
  }

  private static void assertContent(EmnistDataset dataset, String sha256) {
    assertThat(dataset.contentSha256()).isEqualTo(sha256);
  }

  @Test
  void contentHash() {
    assertContent(dataset, "21b081fcb9f1f24addfabe8481066557cf3fe3fff0ec21063aec78590cd67a3c");
  }

  @Test
  void shuffle() {
    assertContent(
        dataset.shuffle(42), "7225831834a3b47b43d2844a729909bcafa9bf4bd3808c6f020c212e4edcb8e3");
  }

  @Test
  void stratifiedSplit() {
    EmnistDataset.TrainValidation split = dataset.stratifiedSplit(0.1, 42);

    assertContent(
        split.validation(), "5655128ee386508794fe43e0dc65b24bd57ed928e6c0b8ed02f7e46a168a3170");
    assertContent(
        split.train(), "de186c77bc7f76dde304f594f18a1a5ce8251a663dc0e29d153c8135bf2a07d7");
  }

  @Test
  void samplers() {
    assertContent(
        dataset.subset(Sampler.shuffled(dataset).epoch(42, 3)),
        "3460d363496b171448a58a8eae32624d30ba9eac63d9d4595b64c2dab19ec80c");
    assertContent(
        dataset.subset(Sampler.classBalanced(dataset, 100).epoch(42, 3)),
        "c107fef9f72622511e2a0ba04183fc43ba3c571866ce475aecfbd605410eef94");
  }

  @Test
  void viewsOfViews() {
    assertContent(
        dataset.shuffle(1).take(500).stratifiedSplit(0.3, 2).validation().shuffle(3),
        "f8c0282411dc08e5efbe65002a3042962f9b6194c94368ad79dfb5be278d38e9");
  }
}
