package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.Optional;

/// A call as Erlang's {@code gen_server:call} and Elixir's {@code GenServer.call} send it: {@code
/// {'$gen_call', {Pid, Tag}, Request}} (OTP {@code gen}). Answered by {@link Self#reply}.
///
/// @param from who asks, and how to answer
/// @param request the request itself
public record GenCall(From from, Term request) {
  private static final Atom GEN_CALL = Atom.of("$gen_call");
  private static final Atom ALIAS = Atom.of("alias");

  /// Who asks.
  ///
  /// @param pid the process that waits for the answer
  /// @param tag goes back with the answer, unchanged
  public record From(Pid pid, Term tag) {

    /// Where the answer goes when the asking process gave an alias for it, by a tag {@code
    /// [alias|Ref]} or {@code [[alias|Ref]|_]}: an alias stops working once the call has timed out,
    /// so that a late answer disappears. Empty: the answer goes to the {@link #pid}.
    public Optional<Ref> alias() {
      return aliasOf(tag)
          .or(() -> tag instanceof ListTerm list ? aliasOf(list.at(0)) : Optional.empty());
    }

    private static Optional<Ref> aliasOf(Term term) {
      return term instanceof ListTerm list
              && list.size() == 1
              && list.at(0).equals(ALIAS)
              && list.tail() instanceof Ref ref
          ? Optional.of(ref)
          : Optional.empty();
    }

    /// The answer as it travels.
    public Term answer(Term reply) {
      return Tuple.of(tag, reply);
    }
  }

  /// Reads a call; empty if the message is something else.
  public static Optional<GenCall> of(Term message) {
    return message instanceof Tuple call
            && call.arity() == 3
            && call.at(0).equals(GEN_CALL)
            && call.at(1) instanceof Tuple from
            && from.arity() == 2
            && from.at(0) instanceof Pid pid
        ? Optional.of(new GenCall(new From(pid, from.at(1)), call.at(2)))
        : Optional.empty();
  }
}
