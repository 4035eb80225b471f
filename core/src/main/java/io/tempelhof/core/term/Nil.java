package io.tempelhof.core.term;

/// The empty list, {@code []}.
public enum Nil implements Term {
  /// The only one.
  NIL;

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
