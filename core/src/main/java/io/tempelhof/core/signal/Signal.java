package io.tempelhof.core.signal;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import org.jspecify.annotations.Nullable;

/// What one process tells another on a different node. Each signal is one control message of the
/// distribution protocol (OTP, {@code erl_dist_protocol}); which operation number carries it, and
/// in which of its historical forms, is {@code core.wire}'s matter.
public sealed interface Signal {

  /// A signal that carries a message, still in external form: the receiving process decodes it.
  sealed interface Message extends Signal {
    Encoded message();

    /// The sequential trace it belongs to; null for most.
    @Nullable TraceToken trace();
  }

  /// A message to a pid. {@code from} is the sender, of any node.
  record Send(Pid from, Pid to, Encoded message, @Nullable TraceToken trace) implements Message {
    public Send(Pid from, Pid to, Encoded message) {
      this(from, to, message, null);
    }
  }

  /// A message to a name registered on the receiving node.
  record SendName(Pid from, Atom name, Encoded message, @Nullable TraceToken trace)
      implements Message {
    public SendName(Pid from, Atom name, Encoded message) {
      this(from, name, message, null);
    }
  }

  /// A message to an alias: dropped by the receiver when the alias is no longer active.
  record SendAlias(Pid from, Ref alias, Encoded message, @Nullable TraceToken trace)
      implements Message {
    public SendAlias(Pid from, Ref alias, Encoded message) {
      this(from, alias, message, null);
    }
  }

  /// {@code from} links itself to {@code to}.
  record Link(Pid from, Pid to) implements Signal {}

  /// {@code from} removes its link to {@code to}; {@code id} (1 to 2^64-1, unsigned) comes back in
  /// the acknowledgement.
  record Unlink(long id, Pid from, Pid to) implements Signal {}

  /// The answer to {@link Unlink}, sent before any other signal to that process.
  record UnlinkAck(long id, Pid from, Pid to) implements Signal {}

  /// {@code from}, linked to {@code to}, has ended (also {@code noproc}, {@code noconnection}).
  record Exit(Pid from, Pid to, Term reason) implements Signal {}

  /// {@code from} asks {@code to} to exit: Erlang's {@code exit/2}.
  record ExitRequest(Pid from, Pid to, Term reason) implements Signal {}

  /// {@code from} monitors {@code target}, a {@link Pid} or a registered name ({@link Atom}).
  record Monitor(Pid from, Term target, Ref ref) implements Signal {}

  /// {@code from} gives up the monitor {@code ref} on {@code target}.
  record Demonitor(Pid from, Term target, Ref ref) implements Signal {}

  /// The monitored {@code source} (pid or name, as it was named when monitored) has ended.
  record Down(Term source, Pid to, Ref ref, Term reason) implements Signal {}

  /// {@code to} gets {@code leader} as its group leader.
  record GroupLeader(Pid leader, Pid to) implements Signal {}

  /// {@code from} asks for a new process running {@code module:function} on the receiving node.
  record SpawnRequest(
      Ref ref,
      Pid from,
      Pid groupLeader,
      Atom module,
      Atom function,
      int arity,
      Term options,
      Encoded arguments)
      implements Signal {}

  /// The answer to {@link SpawnRequest}: {@code result} is the new pid or an error atom; flag bit 0
  /// says linked, bit 1 monitored.
  record SpawnReply(Ref ref, Pid to, int flags, Term result) implements Signal {
    /// The flag of the link.
    public static final int LINKED = 1;

    /// The flag of the monitor.
    public static final int MONITORED = 2;

    /// Whether there is a new process and it is linked with {@code to}.
    public boolean linked() {
      return result instanceof Pid && (flags & LINKED) != 0;
    }

    /// Whether there is a new process and {@code to} monitors it, by {@code ref}.
    public boolean monitored() {
      return result instanceof Pid && (flags & MONITORED) != 0;
    }
  }
}
