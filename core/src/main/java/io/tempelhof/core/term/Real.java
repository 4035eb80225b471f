package io.tempelhof.core.term;

/// A float. Erlang has no NaN and no infinities; they are refused.
public record Real(double value) implements Term {
  public Real {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Erlang has no float " + value);
    }
  }

  /// The float with this value.
  public static Real of(double value) {
    return new Real(value);
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
