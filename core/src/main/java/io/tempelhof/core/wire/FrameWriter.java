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
    if (!isUnderstood(signal)) {
      return Written.NOT_UNDERSTOOD;
    }
    if (encodedBytes(signal) > Framing.FRAMES.maxBytes()) {
      return Written.TOO_LONG;
    }
    int start = out.size();
    out.putInt(0);
    out.putByte(PASS_THROUGH);
    out.putVersion();
    writeControl(signal, out);
    int length = out.size() - start - Framing.FRAMES.headerBytes();
    if (length > Framing.FRAMES.maxBytes()) {
      out.truncate(start);
      return Written.TOO_LONG;
    }
    out.setInt(start, length);
    return Written.DONE;
  }

  private boolean isUnderstood(Signal signal) {
    return switch (signal) {
      case Signal.Monitor _, Signal.Demonitor _, Signal.Down _ -> monitors;
      case Signal.SendAlias _ -> aliases;
      case Signal.SpawnRequest _, Signal.SpawnReply _ -> spawns;
      case Signal.Send _, Signal.SendName _ -> true;
      case Signal.Link _, Signal.Unlink _, Signal.UnlinkAck _ -> true;
      case Signal.Exit _, Signal.ExitRequest _, Signal.GroupLeader _ -> true;
    };
  }

  /// How many bytes of the signal are encoded already.
  private static int encodedBytes(Signal signal) {
    if (signal instanceof Signal.Message message) {
      return message.message().size();
    }
    return signal instanceof Signal.SpawnRequest request ? request.arguments().size() : 0;
  }

  /// Writes the control tuple and the payload.
  private void writeControl(Signal signal, TermWriter out) {
    switch (signal) {
      case Signal.Send send -> send(send, out);
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
      }
      case Signal.Link(Pid from, Pid to) -> pair(Operation.LINK, from, to, out);
      case Signal.Unlink(long id, Pid from, Pid to) ->
          unlink(Operation.UNLINK_ID, id, from, to, out);
      case Signal.UnlinkAck(long id, Pid from, Pid to) ->
          unlink(Operation.UNLINK_ID_ACK, id, from, to, out);
      case Signal.Exit(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT : Operation.EXIT, from, to, out);
        reason(reason, out);
      }
      case Signal.ExitRequest(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT2 : Operation.EXIT2, from, to, out);
        reason(reason, out);
      }
      case Signal.Monitor(Pid from, Term target, Ref ref) ->
          triple(Operation.MONITOR_P, from, target, ref, out);
      case Signal.Demonitor(Pid from, Term target, Ref ref) ->
          triple(Operation.DEMONITOR_P, from, target, ref, out);
      case Signal.Down down -> down(down, out);
      case Signal.GroupLeader(Pid leader, Pid to) -> pair(Operation.GROUP_LEADER, leader, to, out);
      case Signal.SpawnRequest request -> spawnRequest(request, out);
      case Signal.SpawnReply(Ref ref, Pid to, int flags, Term result) -> {
        head(Operation.SPAWN_REPLY, out);
        out.putRef(ref);
        out.putPid(to);
        out.putInteger(flags);
        out.put(result);
      }
    }
  }

  private void send(Signal.Send send, TermWriter out) {
    if (namesSender) {
      pair(Operation.SEND_SENDER, send.from(), send.to(), out);
    } else {
      head(Operation.SEND, out);
      out.putAtom("");
      out.putPid(send.to());
    }
    out.putRaw(send.message().bytes());
  }

  private void down(Signal.Down down, TermWriter out) {
    Operation operation =
        reasonsAsPayload ? Operation.PAYLOAD_MONITOR_P_EXIT : Operation.MONITOR_P_EXIT;
    triple(operation, down.source(), down.to(), down.ref(), out);
    reason(down.reason(), out);
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

  private static void unlink(Operation operation, long id, Pid from, Pid to, TermWriter out) {
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
