package io.tempelhof.core.term;

/// A float. Erlang has no NaN and no infinities; they are refused.
public record Real(double value) implements Term {
  public Real {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Erlang has no float " + value);
    }
  }
}
