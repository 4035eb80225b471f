package io.tempelhof.runtime;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;

/// The message a process gets when a process it monitors has ended: {@code {'DOWN', Ref, process,
/// Source, Reason}}, as in Erlang.
///
/// @param ref the monitor that fired
/// @param type always {@code process}
/// @param source the process: its pid, or {@code {Name, Node}} if it was monitored by name
/// @param reason its exit reason; {@code noproc} if there was no such process, {@code noconnection}
///   if its node cannot be reached any more
@Tag("DOWN")
public record Down(Ref ref, Atom type, Term source, Term reason) {
  private static final Atom PROCESS = Atom.of("process");

  Down(Ref ref, Term source, Term reason) {
    this(ref, PROCESS, source, reason);
  }
}
