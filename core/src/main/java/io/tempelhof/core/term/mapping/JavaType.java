package io.tempelhof.core.term.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A class with its type arguments, none of them open: type parameters are replaced by what they
/// are bound to where the type is used, or else by their first bound, as wildcards are. {@code
/// arguments} is empty where a generic class is used raw.
record JavaType(Class<?> raw, List<JavaType> arguments) {

  static JavaType of(Class<?> type) {
    return new JavaType(type, List.of());
  }

  /// The type that a component of this type declares.
  JavaType inside(Type declared) {
    return resolve(declared, bindings());
  }

  /// This type seen as an interface that it is or inherits; null if it is no such.
  @Nullable JavaType as(Class<?> ancestor) {
    if (raw == ancestor) {
      return this;
    }
    Type superclass = raw.getGenericSuperclass();
    Stream<Type> parents =
        Stream.concat(Stream.ofNullable(superclass), Arrays.stream(raw.getGenericInterfaces()));
    return parents
        .map(parent -> inside(parent).as(ancestor))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// A type parameter whose bound mentions itself ({@code T extends Comparable<T>}) stands for its
  /// bare bound there.
  private static JavaType resolve(Type type, Map<TypeVariable<?>, JavaType> bindings) {
    return switch (type) {
      case Class<?> plain -> of(plain);
      case ParameterizedType generic ->
          new JavaType(
              (Class<?>) generic.getRawType(),
              Arrays.stream(generic.getActualTypeArguments())
                  .map(argument -> resolve(argument, bindings))
                  .toList());
      case WildcardType wildcard -> resolve(wildcard.getUpperBounds()[0], bindings);
      case TypeVariable<?> variable -> {
        JavaType bound = bindings.get(variable);
        yield bound != null ? bound : of(erase(variable.getBounds()[0]));
      }
      default -> throw new UnmappableException(type.getTypeName() + " has no term form");
    };
  }

  private static Class<?> erase(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      case TypeVariable<?> variable -> erase(variable.getBounds()[0]);
      default -> Object.class;
    };
  }

  private Map<TypeVariable<?>, JavaType> bindings() {
    Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
    TypeVariable<?>[] parameters = raw.getTypeParameters();
    for (int i = 0; i < arguments.size(); i++) {
      bindings.put(parameters[i], arguments.get(i));
    }
    return bindings;
  }

  /// Type argument {@code i}; anything at all where the type is raw.
  JavaType argument(int i) {
    return arguments.isEmpty() ? of(Object.class) : arguments.get(i);
  }

  @Override
  public String toString() {
    if (arguments.isEmpty()) {
      return raw.getTypeName();
    }
    String inner = String.join(", ", arguments.stream().map(JavaType::toString).toList());
    return raw.getTypeName() + "<" + inner + ">";
  }
}
