package io.tempelhof.core.term;

/// An atom: a name that stands for itself. At most 255 code points; never interned.
public record Atom(String text) implements Term {
  /// The longest atom text, in code points.
  public static final int MAX_CODE_POINTS = 255;

  public static final Atom TRUE = new Atom("true");
  public static final Atom FALSE = new Atom("false");
  public static final Atom UNDEFINED = new Atom("undefined");
  public static final Atom EMPTY = new Atom("");

  public Atom {
    if (text.length() > MAX_CODE_POINTS
        && text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
      throw new IllegalArgumentException("atom of more than 255 code points");
    }
  }

  /// The atom with this text.
  public static Atom of(String text) {
    return new Atom(text);
  }
}
