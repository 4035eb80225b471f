package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.term.Tuple;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A record as a tuple of its tag and its components, or as the tag alone if it has none.
final class RecordForm extends Form {
  private final Class<?> type;
  private final Atom tag;
  private final RecordShape shape;
  private final Form[] forms;
  private final byte[] head;

  /// Components that a snapshot must look at: all but plain primitives.
  private int[] watched = {};

  /// The forms of the components are set by {@link #complete}, since they may refer to this one.
  RecordForm(Class<?> type, RecordShape shape) {
    this.type = type;
    this.shape = shape;
    tag = Tags.of(type);
    forms = new Form[shape.size()];
    TermWriter writer = new TermWriter();
    if (forms.length > 0) {
      writer.putTuple(arity());
    }
    writer.putAtom(tag.text());
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

  Atom tag() {
    return tag;
  }

  /// How many elements its tuple has; 0 if it is an atom.
  int arity() {
    return forms.length == 0 ? 0 : forms.length + 1;
  }

  @Override
  Term toTerm(Object value, int depth) {
    if (forms.length == 0) {
      return tag;
    }
    Term[] elements = new Term[arity()];
    elements[0] = tag;
    int inner = deeper(depth);
    for (int i = 0; i < forms.length; i++) {
      try {
        elements[i + 1] = forms[i].toTerm(present(shape.component(value, i)), inner);
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
    if (forms.length == 0 ? !term.equals(tag) : !isTagged(term) || depth >= MAX_DEPTH) {
      return null;
    }
    Object[] values = new Object[forms.length];
    for (int i = 0; i < forms.length; i++) {
      Object value = forms[i].fromTerm(((Tuple) term).at(i + 1), depth + 1);
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

  private boolean isTagged(Term term) {
    return term instanceof Tuple tuple && tuple.is(tag, arity());
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
    return forms.length == 0 && tag.equals(Atom.UNDEFINED);
  }

  @Override
  boolean claims(Class<?> type) {
    return type == this.type;
  }
}
