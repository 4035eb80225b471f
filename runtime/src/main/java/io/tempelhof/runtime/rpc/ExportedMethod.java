package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Self;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method of an object that is exported under a name.
///
/// @param takesSelf whether its first parameter is the process it runs in
/// @param parameters how the others are read
record ExportedMethod(
    Method method, Object object, boolean takesSelf, List<TermMapping<?>> parameters) {

  /// @throws io.tempelhof.core.term.mapping.UnmappableException if a parameter has no term form
  static ExportedMethod of(Method method, Object object) {
    Type[] types = method.getGenericParameterTypes();
    boolean takesSelf = types.length > 0 && types[0] == Self.class;
    List<TermMapping<?>> parameters =
        Arrays.stream(types).skip(takesSelf ? 1 : 0).<TermMapping<?>>map(TermMapping::of).toList();
    method.setAccessible(true);
    return new ExportedMethod(method, object, takesSelf, parameters);
  }

  String name() {
    return method.getName();
  }

  /// How many arguments its caller gives.
  int arity() {
    return parameters.size();
  }

  @Nullable Object run(Self self, Mfa call) throws Exception {
    int first = takesSelf ? 1 : 0;
    Object[] values = new Object[first + arity()];
    if (takesSelf) {
      values[0] = self;
    }
    for (int i = 0; i < arity(); i++) {
      Object value = parameters.get(i).match(call.arguments().get(i));
      if (value == null) {
        throw Erpc.functionClause(call);
      }
      values[first + i] = value;
    }
    try {
      return method.invoke(object, values);
    } catch (InvocationTargetException thrown) {
      throw rethrown(thrown.getCause());
    }
  }

  private static Exception rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case Exception exception -> exception;
      case null, default -> new IllegalStateException(cause);
    };
  }

  @Override
  public String toString() {
    return method.toGenericString();
  }
}
