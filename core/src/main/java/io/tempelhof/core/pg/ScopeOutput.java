package io.tempelhof.core.pg;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.List;

/// Everything a {@link Scope} can ask for, to be done in the order given.
///
/// Where a {@link Call} or {@link Send} finds no room, the scope is told so ({@link
/// ScopeInput.NoRoom}) before anything else.
public sealed interface ScopeOutput {
  /// Send to the process that has the scope's name on that node, if there is one.
  record Call(Atom node, PgMessage message) implements ScopeOutput {}

  /// Send to another node's scope.
  record Send(Pid scope, PgMessage message) implements ScopeOutput {}

  /// Monitor this process.
  record Watch(Pid process) implements ScopeOutput {}

  /// Monitor it no longer.
  record Unwatch(Pid process) implements ScopeOutput {}

  /// These processes, of this or of other nodes, are in that group from now on: each once more.
  record Joined(Term group, List<Pid> pids) implements ScopeOutput {}

  /// These have left it: each once.
  record Left(Term group, List<Pid> pids) implements ScopeOutput {}
}
