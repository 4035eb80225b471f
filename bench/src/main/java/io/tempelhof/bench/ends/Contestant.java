package io.tempelhof.bench.ends;

/// Who does alone what is measured within one node.
public enum Contestant {
  /// A genuine {@code erl}.
  ERL,
  /// A JVM of ours.
  OURS;

  @Override
  public String toString() {
    return this == OURS ? "ours" : "erl";
  }
}
