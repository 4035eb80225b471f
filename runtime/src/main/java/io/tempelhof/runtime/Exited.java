package io.tempelhof.runtime;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.mapping.Tag;

/// The message a process that traps exits gets in place of an exit signal: {@code {'EXIT', From,
/// Reason}}, as in Erlang.
///
/// @param from the linked process that ended, or the process that asked this one to exit
/// @param reason its exit reason, or the reason asked for
@Tag("EXIT")
public record Exited(Pid from, Term reason) {}
