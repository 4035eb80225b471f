package io.tempelhof.bench.ends;

import java.util.Locale;

/// Whom we are measured against.
public enum Rival {
  /// The genuine Erlang of this machine, with its defaults.
  ERL,
  /// Apache Pekko, which comes with the benchmarks.
  PEKKO,
  /// The Java library that comes with the Erlang of this machine, with its defaults.
  JINTERFACE;

  /// Whether this machine has it.
  boolean isInstalled() {
    return switch (this) {
      case ERL -> GenuineErl.isInstalled();
      case PEKKO -> true;
      case JINTERFACE -> Jinterface.isInstalled();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
