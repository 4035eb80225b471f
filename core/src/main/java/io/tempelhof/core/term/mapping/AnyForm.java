package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import org.jspecify.annotations.Nullable;

/// Values of which only the class they have at run time is known. They can be sent, not received.
final class AnyForm extends Form {
  static final AnyForm ANY = new AnyForm();

  private static final ClassValue<Form> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected Form computeValue(Class<?> type) {
          return Resolver.ofRuntimeClass(type);
        }
      };

  private AnyForm() {}

  private static Form form(Object value) {
    return BY_CLASS.get(value.getClass());
  }

  @Override
  Term toTerm(Object value, int depth) {
    return form(value).toTerm(value, depth);
  }

  @Override
  void write(Object value, TermWriter out, int depth) {
    form(value).write(value, out, depth);
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    throw new IllegalStateException("a type left open cannot be received");
  }

  @Override
  Object snapshot(Object value, int depth) {
    return form(value).snapshot(value, depth);
  }

  @Override
  boolean mayBeByte() {
    return true;
  }

  @Override
  boolean isUndefined(Object value) {
    return form(value).isUndefined(value);
  }
}
