package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The constants of an enum, as atoms.
final class EnumForm extends ScalarForm<Enum<?>> {
  private final Class<?> type;
  private final List<Enum<?>> constants;
  private final Map<Enum<?>, Atom> tags = new HashMap<>();
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
  Atom term(Enum<?> constant) {
    Atom tag = tags.get(constant);
    if (tag == null) {
      throw new IllegalStateException(constant + " is no constant of " + type);
    }
    return tag;
  }

  @Override
  void write(Enum<?> constant, TermWriter out) {
    out.putAtom(term(constant).text());
  }

  @Override
  @Nullable Enum<?> value(Term term) {
    return byTag.get(term);
  }

  @Override
  boolean isPlain() {
    return true;
  }

  @Override
  boolean isUndefined(Object value) {
    return Atom.UNDEFINED.equals(tags.get(value));
  }

  @Override
  boolean claims(Class<?> type) {
    return type == this.type;
  }
}
