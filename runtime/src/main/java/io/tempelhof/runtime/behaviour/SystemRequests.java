package io.tempelhof.runtime.behaviour;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.ListTerm;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.Crash;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.ProcessExit;
import io.tempelhof.runtime.Self;
import org.jspecify.annotations.Nullable;

/// Answers the questions of OTP's module {@code sys}, {@code {system, From, Request}}, for one
/// behaviour.
final class SystemRequests {
  private static final Atom OK = Atom.of("ok");
  private static final Atom ERROR = Atom.of("error");

  private final Self self;
  private final Pid parent;
  private final Behaviour behaviour;
  private final Debug debug;

  /// What becomes of the behaviour.
  ///
  /// @param terminate the reason to end with; null if it goes on
  record Outcome(boolean suspended, @Nullable Term terminate) {}

  SystemRequests(Self self, Pid parent, Behaviour behaviour, Debug debug) {
    this.self = self;
    this.parent = parent;
    this.behaviour = behaviour;
    this.debug = debug;
  }

  /// Answers a request.
  Outcome answer(From from, Term request, boolean suspended) {
    Outcome same = new Outcome(suspended, null);
    return switch (request) {
      case Atom(String word) ->
          switch (word) {
            case "suspend" -> outcome(from, OK, new Outcome(true, null));
            case "resume" -> outcome(from, OK, new Outcome(false, null));
            case "get_state" -> outcome(from, state(), same);
            case "get_status" -> outcome(from, status(suspended), same);
            default -> outcome(from, unknown(request), same);
          };
      case Tuple tuple when tuple.arity() == 2 && tuple.at(0) instanceof Atom(String word) ->
          switch (word) {
            case "replace_state" -> outcome(from, replaceState(from, tuple.at(1)), same);
            case "debug" -> outcome(from, debug.obey(tuple.at(1)), same);
            case "terminate" -> outcome(from, OK, new Outcome(suspended, tuple.at(1)));
            default -> outcome(from, unknown(request), same);
          };
      case Tuple tuple when suspended && tuple.is(Atom.of("change_code"), 4) ->
          outcome(from, Tuple.of(ERROR, Atom.of("notsup")), same);
      default -> outcome(from, unknown(request), same);
    };
  }

  private Outcome outcome(From from, Term reply, Outcome outcome) {
    from.reply(self, reply);
    return outcome;
  }

  private static Term unknown(Term request) {
    return Tuple.of(ERROR, Tuple.of(Atom.of("unknown_system_msg"), request));
  }

  private Term state() {
    try {
      return behaviour.state();
    } catch (Throwable e) {
      return failed("system_get_state", e);
    }
  }

  private Term replaceState(From from, Term fun) {
    try {
      NodeName home = NodeName.of(from.pid().node().text());
      return behaviour.replaceState(state -> RemoteFun.apply(self, home, fun, state));
    } catch (Throwable e) {
      return failed("system_replace_state", e);
    }
  }

  /// A callback that fails costs its answer only. What ends the whole process is none of its doing.
  private Term failed(String callback, Throwable why) {
    if (why instanceof ProcessExit exit && exit.isBySignal()) {
      throw exit;
    }
    return Tuple.of(
        ERROR,
        Tuple.of(
            Atom.of("callback_failed"),
            Tuple.of(Atom.of(behaviour.module()), Atom.of(callback)),
            Tuple.of(ERROR, Crash.reason(why))));
  }

  private Term status(boolean suspended) {
    Atom running = Atom.of(suspended ? "suspended" : "running");
    Term shown;
    try {
      shown = behaviour.status(name(), general(running));
    } catch (Throwable e) {
      shown = failed("format_status", e);
    }
    Atom callbacks = Atom.of(behaviour.callbacks().getName());
    Term dictionary =
        ListTerm.of(
            Tuple.of(Atom.of("$initial_call"), Tuple.of(callbacks, Atom.of("init"), Int.of(1))),
            Tuple.of(Atom.of("$ancestors"), ListTerm.of(parent)));
    return Tuple.of(
        Atom.of("status"),
        self.pid(),
        Tuple.of(Atom.of("module"), Atom.of(behaviour.module())),
        ListTerm.of(dictionary, running, parent, debug.options(), shown));
  }

  private Term general(Atom running) {
    return Tuple.of(
        Atom.of("data"),
        ListTerm.of(
            Tuple.of(ListTerm.ofLatin1("Status"), running),
            Tuple.of(ListTerm.ofLatin1("Parent"), parent),
            Tuple.of(ListTerm.ofLatin1("Logged events"), debug.logged())));
  }

  private String name() {
    return self.name().orElseGet(() -> self.pid().toString());
  }
}
