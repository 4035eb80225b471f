package io.tempelhof.core.term;

/// A term made of terms. Every walk over terms (writing, equality, hashing, order, printing) sees
/// the four kinds alike, as a head and a row of slots, and keeps its place in a {@link Walk}: terms
/// may nest deeper than a thread's stack reaches, so no walk recurses.
abstract sealed class Compound permits Fun, ListTerm, MapTerm, Tuple {
  /// The terms inside, never changed after construction: elements of a tuple; elements of a list,
  /// then its tail; keys and values of a map by turns; free variables of a fun.
  final Term[] slots;

  Compound(Term[] slots) {
    this.slots = slots;
  }

  /// Whether everything but the slots is the same.
  abstract boolean sameHead(Compound other);

  /// A hash of everything but the slots.
  abstract int headHash();

  @Override
  public final boolean equals(Object other) {
    return this == other || (other instanceof Compound c && TermEquality.equal(this, c));
  }

  @Override
  public final int hashCode() {
    return TermEquality.hash(this);
  }

  /// Erlang's syntax, at most {@link TermLimits#MAX_PRINTED_CHARACTERS} characters.
  @Override
  public final String toString() {
    return TermPrinter.print((Term) this);
  }
}
