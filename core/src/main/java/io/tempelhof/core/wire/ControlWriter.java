package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Writes signals as control tuples, in the form that both ends understand.
final class ControlWriter {
  private final boolean namesSender;
  private final boolean reasonsAsPayload;
  private final boolean monitors;
  private final boolean spawns;
  private final boolean aliases;
  private final boolean traces;

  /// @param common what both ends understand
  ControlWriter(Flags common) {
    namesSender = common.has(Flag.SEND_SENDER);
    reasonsAsPayload = common.has(Flag.EXIT_PAYLOAD);
    monitors = common.has(Flag.DIST_MONITOR) && common.has(Flag.DIST_MONITOR_NAME);
    spawns = common.has(Flag.SPAWN);
    aliases = common.has(Flag.ALIAS);
    traces = common.has(Flag.BIG_SEQTRACE_LABELS);
  }

  boolean isUnderstood(Signal signal) {
    return switch (signal) {
      case Signal.Monitor _, Signal.Demonitor _, Signal.Down _ -> monitors;
      case Signal.SendAlias _ -> aliases;
      case Signal.SpawnRequest _, Signal.SpawnReply _ -> spawns;
      case Signal.Send _, Signal.SendName _ -> true;
      case Signal.Link _, Signal.Unlink _, Signal.UnlinkAck _ -> true;
      case Signal.Exit _, Signal.ExitRequest _, Signal.GroupLeader _ -> true;
    };
  }

  /// The term that follows the control tuple; null if none does.
  ///
  /// @throws IllegalArgumentException if it is too long, or nested too deep
  @Nullable Encoded payload(Signal signal) {
    return switch (signal) {
      case Signal.Message message -> message.message();
      case Signal.SpawnRequest request -> request.arguments();
      case Signal.Exit(Pid _, Pid _, Term reason) -> reason(reason);
      case Signal.ExitRequest(Pid _, Pid _, Term reason) -> reason(reason);
      case Signal.Down down -> reason(down.reason());
      case Signal.Link _, Signal.Unlink _, Signal.UnlinkAck _ -> null;
      case Signal.Monitor _, Signal.Demonitor _ -> null;
      case Signal.GroupLeader _, Signal.SpawnReply _ -> null;
    };
  }

  private @Nullable Encoded reason(Term reason) {
    if (!reasonsAsPayload) {
      return null;
    }
    Encoded encoded = Encoded.of(reason);
    if (encoded.size() > SignalReader.DECODED_BYTES_MAX) {
      throw new IllegalArgumentException("exit reason of " + encoded.size() + " bytes");
    }
    return encoded;
  }

  /// Writes the control tuple, without version byte.
  ///
  /// @throws IllegalArgumentException if it holds a term that is too long, or nested too deep
  void write(Signal signal, TermWriter out) {
    switch (signal) {
      case Signal.Message message -> message(message, out);
      case Signal.Link(Pid from, Pid to) -> pair(Operation.LINK, from, to, out);
      case Signal.Unlink(long id, Pid from, Pid to) ->
          unlink(Operation.UNLINK_ID, id, from, to, out);
      case Signal.UnlinkAck(long id, Pid from, Pid to) ->
          unlink(Operation.UNLINK_ID_ACK, id, from, to, out);
      case Signal.Exit(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT : Operation.EXIT, from, to, out);
        reasonInside(reason, out);
      }
      case Signal.ExitRequest(Pid from, Pid to, Term reason) -> {
        pair(reasonsAsPayload ? Operation.PAYLOAD_EXIT2 : Operation.EXIT2, from, to, out);
        reasonInside(reason, out);
      }
      case Signal.Monitor(Pid from, Term target, Ref ref) ->
          triple(Operation.MONITOR_P, from, target, ref, out);
      case Signal.Demonitor(Pid from, Term target, Ref ref) ->
          triple(Operation.DEMONITOR_P, from, target, ref, out);
      case Signal.Down(Term source, Pid to, Ref ref, Term reason) -> {
        Operation operation =
            reasonsAsPayload ? Operation.PAYLOAD_MONITOR_P_EXIT : Operation.MONITOR_P_EXIT;
        triple(operation, source, to, ref, out);
        reasonInside(reason, out);
      }
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

  private void message(Signal.Message message, TermWriter out) {
    TraceToken trace = traces ? message.trace() : null;
    switch (message) {
      case Signal.Send send when namesSender ->
          pair(
              trace == null ? Operation.SEND_SENDER : Operation.SEND_SENDER_TT,
              send.from(),
              send.to(),
              out);
      case Signal.Send send -> {
        head(trace == null ? Operation.SEND : Operation.SEND_TT, out);
        out.putAtom("");
        out.putPid(send.to());
      }
      case Signal.SendName send -> {
        head(trace == null ? Operation.REG_SEND : Operation.REG_SEND_TT, out);
        out.putPid(send.from());
        out.putAtom("");
        out.putAtom(send.name().text());
      }
      case Signal.SendAlias send -> {
        head(trace == null ? Operation.ALIAS_SEND : Operation.ALIAS_SEND_TT, out);
        out.putPid(send.from());
        out.putRef(send.alias());
      }
    }
    if (trace != null) {
      out.put(trace.toTerm());
    }
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

  /// The reason is the tuple's last element where it is no term of its own after it.
  private void reasonInside(Term reason, TermWriter out) {
    if (!reasonsAsPayload) {
      out.put(reason);
    }
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
  }
}
