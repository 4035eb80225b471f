package io.tempelhof.runtime.pg;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.List;

/// The message a process gets when there are changes in what it monitors ({@link
/// ProcessGroups#monitor}).
///
/// @param ref what {@code monitor} gave
/// @param pids the processes that have joined or left, as often as they did
public record GroupEvent(Ref ref, Change change, Term group, List<Pid> pids) {
  /// What they did.
  public enum Change {
    JOIN,
    LEAVE
  }
}
