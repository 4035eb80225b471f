package io.tempelhof.bench.ends;

import java.util.Locale;

/// Whom we are measured against.
public enum Rival {
  /// The genuine Erlang of this machine, with its defaults.
  ERL,
  /// Apache Pekko, which comes with the benchmarks.
  PEKKO;

  /// Whether this machine has it.
  boolean isInstalled() {
    return this == PEKKO || GenuineErl.isInstalled();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
