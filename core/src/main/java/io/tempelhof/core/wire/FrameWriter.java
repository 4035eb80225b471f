package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.math.BigInteger;

/// Writes signals as frames of one connection, each with its four bytes of length in front, in the
/// form that both ends understand.
public final class FrameWriter {
  private static final int PASS_THROUGH = 112;

  /// What became of a signal.
  public enum Written {
    /// It was appended.
    DONE,
    /// The peer has no word for it; nothing was appended.
    NOT_UNDERSTOOD,
    /// Its frame would be longer than {@link Framing#FRAMES} allows; nothing was appended.
    TOO_LONG
  }

  private final boolean namesSender;
  private final boolean reasonsAsPayload;
  private final boolean monitors;
  private final boolean spawns;
  private final boolean aliases;

  /// @param common what both ends understand
  public FrameWriter(Flags common) {
    namesSender = common.has(Flag.SEND_SENDER);
    reasonsAsPayload = common.has(Flag.EXIT_PAYLOAD);
    monitors = common.has(Flag.DIST_MONITOR) && common.has(Flag.DIST_MONITOR_NAME);
    spawns = common.has(Flag.SPAWN);
    aliases = common.has(Flag.ALIAS);
  }

  /// Appends a tick.
  public static void writeTick(TermWriter out) {
    out.putInt(0);
  }

  /// Appends the signal's frame.
  public Written write(Signal signal, TermWriter out) {
    if (encodedBytes(signal) > Framing.FRAMES.maxBytes()) {
      return Written.TOO_LONG;
    }
    int start = out.size();
    out.putInt(0);
    out.putByte(PASS_THROUGH);
    out.putVersion();
    if (!writeControl(signal, out)) {
      out.truncate(start);
      return Written.NOT_UNDERSTOOD;
    }
    int length = out.size() - start - Framing.FRAMES.headerBytes();
    if (length > Framing.FRAMES.maxBytes()) {
      out.truncate(start);
      return Written.TOO_LONG;
    }
    out.setInt(start, length);
    return Written.DONE;
  }

  private static int encodedBytes(Signal signal) {
    if (signal instanceof Signal.Message message) {
      return message.message().size();
    }
    return signal instanceof Signal.SpawnRequest request ? request.arguments().size() : 0;
  }

  /// Writes control tuple and payload; false if the peer has no word for the signal.
  private boolean writeControl(Signal signal, TermWriter out) {
    switch (signal) {
      case Signal.Send(Pid from, Pid to, Encoded message) -> {
        if (namesSender) {
          pair(Operation.SEND_SENDER, from, to, out);
        } else {
          head(Operation.SEND, out);
          out.putAtom("");
          out.putPid(to);
        }
        out.putRaw(message.bytes());
      }
      case Signal.SendName(Pid from, Atom name, Encoded message) -> {
        head(Operation.REG_SEND, out);
        out.putPid(from);
        out.putAtom("");
        out.putAtom(name.text());
        out.putRaw(message.bytes());
      }
      case Signal.SendAlias(Pid from, Ref alias, Encoded message) -> {
        head(Operation.ALIAS_SEND, out);
        out.putPid(from);
        out.putRef(alias);
        out.putRaw(message.bytes());
        return aliases;
      }
      case Signal.Link(Pid from, Pid to) -> pair(Operation.LINK, from, to, out);
      case Signal.Unlink(long id, Pid from, Pid to) ->
          acknowledged(Operation.UNLINK_ID, id, from, to, out);
      case Signal.UnlinkAck(long id, Pid from, Pid to) ->
          acknowledged(Operation.UNLINK_ID_ACK, id, from, to, out);
      case Signal.Exit(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT : Operation.EXIT, from, to, out);
        reason(reason, out);
      }
      case Signal.ExitRequest(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT2 : Operation.EXIT2, from, to, out);
        reason(reason, out);
      }
      case Signal.Monitor(Pid from, Term target, Ref ref) -> {
        triple(Operation.MONITOR_P, from, target, ref, out);
        return monitors;
      }
      case Signal.Demonitor(Pid from, Term target, Ref ref) -> {
        triple(Operation.DEMONITOR_P, from, target, ref, out);
        return monitors;
      }
      case Signal.Down(Term source, Pid to, Ref ref, Term reason) -> {
        triple(
            reasonsAsPayload ? Operation.PAYLOAD_MONITOR_P_EXIT : Operation.MONITOR_P_EXIT,
            source,
            to,
            ref,
            out);
        reason(reason, out);
        return monitors;
      }
      case Signal.GroupLeader(Pid leader, Pid to) -> pair(Operation.GROUP_LEADER, leader, to, out);
      case Signal.SpawnRequest request -> {
        spawnRequest(request, out);
        return spawns;
      }
      case Signal.SpawnReply(Ref ref, Pid to, int flags, Term result) -> {
        head(Operation.SPAWN_REPLY, out);
        out.putRef(ref);
        out.putPid(to);
        out.putInteger(flags);
        out.put(result);
        return spawns;
      }
    }
    return true;
  }

  private static void head(Operation operation, TermWriter out) {
    out.putTuple(operation.arity());
    out.putInteger(operation.code());
  }

  private static void pair(Operation operation, Pid from, Pid to, TermWriter out) {
    head(operation, out);
    out.putPid(from);
    out.putPid(to);
  }

  private static void triple(
      Operation operation, Term first, Term second, Ref ref, TermWriter out) {
    head(operation, out);
    out.put(first);
    out.put(second);
    out.putRef(ref);
  }

  private static void acknowledged(Operation operation, long id, Pid from, Pid to, TermWriter out) {
    head(operation, out);
    if (id > 0) {
      out.putInteger(id);
    } else {
      out.putInteger(new BigInteger(Long.toUnsignedString(id)));
    }
    out.putPid(from);
    out.putPid(to);
  }

  /// The reason is the tuple's last element, or a term of its own after it.
  private void reason(Term reason, TermWriter out) {
    if (reasonsAsPayload) {
      out.putVersion();
    }
    out.put(reason);
  }

  private static void spawnRequest(Signal.SpawnRequest request, TermWriter out) {
    head(Operation.SPAWN_REQUEST, out);
    out.putRef(request.ref());
    out.putPid(request.from());
    out.putPid(request.groupLeader());
    out.putTuple(3);
    out.putAtom(request.module().text());
    out.putAtom(request.function().text());
    out.putInteger(request.arity());
    out.put(request.options());
    out.putRaw(request.arguments().bytes());
  }
}
