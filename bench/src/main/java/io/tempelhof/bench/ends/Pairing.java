package io.tempelhof.bench.ends;

/// Which two ends talk; the first one pings.
public enum Pairing {
  /// Two genuine {@code erl}.
  ERL_ERL(false, false),
  /// Two of ours, a JVM each.
  OURS_OURS(true, true),
  /// Ours pings a genuine {@code erl}.
  OURS_ERL(true, false);

  private final boolean firstIsOurs;
  private final boolean secondIsOurs;

  Pairing(boolean firstIsOurs, boolean secondIsOurs) {
    this.firstIsOurs = firstIsOurs;
    this.secondIsOurs = secondIsOurs;
  }

  /// Whether that end is one of ours.
  public boolean isOurs(boolean first) {
    return first ? firstIsOurs : secondIsOurs;
  }

  /// Whether an {@code erl} is needed.
  public boolean needsErl() {
    return !firstIsOurs || !secondIsOurs;
  }

  @Override
  public String toString() {
    return word(firstIsOurs) + " to " + word(secondIsOurs);
  }

  private static String word(boolean ours) {
    return ours ? "ours" : "erl";
  }
}
