package io.tempelhof.sim.engine;

/// A running hash of everything that happened. Two runs of one seed that differ anywhere differ
/// here.
public final class Trace {
  private long hash = 0x9E37_79B9_7F4A_7C15L;

  /// Mixes one word in; the order of words matters (finalizer of SplitMix64).
  public void mix(long word) {
    long z = hash * 0xD134_2543_DE82_EF95L + word;
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    hash = z ^ (z >>> 31);
  }

  /// The hash as 16 hexadecimal digits.
  @Override
  public String toString() {
    return "%016x".formatted(hash);
  }
}
