package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists, as proper lists.
final class ListForm extends Form {
  /// What {@code List.of} makes: nobody can change these.
  private static final List<Class<?>> IMMUTABLE =
      List.of(List.of().getClass(), List.of(1).getClass());

  private final Form element;

  ListForm(Form element) {
    this.element = element;
  }

  @Override
  Term toTerm(Object value, int depth) {
    Object[] elements = ((List<?>) value).toArray();
    Term[] terms = new Term[elements.length];
    int inner = deeper(depth);
    for (int i = 0; i < elements.length; i++) {
      try {
        terms[i] = element.toTerm(present(elements[i]), inner);
      } catch (UnmappableException e) {
        throw e.inside("[" + i + "]");
      }
    }
    return ListTerm.of(terms);
  }

  @Override
  void write(Object value, TermWriter out, int depth) {
    Object[] elements = ((List<?>) value).toArray();
    if (elements.length == 0 || element.mayBeByte()) {
      put(toTerm(value, depth), out); // which has a shorter form if all are bytes
      return;
    }
    out.putList(elements.length);
    int inner = deeper(depth);
    for (int i = 0; i < elements.length; i++) {
      try {
        element.write(present(elements[i]), out, inner);
      } catch (UnmappableException e) {
        throw e.inside("[" + i + "]");
      }
    }
    out.putNil();
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    if (term == Nil.NIL) {
      return List.of();
    }
    if (!(term instanceof ListTerm list) || !list.isProper() || depth >= MAX_DEPTH) {
      return null;
    }
    Object[] values = new Object[list.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = element.fromTerm(list.at(i), depth + 1);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return List.of(values);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a copy is another object
  Object snapshot(Object value, int depth) {
    Object[] elements = ((List<?>) value).toArray();
    boolean same = IMMUTABLE.contains(value.getClass());
    int inner = deeper(depth);
    for (int i = 0; i < elements.length; i++) {
      try {
        Object copy = element.snapshot(present(elements[i]), inner);
        same &= copy == elements[i];
        elements[i] = copy;
      } catch (UnmappableException e) {
        throw e.inside("[" + i + "]");
      }
    }
    return same ? value : List.of(elements);
  }
}
