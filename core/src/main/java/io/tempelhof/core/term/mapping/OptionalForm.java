package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// {@code undefined} if empty, else the content, which must not be {@code undefined} itself.
final class OptionalForm extends Form {
  private final Form content;

  OptionalForm(Form content) {
    this.content = content;
  }

  private @Nullable Object content(Object value) {
    Object inside = ((Optional<?>) value).orElse(null);
    if (inside != null && content.isUndefined(inside)) {
      throw new UnmappableException("undefined in an Optional would read as empty");
    }
    return inside;
  }

  @Override
  Term toTerm(Object value, int depth) {
    Object inside = content(value);
    return inside == null ? Atom.UNDEFINED : content.toTerm(inside, deeper(depth));
  }

  @Override
  void write(Object value, TermWriter out, int depth) {
    Object inside = content(value);
    if (inside == null) {
      out.putAtom(Atom.UNDEFINED.text());
    } else {
      content.write(inside, out, deeper(depth));
    }
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    if (term.equals(Atom.UNDEFINED)) {
      return Optional.empty();
    }
    Object inside = depth >= MAX_DEPTH ? null : content.fromTerm(term, depth + 1);
    return inside == null ? null : Optional.of(inside);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a copy is another object
  Object snapshot(Object value, int depth) {
    Object inside = content(value);
    Object copy = inside == null ? null : content.snapshot(inside, deeper(depth));
    return copy == inside ? value : Optional.ofNullable(copy);
  }

  @Override
  boolean tellsApart() {
    return content.tellsApart();
  }

  @Override
  boolean isUndefined(Object value) {
    return ((Optional<?>) value).isEmpty();
  }
}
