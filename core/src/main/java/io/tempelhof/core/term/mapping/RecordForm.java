package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A record as a tuple of its tag and its components, or as the tag alone if it has none; of its
/// components alone if it is {@link Untagged}.
final class RecordForm extends Form {
  private final Class<?> type;

  /// Null for an untagged one.
  private final @Nullable Atom tag;

  /// How many elements come before the components.
  private final int first;

  private final RecordShape shape;
  private final Form[] forms;
  private final byte[] head;

  /// Components that a snapshot must look at: all but plain primitives.
  private int[] watched = {};

  /// The forms of the components are set by {@link #complete}, since they may refer to this one.
  RecordForm(Class<?> type, RecordShape shape) {
    this.type = type;
    this.shape = shape;
    tag = type.isAnnotationPresent(Untagged.class) ? null : Tags.of(type);
    first = tag == null ? 0 : 1;
    forms = new Form[shape.size()];
    if (forms.length == 0 && tag == null) {
      throw new UnmappableException(type.getName() + " has neither tag nor components");
    }
    TermWriter writer = new TermWriter();
    if (forms.length > 0) {
      writer.putTuple(arity());
    }
    if (tag != null) {
      writer.putAtom(tag.text());
    }
    head = writer.toBytes();
  }

  void complete(List<Form> components) {
    components.toArray(forms);
    watched =
        IntStream.range(0, forms.length)
            .filter(i -> !shape.isPrimitive(i) || !forms[i].isPlain())
            .toArray();
  }

  Class<?> type() {
    return type;
  }

  /// Null for an untagged one.
  @Nullable Atom tag() {
    return tag;
  }

  /// How many elements its tuple has; 0 if it is an atom.
  int arity() {
    return forms.length == 0 ? 0 : forms.length + first;
  }

  @Override
  Term toTerm(Object value, int depth) {
    if (forms.length == 0 && tag != null) {
      return tag;
    }
    Term[] elements = new Term[arity()];
    if (tag != null) {
      elements[0] = tag;
    }
    int inner = deeper(depth);
    for (int i = 0; i < forms.length; i++) {
      try {
        elements[first + i] = forms[i].toTerm(present(shape.component(value, i)), inner);
      } catch (UnmappableException e) {
        throw e.inside(step(i, depth));
      }
    }
    return Tuple.of(elements);
  }

  @Override
  void write(Object value, TermWriter out, int depth) {
    out.putRaw(head);
    int inner = deeper(depth);
    for (int i = 0; i < forms.length; i++) {
      try {
        forms[i].write(present(shape.component(value, i)), out, inner);
      } catch (UnmappableException e) {
        throw e.inside(step(i, depth));
      }
    }
  }

  @Override
  @Nullable Object fromTerm(Term term, int depth) {
    if (forms.length == 0 ? !term.equals(tag) : !hasShape(term) || depth >= MAX_DEPTH) {
      return null;
    }
    Object[] values = new Object[forms.length];
    for (int i = 0; i < forms.length; i++) {
      Object value = forms[i].fromTerm(((Tuple) term).at(first + i), depth + 1);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    try {
      return shape.create(values);
    } catch (RuntimeException refused) {
      return null; // the record itself says, in whatever words, that there is no such value
    }
  }

  private boolean hasShape(Term term) {
    return term instanceof Tuple tuple
        && (tag == null ? tuple.arity() == arity() : tuple.is(tag, arity()));
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a copy is another object
  Object snapshot(Object value, int depth) {
    @Nullable Object[] copies = null;
    int inner = deeper(depth);
    for (int i : watched) {
      try {
        Object component = present(shape.component(value, i));
        Object copy = forms[i].snapshot(component, inner);
        if (copy != component) {
          copies = copies == null ? components(value) : copies;
          copies[i] = copy;
        }
      } catch (UnmappableException e) {
        throw e.inside(step(i, depth));
      }
    }
    return copies == null ? value : shape.create(copies);
  }

  private @Nullable Object[] components(Object value) {
    @Nullable Object[] values = new Object[forms.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.component(value, i);
    }
    return values;
  }

  private String step(int i, int depth) {
    return (depth == 0 ? type.getSimpleName() : "") + "." + shape.name(i);
  }

  @Override
  boolean isUndefined(Object value) {
    return forms.length == 0 && Atom.UNDEFINED.equals(tag);
  }

  @Override
  boolean claims(Class<?> type) {
    return type == this.type;
  }
}
