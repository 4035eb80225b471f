package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// An atom: a name that stands for itself. At most 255 code points; never interned.
public record Atom(String text) implements Term {
  public static final Atom TRUE = new Atom("true");
  public static final Atom FALSE = new Atom("false");
  public static final Atom UNDEFINED = new Atom("undefined");
  public static final Atom EMPTY = new Atom("");

  public Atom {
    if (text.length() > TermLimits.MAX_ATOM_CODE_POINTS
        && text.codePointCount(0, text.length()) > TermLimits.MAX_ATOM_CODE_POINTS) {
      throw new IllegalArgumentException("atom of more than 255 characters");
    }
    if (!Utf8.encodable(text)) {
      throw new IllegalArgumentException("atom with half a surrogate pair alone");
    }
  }

  /// The atom with this text.
  public static Atom of(String text) {
    return new Atom(text);
  }

  // Written out, as in Pid: what a record brings along is fast only once the last compiler has
  // seen it.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Atom atom && text.equals(atom.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return TermPrinter.print(this);
  }
}
