package io.tempelhof.core.term;

/// What a text in Erlang's syntax turned out to say.
public sealed interface Parsed {
  /// A term, and the offset of the first character after it that is no white space.
  record Ok(Term term, int end) implements Parsed {}

  /// No term: why, in words for whoever has typed it, and at which offset.
  record Wrong(String reason, int at) implements Parsed {
    @Override
    public String toString() {
      return reason + " at character " + (at + 1);
    }
  }
}
