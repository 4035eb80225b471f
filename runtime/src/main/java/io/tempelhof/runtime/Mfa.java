package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import java.util.Arrays;
import java.util.List;

/// A function by name, with what it is called with: Erlang's {@code apply(Module, Function,
/// Arguments)}. An Elixir module's name begins with {@code Elixir.}.
public record Mfa(Atom module, Atom function, List<Term> arguments) {
  public Mfa {
    arguments = List.copyOf(arguments);
  }

  /// The call of a function with these values.
  ///
  /// @throws io.tempelhof.core.term.mapping.UnmappableException if one has no term form
  public static Mfa of(String module, String function, Object... arguments) {
    return new Mfa(
        Atom.of(module),
        Atom.of(function),
        Arrays.stream(arguments).map(TermMapping::toTerm).toList());
  }

  /// How many arguments there are.
  public int arity() {
    return arguments.size();
  }

  /// {@code module:function/arity}.
  @Override
  public String toString() {
    return module + ":" + function + "/" + arity();
  }
}
