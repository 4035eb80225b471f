package io.tempelhof.core.term;

/// What bytes turned out to say: a term, or nothing legal.
public sealed interface Decoded permits Decoded.Ok, Malformed {

  /// A term, and the offset of the first byte after it.
  record Ok(Term term, int end) implements Decoded {}
}
