package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import org.jspecify.annotations.Nullable;

/// Values without values inside: such a form says what the term of a value is and what the value of
/// a term, and if need be which values have none, how its term is written faster, and how it is
/// copied.
///
/// @param <T> the Java type, boxed
abstract class ScalarForm<T> extends Form {

  abstract Term term(T value);

  /// The value of the term, or null if it is the term of no value of the type.
  abstract @Nullable T value(Term term);

  /// Refuses a value that has no term form.
  ///
  /// @throws UnmappableException saying why
  void check(T value) {}

  /// Writes the term of a checked value.
  void write(T value, TermWriter out) {
    put(term(value), out);
  }

  /// A checked value that nobody can change any more.
  T copy(T value) {
    return value;
  }

  @Override
  final Term toTerm(Object value, int depth) {
    return term(checked(value));
  }

  @Override
  final void write(Object value, TermWriter out, int depth) {
    write(checked(value), out);
  }

  @Override
  final @Nullable Object fromTerm(Term term, int depth) {
    return value(term);
  }

  @Override
  final Object snapshot(Object value, int depth) {
    return copy(checked(value));
  }

  /// The {@link Resolver} gives each form values of its own type only.
  @SuppressWarnings("unchecked")
  private T checked(Object value) {
    T typed = (T) value;
    check(typed);
    return typed;
  }

  @Override
  boolean tellsApart() {
    return true;
  }
}
