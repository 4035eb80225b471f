package io.tempelhof.core.pg;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.List;
import java.util.Map;

/// What the scopes of two nodes tell each other. A pid that stands several times in a list has
/// joined several times.
public sealed interface PgMessage {
  /// The process that speaks for the scope on its node.
  Pid scope();

  /// I am here: who are you, and who are your members?
  record Discover(Pid scope) implements PgMessage {}

  /// All members on my node, by group.
  record Sync(Pid scope, Map<Term, List<Pid>> groups) implements PgMessage {}

  /// These processes of my node have joined the group.
  record Join(Pid scope, Term group, List<Pid> pids) implements PgMessage {}

  /// These processes of my node have left each of the groups, once for each time it is named.
  record Leave(Pid scope, List<Pid> pids, List<Term> groups) implements PgMessage {}
}
