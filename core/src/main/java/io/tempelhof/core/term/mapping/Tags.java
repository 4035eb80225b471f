package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Atom;
import org.jspecify.annotations.Nullable;

/// The atoms that records and enum constants bear.
final class Tags {
  private Tags() {}

  static Atom of(Class<?> record) {
    return atom(record.getAnnotation(Tag.class), record.getSimpleName(), record.getName());
  }

  static Atom of(Enum<?> constant) {
    Class<?> type = constant.getDeclaringClass();
    String where = type.getName() + "." + constant.name();
    try {
      return atom(type.getField(constant.name()).getAnnotation(Tag.class), constant.name(), where);
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException(where, impossible);
    }
  }

  private static Atom atom(@Nullable Tag tag, String name, String where) {
    try {
      return Atom.of(tag == null ? SnakeCase.of(name) : tag.value());
    } catch (IllegalArgumentException illegal) {
      throw new UnmappableException(where + " has no legal tag: " + illegal.getMessage());
    }
  }
}
