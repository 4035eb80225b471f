package io.tempelhof.core.term;

import java.util.List;

/// A tuple.
public record Tuple(List<Term> elements) implements Term {
  public Tuple {
    elements = List.copyOf(elements);
  }

  /// The tuple of these elements.
  public static Tuple of(Term... elements) {
    return new Tuple(List.of(elements));
  }

  public int arity() {
    return elements.size();
  }

  /// Element {@code i}, counted from 0.
  public Term at(int i) {
    return elements.get(i);
  }
}
