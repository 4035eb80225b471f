package io.tempelhof.runtime;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.signal.MonitorTable;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.term.mapping.TermMapping;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A call as Erlang's {@code gen_server:call} and Elixir's {@code GenServer.call} send it: {@code
/// {'$gen_call', {Pid, Tag}, Request}} (OTP {@code gen}). Made by {@link Self#call}, answered by
/// {@link Self#reply}.
///
/// @param from who asks, and how to answer
/// @param request the request itself
public record GenCall(From from, Term request) {
  private static final Atom GEN_CALL = Atom.of("$gen_call");
  private static final Atom ALIAS = Atom.of("alias");
  private static final TermMapping<Down> DOWN = TermMapping.of(Down.class);

  /// How a call ends.
  public sealed interface Outcome {}

  /// It was answered.
  public record Answered(Term answer) implements Outcome {}

  /// The process asked has ended before it answered, or there is none ({@code noproc}), or its node
  /// is out of reach ({@code noconnection}).
  public record Gone(Term reason) implements Outcome {}

  /// Nothing came in time, counted from when there was room for the question. Nothing will: a later
  /// answer is dropped, but for that of a server that heeds no alias (OTP before 24), which comes
  /// as a message.
  public record TimedOut() implements Outcome {}

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

  /// Asks, and waits so long for the outcome.
  static Outcome ask(Self self, MonitorTable.Target server, Term request, Duration timeout) {
    Ref monitor = self.monitor(server, AliasOption.REPLY_DEMONITOR);
    try {
      self.send(
          Destination.of(server),
          Tuple.of(
              GEN_CALL, Tuple.of(self.pid(), ListTerm.improper(List.of(ALIAS), monitor)), request));
    } catch (RuntimeException notSent) {
      var _ = self.demonitorFlush(monitor);
      throw notSent;
    }
    Pattern<Term> ending = Pattern.term(message -> outcome(message, monitor).isPresent());
    Optional<Term> message = self.receive(ending, timeout);
    if (message.isEmpty()) {
      self.demonitor(monitor);
      // From now on nothing comes any more; but something may have come meanwhile.
      message = self.receive(ending, Duration.ZERO);
    }
    Outcome outcome = message.flatMap(m -> outcome(m, monitor)).orElseGet(TimedOut::new);
    if (outcome instanceof Answered) {
      // Servers older than aliases answer the pid, which leaves the monitor as it was.
      var _ = self.demonitorFlush(monitor);
    }
    return outcome;
  }

  /// How a call by this monitor ends with this message; empty if it does not.
  private static Optional<Outcome> outcome(Term message, Ref monitor) {
    if (!(message instanceof Tuple tuple)) {
      return Optional.empty();
    }
    if (tuple.arity() == 2) {
      return From.aliasOf(tuple.at(0)).filter(monitor::equals).map(_ -> new Answered(tuple.at(1)));
    }
    Down down = DOWN.match(message);
    return Optional.ofNullable(down)
        .filter(d -> d.ref().equals(monitor))
        .map(d -> new Gone(d.reason()));
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
