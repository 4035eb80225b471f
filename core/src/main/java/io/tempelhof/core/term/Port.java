package io.tempelhof.core.term;

/// A port identifier; opaque to us. {@code id} is an unsigned 64-bit word.
public record Port(Atom node, long id, int creation) implements Term {
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
