package io.tempelhof.runtime.supervise;

import io.tempelhof.core.supervise.ChildRules;
import io.tempelhof.core.supervise.ChildType;
import io.tempelhof.core.supervise.Restart;
import io.tempelhof.core.supervise.Shutdown;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.TermMapping;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;

/// A child of a supervisor: how it is started, and what happens to it then (OTP {@code supervisor},
/// "child specification"). Unless told otherwise it is permanent, and has 5 s to end, or for ever
/// if it is a supervisor.
///
/// @param id names it among its siblings: any value with a term form. The string {@code "ledger"}
///   is the binary {@code <<"ledger">>} for an Erlang node, {@code Atom.of("ledger")} the atom.
public record ChildSpec(
    Object id,
    Startable startable,
    Restart restart,
    boolean significant,
    Shutdown shutdown,
    ChildType type) {

  public ChildSpec {
    TermMapping.toTerm(id);
    if (significant && restart == Restart.PERMANENT) {
      throw new IllegalArgumentException(
          "child " + id + " is permanent, so it cannot be significant");
    }
  }

  /// A worker.
  public static ChildSpec of(Object id, Startable startable) {
    return new ChildSpec(
        id,
        startable,
        Restart.PERMANENT,
        false,
        Shutdown.within(Duration.ofSeconds(5)),
        ChildType.WORKER);
  }

  /// A worker that is ready as soon as it lives.
  public static ChildSpec of(Object id, Body body) {
    return of(id, Startable.process(body));
  }

  /// A supervisor with a tree of its own.
  public static ChildSpec of(Object id, Supervisor supervisor) {
    return new ChildSpec(
        id,
        supervisor.startable(),
        Restart.PERMANENT,
        false,
        Shutdown.infinity(),
        ChildType.SUPERVISOR);
  }

  /// The same, started again as that says.
  public ChildSpec restart(Restart restart) {
    return new ChildSpec(id, startable, restart, significant, shutdown, type);
  }

  /// The same, never started again.
  public ChildSpec temporary() {
    return restart(Restart.TEMPORARY);
  }

  /// The same, started again only if it ended abnormally.
  public ChildSpec transientChild() {
    return restart(Restart.TRANSIENT);
  }

  /// The same, told to end like that.
  public ChildSpec shutdown(Shutdown shutdown) {
    return new ChildSpec(id, startable, restart, significant, shutdown, type);
  }

  /// The same, whose end may end its supervisor ({@link Supervisor#autoShutdown}).
  ///
  /// @throws IllegalArgumentException if it is permanent
  public ChildSpec significantChild() {
    return new ChildSpec(id, startable, restart, true, shutdown, type);
  }

  /// What the supervisor's mind needs to know of it.
  ///
  /// @param id in place of its own
  ChildRules rules(Term id) {
    return new ChildRules(id, restart, significant, shutdown, type, startable.timeout());
  }

  Term idTerm() {
    return TermMapping.toTerm(id);
  }
}
