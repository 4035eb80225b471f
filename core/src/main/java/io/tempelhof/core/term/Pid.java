package io.tempelhof.core.term;

import org.jspecify.annotations.Nullable;

/// A process identifier. All three numbers are unsigned 32-bit words; creation is never 0 for a
/// live node.
public record Pid(Atom node, int id, int serial, int creation) implements Term {
  /// {@code <0.12.0>}: id and serial, as Erlang prints a pid of its own node.
  @Override
  public String toString() {
    return "<0." + Integer.toUnsignedString(id) + "." + Integer.toUnsignedString(serial) + ">";
  }

  /// {@code <name@host.12.0>}: the same with the node, for whoever reads about several nodes.
  public String toLongString() {
    return "<"
        + node.text()
        + "."
        + Integer.toUnsignedString(id)
        + "."
        + Integer.toUnsignedString(serial)
        + ">";
  }

  // Asked for every message: written out, since what a record brings along is fast only once the
  // last compiler has seen it, and what tells most pids apart comes first.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Pid pid
            && id == pid.id
            && serial == pid.serial
            && creation == pid.creation
            && node.equals(pid.node));
  }

  @Override
  public int hashCode() {
    return (id * 31 + serial) * 31 + creation;
  }
}
