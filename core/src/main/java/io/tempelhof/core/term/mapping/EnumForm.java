package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The constants of an enum, as atoms.
final class EnumForm extends ScalarForm {
  private final Class<?> type;
  private final List<Enum<?>> constants;
  private final Map<Object, Atom> tags = new HashMap<>();
  private final Map<Term, Enum<?>> byTag = new HashMap<>();

  EnumForm(Class<?> type) {
    this.type = type;
    constants = List.of((Enum<?>[]) type.getEnumConstants());
    for (Enum<?> constant : constants) {
      Atom tag = Tags.of(constant);
      tags.put(constant, tag);
      Enum<?> other = byTag.putIfAbsent(tag, constant);
      if (other != null) {
        throw new UnmappableException(
            other + " and " + constant + " of " + type.getName() + " are both the atom " + tag);
      }
    }
  }

  Class<?> type() {
    return type;
  }

  List<Enum<?>> constants() {
    return constants;
  }

  @Override
  Atom toTerm(Object value) {
    Atom tag = tags.get(value);
    if (tag == null) {
      throw new IllegalStateException(value + " is no constant of " + type);
    }
    return tag;
  }

  @Override
  void write(Object value, TermWriter out) {
    out.putAtom(toTerm(value).text());
  }

  @Override
  @Nullable Object fromTerm(Term term) {
    return byTag.get(term);
  }

  @Override
  Object snapshot(Object value) {
    return value;
  }

  @Override
  boolean isPlain() {
    return true;
  }

  @Override
  boolean isUndefined(Object value) {
    return toTerm(value).equals(Atom.UNDEFINED);
  }

  @Override
  boolean claims(Class<?> type) {
    return type == this.type;
  }
}
