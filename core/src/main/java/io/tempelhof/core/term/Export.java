package io.tempelhof.core.term;

/// An external fun, {@code fun module:function/arity}.
public record Export(Atom module, Atom function, int arity) implements Term {
  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
