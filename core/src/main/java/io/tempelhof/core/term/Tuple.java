package io.tempelhof.core.term;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A tuple of 0 to {@link TermLimits#MAX_TUPLE_ARITY} terms.
public final class Tuple extends Compound implements Term {
  /// The tuple of nothing, {@code {}}.
  public static final Tuple EMPTY = new Tuple(new Term[0]);

  private Tuple(Term[] elements) {
    super(elements);
    if (elements.length > TermLimits.MAX_TUPLE_ARITY) {
      throw new IllegalArgumentException("a tuple of " + elements.length + " elements");
    }
  }

  /// The tuple of these elements.
  public static Tuple of(Term... elements) {
    return new Tuple(elements.clone());
  }

  /// The tuple of these elements.
  public static Tuple of(List<? extends Term> elements) {
    return new Tuple(elements.toArray(new Term[0]));
  }

  /// Takes over the array, which must not change afterwards.
  static Tuple owning(Term[] elements) {
    return new Tuple(elements);
  }

  /// How many elements it has.
  public int arity() {
    return slots.length;
  }

  /// Element {@code i}, counted from 0.
  public Term at(int i) {
    return slots[i];
  }

  /// The elements in order, as an unmodifiable view.
  public List<Term> elements() {
    return Collections.unmodifiableList(Arrays.asList(slots));
  }

  /// Whether this is a tuple of so many elements whose first is this atom.
  public boolean is(Atom tag, int arity) {
    return slots.length == arity && arity > 0 && slots[0].equals(tag);
  }

  @Override
  boolean sameHead(Compound other) {
    return other instanceof Tuple;
  }

  @Override
  int headHash() {
    return slots.length;
  }
}
