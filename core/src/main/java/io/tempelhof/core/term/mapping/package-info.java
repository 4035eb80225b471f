/// Plain Java values as Erlang terms, and back.
///
/// {@link io.tempelhof.core.term.mapping.TermMapping} is the door. For each type it builds, once, a
/// tree of forms: a form knows how the values of one Java type look as terms. The table:
///
/// | Java | term |
/// | --- | --- |
/// | record with components | tuple of its tag and its components |
/// | record marked {@link io.tempelhof.core.term.mapping.Untagged} | tuple of its components |
/// | record without components, enum constant | the atom of its tag |
/// | sealed interface | whatever its records and enums are |
/// | {@code String} | binary, UTF-8 |
/// | {@code byte[]} | binary |
/// | {@code boolean} | {@code true}, {@code false} |
/// | {@code byte}, {@code short}, {@code int}, {@code long}, {@code BigInteger} | integer |
/// | {@code float}, {@code double} | float |
/// | {@code List} | proper list |
/// | {@code Map} | map |
/// | {@code Optional} | {@code undefined} if empty, else its content |
/// | any {@link io.tempelhof.core.term.Term} | itself |
///
/// A tag is the simple name in snake_case ({@code HTTPGet} is {@code http_get}); {@link
/// io.tempelhof.core.term.mapping.Tag} sets another. Everything else, and null, has no term form
/// ({@link io.tempelhof.core.term.mapping.UnmappableException}).
///
/// A value is read by the declared types of its components, so a type that is to be received must
/// not leave one open: {@code Object}, an unbounded type parameter or a raw {@code List} can be
/// sent only.
@NullMarked
package io.tempelhof.core.term.mapping;

import org.jspecify.annotations.NullMarked;
