package io.tempelhof.core.term.mapping;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Sets the atom that a record or an enum constant bears as a term, in place of its name in
/// snake_case.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Tag {
  /// The text of the atom.
  String value();
}
