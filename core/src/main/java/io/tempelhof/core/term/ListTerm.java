package io.tempelhof.core.term;

import java.util.List;

/// A list of at least one element; the empty list is {@link Nil}. A tail other than {@link Nil}
/// makes it improper; a tail is never itself a {@code ListTerm} (such lists are one longer list).
public record ListTerm(List<Term> elements, Term tail) implements Term {
  public ListTerm {
    elements = List.copyOf(elements);
    if (elements.isEmpty() || tail instanceof ListTerm) {
      throw new IllegalArgumentException("use ListTerm.of");
    }
  }

  /// The proper list of these elements ({@link Nil} where there are none).
  public static Term of(List<? extends Term> elements) {
    return elements.isEmpty() ? Nil.NIL : new ListTerm(List.copyOf(elements), Nil.NIL);
  }

  public static Term of(Term... elements) {
    return of(List.of(elements));
  }
}
