package io.tempelhof.core.signal;

import io.tempelhof.core.term.Atom;

/// The exit reasons that mean something to the runtime itself (Erlang reference manual,
/// "Processes"); every other term is the program's own.
public final class ExitReason {
  /// The process did its work. Does not bring down processes linked to it.
  public static final Atom NORMAL = Atom.of("normal");

  /// As the reason of an exit request: cannot be trapped. Never an exit reason of its receiver.
  public static final Atom KILL = Atom.of("kill");

  /// Why a process ended that was asked to exit with {@link #KILL}.
  public static final Atom KILLED = Atom.of("killed");

  /// There is, or by now was, no such process.
  public static final Atom NOPROC = Atom.of("noproc");

  /// The connection to the other process's node broke or could not be made.
  public static final Atom NOCONNECTION = Atom.of("noconnection");

  private ExitReason() {}
}
