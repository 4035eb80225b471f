package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Values as terms and back: terms only, until records are mapped.
final class Values {
  private Values() {}

  static Term toTerm(Object value) {
    return switch (value) {
      case Term term -> term;
      case Down down ->
          Tuple.of(Atom.of("DOWN"), down.ref(), down.type(), down.source(), down.reason());
      case Exited exited -> Tuple.of(Atom.of("EXIT"), exited.from(), exited.reason());
      default -> throw new IllegalArgumentException(value.getClass() + " has no term form");
    };
  }

  static Object snapshot(Object value) {
    var _ = toTerm(value);
    return value;
  }

  static <T> @Nullable T match(Class<T> type, Term term) {
    return type.isInstance(term) ? type.cast(term) : null;
  }
}
