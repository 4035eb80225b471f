package io.tempelhof.runtime.rpc;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.mapping.SnakeCase;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Functions;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.RaisedException;
import io.tempelhof.runtime.Self;
import io.tempelhof.runtime.SystemLimitException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The functions of one node that other nodes may call, by module, name and number of arguments.
/// Nothing else can be run from outside. Safe for use by any thread.
///
/// ```java
/// exports.function("shop", "price", String.class, name -> prices.get(name));
/// exports.object("stock", Stock.class, stock);
/// ```
///
/// Arguments are read, and values written, as messages are ({@link
/// io.tempelhof.core.term.mapping}). A call whose arguments are not of the declared types raises
/// {@code function_clause}; that of a function which is not exported raises {@code undef}. A
/// function that gives null, or nothing, gives {@code ok}. What it throws reaches the caller as an
/// error of its class and message, with its stack ({@link io.tempelhof.runtime.Crash}), or just so
/// as a {@link RaisedException} says.
///
/// Some functions are exported from the beginning: {@link BuiltIns}.
public final class Exports {
  /// How many functions a node may export, its own included.
  public static final int FUNCTIONS_MAX = 4_096;

  private static final Atom OK = Atom.of("ok");

  /// A function without arguments.
  @FunctionalInterface
  public interface Function0 {
    /// Runs the function.
    @Nullable Object apply() throws Exception;
  }

  /// A function of one argument.
  @FunctionalInterface
  public interface Function1<A> {
    /// Runs the function.
    @Nullable Object apply(A a) throws Exception;
  }

  /// A function of two arguments.
  @FunctionalInterface
  public interface Function2<A, B> {
    /// Runs the function.
    @Nullable Object apply(A a, B b) throws Exception;
  }

  /// A function of three arguments.
  @FunctionalInterface
  public interface Function3<A, B, C> {
    /// Runs the function.
    @Nullable Object apply(A a, B b, C c) throws Exception;
  }

  /// A function of terms, which runs in the process that {@code self} is.
  @FunctionalInterface
  public interface RawFunction {
    /// @param call with as many arguments as the function was exported with
    @Nullable Object apply(Self self, Mfa call) throws Exception;
  }

  /// What a function is known by.
  ///
  /// @param arity the number of its arguments
  public record Name(String module, String function, int arity) {
    @Override
    public String toString() {
      return Atom.of(module) + ":" + Atom.of(function) + "/" + arity;
    }
  }

  /// @param origin where it comes from, for whoever reads a refusal
  private record Exported(Runner code, String origin) {}

  /// The code of a function.
  private interface Runner {
    /// @throws RaisedException if it does not take these arguments
    @Nullable Object run(Self self, Mfa call) throws Exception;
  }

  private final Map<Name, Exported> functions = new ConcurrentHashMap<>();

  private Exports(Processes processes) {
    Erpc.export(this);
    BuiltIns.export(this, processes);
  }

  /// The functions of a node that exports none yet: from now on it runs them when asked to.
  ///
  /// @throws IllegalStateException if it has some already
  public static Exports of(Processes processes) {
    Exports exports = new Exports(processes);
    Functions run = exports::apply;
    processes.serve(run);
    return exports;
  }

  // Exporting. Every method throws IllegalArgumentException if a function of this name and arity is
  // exported already, and SystemLimitException beyond FUNCTIONS_MAX.

  /// Exports a function without arguments.
  public void function(String module, String function, Function0 code) {
    export(new Name(module, function, 0), code, (_, _) -> code.apply());
  }

  /// Exports a function of one argument.
  public <A> void function(String module, String function, Class<A> first, Function1<A> code) {
    TermMapping<A> a = TermMapping.of(first);
    export(new Name(module, function, 1), code, (_, call) -> code.apply(read(a, call, 0)));
  }

  /// Exports a function of two arguments.
  public <A, B> void function(
      String module, String function, Class<A> first, Class<B> second, Function2<A, B> code) {
    TermMapping<A> a = TermMapping.of(first);
    TermMapping<B> b = TermMapping.of(second);
    export(
        new Name(module, function, 2),
        code,
        (_, call) -> code.apply(read(a, call, 0), read(b, call, 1)));
  }

  /// Exports a function of three arguments.
  public <A, B, C> void function(
      String module,
      String function,
      Class<A> first,
      Class<B> second,
      Class<C> third,
      Function3<A, B, C> code) {
    TermMapping<A> a = TermMapping.of(first);
    TermMapping<B> b = TermMapping.of(second);
    TermMapping<C> c = TermMapping.of(third);
    export(
        new Name(module, function, 3),
        code,
        (_, call) -> code.apply(read(a, call, 0), read(b, call, 1), read(c, call, 2)));
  }

  /// Exports a function of so many terms.
  public void raw(String module, String function, int arity, RawFunction code) {
    export(new Name(module, function, arity), code, code::apply);
  }

  private static <T> T read(TermMapping<T> mapping, Mfa call, int i) {
    T value = mapping.match(call.arguments().get(i));
    if (value == null) {
      throw Erpc.functionClause(call);
    }
    return value;
  }

  /// Exports all methods of an interface that this object implements, under their names in
  /// snake_case ({@code priceOf} is {@code price_of}). One whose first parameter is a {@link Self}
  /// is given that of the process it runs in; the caller gives the others.
  ///
  /// @throws IllegalArgumentException if two methods have the same name and arity, or one is
  ///   exported already: nothing is exported
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if a parameter has no term form
  public <T> void object(String module, Class<T> type, T object) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(type.getName() + " is no interface");
    }
    List<ExportedMethod> methods = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers()) && !method.isBridge()) {
        methods.add(ExportedMethod.of(method, object));
      }
    }
    List<Name> done = new ArrayList<>();
    try {
      for (ExportedMethod method : methods) {
        Name name = new Name(module, SnakeCase.of(method.name()), method.arity());
        add(name, new Exported(method::run, method.toString()));
        done.add(name);
      }
    } catch (RuntimeException refused) {
      done.forEach(functions::remove);
      throw refused;
    }
  }

  private void export(Name name, Object code, Runner runner) {
    add(name, new Exported(runner, code.getClass().getName()));
  }

  private synchronized void add(Name name, Exported added) {
    Exported other = functions.get(name);
    if (other != null) {
      throw new IllegalArgumentException(
          name + " is exported already: by " + other.origin + ", now by " + added.origin);
    }
    if (functions.size() >= FUNCTIONS_MAX) {
      throw new SystemLimitException(
          "no more than " + FUNCTIONS_MAX + " functions may be exported at once");
    }
    functions.put(name, added);
  }

  /// Takes a function back; calls under way go on.
  ///
  /// @return false if it is not exported
  public boolean remove(String module, String function, int arity) {
    return functions.remove(new Name(module, function, arity)) != null;
  }

  /// What is exported, in order.
  public List<Name> list() {
    return functions.keySet().stream()
        .sorted(
            Comparator.comparing(Name::module)
                .thenComparing(Name::function)
                .thenComparingInt(Name::arity))
        .toList();
  }

  // Calling.

  /// Runs a function in the process that {@code self} is.
  ///
  /// @throws RaisedException {@code undef} if it is not exported, {@code function_clause} if it
  ///   does not take such arguments
  Object apply(Self self, Mfa call) throws Exception {
    Exported exported =
        functions.get(new Name(call.module().text(), call.function().text(), call.arity()));
    if (exported == null) {
      throw Erpc.undefined(call);
    }
    Object value = exported.code.run(self, call);
    return value == null ? OK : value;
  }
}
