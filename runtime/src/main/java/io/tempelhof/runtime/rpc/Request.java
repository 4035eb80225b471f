package io.tempelhof.runtime.rpc;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Mfa;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.RaisedException.Kind;
import io.tempelhof.runtime.RemoteSpawn;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A call under way, of use to the process that made it (OTP {@code erpc:send_request/4}).
///
/// The other node runs the function in a process of its own, monitored from its first moment, and
/// that process's exit reason says how it went.
public final class Request {
  static final Atom ERPC = Atom.of("erpc");
  static final Atom EXECUTE_CALL = Atom.of("execute_call");
  static final Atom RETURN = Atom.of("return");
  static final Atom THROW = Atom.of("throw");
  static final Atom EXIT = Atom.of("exit");
  static final Atom ERROR = Atom.of("error");

  private static final Atom SPAWN_REPLY = Atom.of("spawn_reply");
  private static final Atom DOWN = Atom.of("DOWN");
  private static final Atom NOTSUP = Atom.of("notsup");
  private static final RemoteSpawn.Options MONITORED =
      new RemoteSpawn.Options(false, true, RemoteSpawn.Told.FAILURES);

  private final Self self;
  private final NodeName node;
  private final Mfa call;

  /// Marks the exit reasons that are answers.
  private final Ref result;

  private final Ref monitor;

  private Request(Self self, NodeName node, Mfa call, Ref result, Ref monitor) {
    this.self = self;
    this.node = node;
    this.call = call;
    this.result = result;
    this.monitor = monitor;
  }

  static Request send(Self self, NodeName node, Mfa call) {
    Ref result = RemoteSpawn.newRef(self);
    List<Term> arguments =
        List.of(result, call.module(), call.function(), ListTerm.of(call.arguments()));
    Ref monitor =
        RemoteSpawn.request(self, node, new Mfa(ERPC, EXECUTE_CALL, arguments), MONITORED);
    return new Request(self, node, call, result, monitor);
  }

  /// The node it went to.
  public NodeName node() {
    return node;
  }

  /// The function asked for.
  public Mfa call() {
    return call;
  }

  /// Waits for the outcome, and gives the call up if there is none in time: nothing will come of it
  /// any more.
  public Outcome await(Duration timeout) {
    Optional<Outcome> outcome = poll(timeout);
    if (outcome.isEmpty() && !giveUp()) {
      outcome = poll(Duration.ZERO);
    }
    return outcome.orElseGet(Outcome.TimedOut::new);
  }

  /// Waits for the outcome; empty if there is none in time, and the call goes on. Once it has given
  /// an outcome it gives no other.
  public Optional<Outcome> poll(Duration timeout) {
    return self.receive(Pattern.term(this::isAnswer), timeout).map(m -> outcome((Tuple) m));
  }

  /// Gives the call up: nothing will come of it any more.
  public void abandon() {
    if (!giveUp()) {
      var _ = poll(Duration.ZERO);
    }
  }

  /// @return false if the outcome has come before
  private boolean giveUp() {
    return RemoteSpawn.abandon(self, monitor) || self.demonitor(monitor);
  }

  private boolean isAnswer(Term message) {
    return message instanceof Tuple tuple
        && (tuple.is(SPAWN_REPLY, 4) || tuple.is(DOWN, 5))
        && tuple.at(1).equals(monitor);
  }

  private Outcome outcome(Tuple answer) {
    Term reason = answer.at(answer.arity() - 1);
    return answer.is(SPAWN_REPLY, 4) ? refused(reason) : ended(reason);
  }

  private static Outcome refused(Term reason) {
    if (reason.equals(ExitReason.NOCONNECTION)) {
      return new Outcome.NoConnection();
    }
    return reason.equals(NOTSUP) ? new Outcome.NotSupported() : new Outcome.Refused(reason);
  }

  private Outcome ended(Term reason) {
    if (reason.equals(ExitReason.NOCONNECTION)) {
      return new Outcome.NoConnection();
    }
    if (!(reason instanceof Tuple told) || told.arity() < 3 || !told.at(0).equals(result)) {
      return new Outcome.Ended(reason);
    }
    Term value = told.at(2);
    return switch (told.at(1)) {
      case Atom how when how.equals(RETURN) -> new Outcome.Value(value);
      case Atom how when how.equals(THROW) -> new Outcome.Raised(Kind.THROW, value, Nil.NIL);
      case Atom how when how.equals(EXIT) -> new Outcome.Raised(Kind.EXIT, value, Nil.NIL);
      case Atom how when how.equals(ERROR) && told.arity() == 4 ->
          new Outcome.Raised(Kind.ERROR, value, told.at(3));
      case Atom how when how.equals(ERROR) && value instanceof Tuple erpc && erpc.is(ERPC, 2) ->
          refused(erpc.at(1));
      default -> new Outcome.Ended(reason);
    };
  }
}
