package io.tempelhof.core.supervise;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Atom;

/// Why children end and do not start.
final class Reasons {
  static final Atom NORMAL = ExitReason.NORMAL;
  static final Atom KILL = ExitReason.KILL;
  static final Atom KILLED = ExitReason.KILLED;
  static final Atom SHUTDOWN = Atom.of("shutdown");
  static final Atom TIMEOUT = Atom.of("timeout");
  static final Atom FAILED_TO_START_CHILD = Atom.of("failed_to_start_child");

  private Reasons() {}
}
