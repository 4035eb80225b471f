package io.tempelhof.core.term.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes records of one class apart and puts them together, through method handles looked up once.
final class RecordShape {
  private final RecordComponent[] components;
  private final MethodHandle[] accessors;
  private final MethodHandle constructor;

  private RecordShape(
      RecordComponent[] components, MethodHandle[] accessors, MethodHandle constructor) {
    this.components = components;
    this.accessors = accessors;
    this.constructor = constructor;
  }

  static RecordShape of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    MethodHandle[] accessors = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        accessors[i] = accessor(components[i].getAccessor());
      }
      return new RecordShape(components, accessors, constructor(type, components));
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      throw new UnmappableException(
          type.getName() + " cannot be looked into (is its package open to io.tempelhof?): " + e);
    }
  }

  private static MethodHandle accessor(Method method) throws IllegalAccessException {
    method.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(method)
        .asType(MethodType.methodType(Object.class, Object.class));
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components)
      throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    canonical.setAccessible(true);
    return MethodHandles.lookup()
        .unreflectConstructor(canonical)
        .asSpreader(Object[].class, types.length)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  int size() {
    return components.length;
  }

  String name(int i) {
    return components[i].getName();
  }

  Type type(int i) {
    return components[i].getGenericType();
  }

  boolean isPrimitive(int i) {
    return components[i].getType().isPrimitive();
  }

  @Nullable Object component(Object rec, int i) {
    try {
      return (Object) accessors[i].invokeExact(rec);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("accessor of " + components[i], e);
    }
  }

  /// Calls the canonical constructor, which may throw what it likes.
  Object create(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("constructor with checked exception", e);
    }
  }
}
