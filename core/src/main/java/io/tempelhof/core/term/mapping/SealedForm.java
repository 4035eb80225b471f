package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sealed interface: its records and enums, told apart by tag and arity.
final class SealedForm extends Form {
  /// What tells one leaf from another as a term; arity 0 is an atom.
  private record Mark(String tag, int arity) {
    @Override
    public String toString() {
      return arity == 0 ? "the atom " + tag : "a tuple of " + arity + " elements tagged " + tag;
    }
  }

  private final Map<Class<?>, Form> byClass = new HashMap<>();
  private final Map<Mark, Form> byMark = new HashMap<>();

  /// Sets the leaves, which may refer to this form.
  ///
  /// @throws UnmappableException if two of them have the same tag and arity
  void complete(List<Form> leaves) {
    Map<Mark, String> names = new HashMap<>();
    for (Form leaf : leaves) {
      switch (leaf) {
        case RecordForm form -> {
          byClass.put(form.type(), form);
          String name = form.type().getName();
          Atom tag = form.tag();
          if (tag == null) {
            throw new UnmappableException(name + " is one of several and needs a tag");
          }
          claim(new Mark(tag.text(), form.arity()), name, form, names);
        }
        case EnumForm form -> {
          byClass.put(form.type(), form);
          for (Enum<?> constant : form.constants()) {
            String name = form.type().getName() + "." + constant.name();
            claim(new Mark(form.term(constant).text(), 0), name, form, names);
          }
        }
        default -> throw new IllegalStateException("no leaf: " + leaf);
      }
    }
  }

  private void claim(Mark mark, String name, Form form, Map<Mark, String> names) {
    String other = names.putIfAbsent(mark, name);
    if (other != null) {
      throw new UnmappableException(other + " and " + name + " are both " + mark);
    }
    byMark.put(mark, form);
  }

  private Form leaf(Object value) {
    Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    Form leaf = byClass.get(type);
    if (leaf == null) {
      throw new IllegalStateException(type + " is no leaf of this sealed interface");
    }
    return leaf;
  }

  @Override
  Term toTerm(Object value, int depth) {
    return leaf(value).toTerm(value, depth);
  }

  @Override
  void write(Object value, TermWriter out, int depth) {
    leaf(value).write(value, out, depth);
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    Mark mark =
        switch (term) {
          case Atom(String text) -> new Mark(text, 0);
          case Tuple tuple when tuple.arity() > 0 && tuple.at(0) instanceof Atom(String text) ->
              new Mark(text, tuple.arity());
          default -> null;
        };
    Form leaf = mark == null ? null : byMark.get(mark);
    return leaf == null ? null : leaf.fromTerm(term, depth);
  }

  @Override
  Object snapshot(Object value, int depth) {
    return leaf(value).snapshot(value, depth);
  }

  @Override
  boolean isUndefined(Object value) {
    return leaf(value).isUndefined(value);
  }

  @Override
  boolean claims(Class<?> type) {
    return byClass.containsKey(type);
  }
}
