package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import org.jspecify.annotations.Nullable;

/// How the values of one Java type look as terms.
///
/// Forms follow the shape of the values and so call each other; {@code depth} counts these calls
/// and ends them before the stack does.
abstract class Form {
  /// Values nested inside each other, in levels. A list that contains itself ends here too.
  static final int MAX_DEPTH = 500;

  /// The term of a value.
  ///
  /// @throws UnmappableException if it has none
  abstract Term toTerm(Object value, int depth);

  /// Writes the term of a value without building it.
  ///
  /// @throws UnmappableException if it has none
  abstract void write(Object value, TermWriter out, int depth);

  /// The value whose term this is, or null if it is the term of no value of the type.
  abstract @Nullable Object fromTerm(Term term, int depth);

  /// The value itself if nobody can change it any more, else a copy.
  ///
  /// @throws UnmappableException if it has no term form
  abstract Object snapshot(Object value, int depth);

  /// Whether every value of the type has a term form and cannot change, so that {@link #snapshot}
  /// need not look.
  boolean isPlain() {
    return false;
  }

  /// Whether some value of the type is a small integer, of which Erlang makes shorter lists.
  boolean mayBeByte() {
    return false;
  }

  /// Whether values that are not {@code equals} always have different terms.
  boolean tellsApart() {
    return false;
  }

  /// Whether the very objects of this class are what {@link #fromTerm} makes of their terms.
  boolean claims(Class<?> type) {
    return false;
  }

  /// Whether the term of this value is the atom {@code undefined}.
  boolean isUndefined(Object value) {
    return false;
  }

  static Object present(@Nullable Object value) {
    if (value == null) {
      throw new UnmappableException("null has no term form");
    }
    return value;
  }

  /// Writes a term, which must not be nested too deep.
  static void put(Term term, TermWriter out) {
    try {
      out.put(term);
    } catch (IllegalArgumentException tooDeep) {
      throw new UnmappableException(tooDeep.getMessage() + " has no term form");
    }
  }

  static int deeper(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new UnmappableException("values nested deeper than " + MAX_DEPTH + " levels");
    }
    return depth + 1;
  }
}
