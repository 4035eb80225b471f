package io.tempelhof.core.term.mapping;

import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// How plain Java values travel as terms; the package says which do. A mapping of a type is
/// computed once, and reads terms as values of that type. Values are written by their own class, so
/// that takes no mapping.
public final class TermMapping<T> {
  private static final ClassValue<TermMapping<?>> MAPPINGS =
      new ClassValue<>() {
        @Override
        protected TermMapping<?> computeValue(Class<?> type) {
          return new TermMapping<>(type.getName(), Resolver.ofDeclared(JavaType.of(type)));
        }
      };

  private final String type;
  private final Form form;

  private TermMapping(String type, Form form) {
    this.type = type;
    this.form = form;
  }

  /// The mapping of a type to be received: a record, sealed interface, enum, or any other type of
  /// the package's table that leaves nothing open.
  ///
  /// @throws UnmappableException if the type has no term form, leaves open what it holds, or if two
  ///   of its records or constants would look the same as terms; the message names them
  @SuppressWarnings("unchecked")
  public static <T> TermMapping<T> of(Class<T> type) {
    return (TermMapping<T>) MAPPINGS.get(type);
  }

  /// The mapping of what a class binds the type parameter of a generic interface to: of {@code
  /// List<String>} for one that implements {@code Call<List<String>>}.
  ///
  /// @param generic an interface with one type parameter
  /// @throws UnmappableException if the class leaves it open, or as {@link #of}
  /// @throws IllegalArgumentException if the class does not implement the interface
  public static TermMapping<?> ofArgument(Class<?> type, Class<?> generic) {
    JavaType implemented = JavaType.of(type).as(generic);
    if (implemented == null) {
      throw new IllegalArgumentException(type.getName() + " is no " + generic.getName());
    }
    JavaType argument = implemented.argument(0);
    return new TermMapping<>(argument.toString(), Resolver.ofDeclared(argument));
  }

  /// The name of the type.
  public String type() {
    return type;
  }

  /// The mapping of a type that may be generic, as a method declares it: {@code List<Long>}.
  /// Computed anew at each call.
  ///
  /// @throws UnmappableException as {@link #of(Class)}
  public static TermMapping<?> of(Type type) {
    JavaType declared = JavaType.of(Object.class).inside(type);
    return declared.arguments().isEmpty()
        ? of(declared.raw())
        : new TermMapping<>(declared.toString(), Resolver.ofDeclared(declared));
  }

  /// The value whose term form this is, or null if there is none in the type.
  @SuppressWarnings("unchecked")
  public @Nullable T match(Term term) {
    return (T) form.fromTerm(term, 0);
  }

  /// The value that another value, sent here by reference, is in this type: itself if it is of the
  /// very class that reading its term would give, else what its term matches, or null.
  @SuppressWarnings("unchecked")
  public @Nullable T matchValue(Object value) {
    if (form.claims(value.getClass())) {
      return (T) value;
    }
    return match(value instanceof Term term ? term : toTerm(value));
  }

  /// The term form of a value.
  ///
  /// @throws UnmappableException if it has none
  public static Term toTerm(Object value) {
    return AnyForm.ANY.toTerm(value, 0);
  }

  /// Writes the term form of a value, without a version byte and without building the term first.
  ///
  /// @throws UnmappableException if it has none; then nothing is written
  public static void write(Object value, TermWriter out) {
    int start = out.size();
    try {
      AnyForm.ANY.write(value, out, 0);
    } catch (UnmappableException e) {
      out.truncate(start);
      throw e;
    }
  }

  /// The term form of a value, encoded.
  ///
  /// @throws UnmappableException if it has none
  /// @throws IllegalArgumentException if it is longer than {@link
  ///   io.tempelhof.core.term.TermLimits#MAX_ENCODED_BYTES}
  public static Encoded encode(Object value) {
    TermWriter out = TermWriter.sharing();
    out.putVersion();
    write(value, out);
    return Encoded.of(out);
  }

  /// The value itself if nobody can change it any more, else a copy that nobody can: what one
  /// process may hand to another by reference.
  ///
  /// @throws UnmappableException if it has no term form, exactly as {@link #toTerm}
  public static Object snapshot(Object value) {
    return AnyForm.ANY.snapshot(value, 0);
  }

  @Override
  public String toString() {
    return "TermMapping of " + type;
  }
}
