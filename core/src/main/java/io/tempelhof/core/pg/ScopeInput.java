package io.tempelhof.core.pg;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.List;

/// Everything a {@link Scope} can be told.
public sealed interface ScopeInput {
  /// There is a connection with that node. Comes after the {@link Down} of every process lost with
  /// an earlier one.
  ///
  /// @param genuine it is an Erlang node
  record NodeUp(Atom node, boolean genuine) implements ScopeInput {}

  /// There is none any more.
  record NodeDown(Atom node) implements ScopeInput {}

  /// A scope has said this.
  record Heard(PgMessage message) implements ScopeInput {}

  /// Processes of this node join a group, as often as they are named.
  record Join(Term group, List<Pid> pids) implements ScopeInput {}

  /// Processes of this node leave a group, as often as they are named and have joined.
  record Leave(Term group, List<Pid> pids) implements ScopeInput {}

  /// A process that was to be watched has ended or is out of reach.
  record Down(Pid process) implements ScopeInput {}

  /// What was last to be sent to that node found no room: it has not been sent.
  record NoRoom(Atom node) implements ScopeInput {}

  /// The deadline has come.
  record Timer() implements ScopeInput {}
}
