package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import org.jspecify.annotations.Nullable;

/// Values without values inside.
abstract class ScalarForm extends Form {
  @Override
  final Term toTerm(Object value, int depth) {
    return toTerm(value);
  }

  @Override
  final @Nullable Object fromTerm(Term term, int depth) {
    return fromTerm(term);
  }

  @Override
  final void write(Object value, TermWriter out, int depth) {
    write(value, out);
  }

  @Override
  final Object snapshot(Object value, int depth) {
    return snapshot(value);
  }

  @Override
  boolean tellsApart() {
    return true;
  }

  abstract Term toTerm(Object value);

  abstract void write(Object value, TermWriter out);

  abstract @Nullable Object fromTerm(Term term);

  abstract Object snapshot(Object value);
}
