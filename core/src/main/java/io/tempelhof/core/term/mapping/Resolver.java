package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Finds the forms of one type and of all types inside it. Types may refer to themselves: a form is
/// known before what is inside it is found.
final class Resolver {
  /// Types declared inside each other, in levels. Only a generic record that contains itself with
  /// ever other arguments nests deeper.
  private static final int MAX_NESTING = 200;

  private final Map<JavaType, Form> known = new HashMap<>();
  private final boolean openAllowed;

  /// Whether a component of a record is being looked at: only the outermost names its class.
  private boolean insideRecord;

  private int nesting;

  private Resolver(boolean openAllowed) {
    this.openAllowed = openAllowed;
  }

  /// The form of a type as it is declared, to be sent and received.
  ///
  /// @throws UnmappableException if it has none
  static Form ofDeclared(JavaType type) {
    return new Resolver(false).named(type);
  }

  /// The form of values that have this very class, to be sent.
  ///
  /// @throws UnmappableException if it has none
  static Form ofRuntimeClass(Class<?> type) {
    if (type == Object.class) {
      throw new UnmappableException("java.lang.Object has no term form");
    }
    return new Resolver(true).named(JavaType.of(declared(type)));
  }

  /// The type of the package's table that a class falls under.
  private static Class<?> declared(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return List.class;
    }
    if (Map.class.isAssignableFrom(type)) {
      return Map.class;
    }
    boolean constantWithBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
    return constantWithBody ? type.getSuperclass() : type;
  }

  private Form named(JavaType type) {
    Form form = known.get(type);
    if (form == null) {
      if (++nesting > MAX_NESTING) {
        throw new UnmappableException(type.raw().getTypeName() + " leads to ever new types");
      }
      form = find(type);
      known.put(type, form);
      nesting--;
    }
    return form;
  }

  private Form find(JavaType type) {
    Class<?> raw = type.raw();
    Form scalar = Scalars.FORMS.get(raw);
    if (scalar != null) {
      return scalar;
    }
    if (Term.class.isAssignableFrom(raw)) {
      return new Scalars.Itself(raw);
    }
    if (raw == List.class) {
      return new ListForm(named(type.argument(0)));
    }
    if (raw == Map.class) {
      return new MapForm(named(type.argument(0)), named(type.argument(1)));
    }
    if (raw == Optional.class) {
      return optional(type);
    }
    if (raw.isEnum()) {
      return new EnumForm(raw);
    }
    if (raw.isRecord()) {
      return record(type);
    }
    if (raw.isInterface() && raw.isSealed()) {
      return sealed(type);
    }
    if (raw == Object.class && openAllowed) {
      return AnyForm.ANY;
    }
    throw new UnmappableException(
        raw == Object.class
            ? "a type left open cannot be received: declare what it holds, or Term"
            : type + " has no term form");
  }

  private Form optional(JavaType type) {
    if (type.argument(0).raw() == Optional.class) {
      throw new UnmappableException(type + " has no term form: both empties would be undefined");
    }
    return new OptionalForm(named(type.argument(0)));
  }

  private Form record(JavaType type) {
    RecordShape shape = RecordShape.of(type.raw());
    RecordForm form = new RecordForm(type.raw(), shape);
    known.put(type, form);
    boolean outermost = !insideRecord;
    insideRecord = true;
    List<Form> components = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      try {
        components.add(named(type.inside(shape.type(i))));
      } catch (UnmappableException e) {
        throw e.inside((outermost ? type.raw().getSimpleName() : "") + "." + shape.name(i));
      }
    }
    insideRecord = !outermost;
    form.complete(components);
    return form;
  }

  private Form sealed(JavaType type) {
    SealedForm form = new SealedForm();
    known.put(type, form);
    SequencedSet<Class<?>> leaves = new LinkedHashSet<>();
    collectLeaves(type.raw(), leaves);
    form.complete(leaves.stream().map(leaf -> named(JavaType.of(leaf))).toList());
    return form;
  }

  private static void collectLeaves(Class<?> type, SequencedSet<Class<?>> leaves) {
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      if (permitted.isRecord() || permitted.isEnum()) {
        leaves.add(permitted);
      } else if (permitted.isInterface() && permitted.isSealed()) {
        collectLeaves(permitted, leaves);
      } else {
        throw new UnmappableException(
            permitted.getName() + " is neither record, enum nor sealed interface");
      }
    }
  }
}
