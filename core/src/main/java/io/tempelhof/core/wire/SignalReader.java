package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.signal.TraceToken;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import org.jspecify.annotations.Nullable;

/// Makes signals of control messages and what follows them. Exit reasons are decoded; messages are
/// left to their receivers. Messages take their trace along; exits end it.
///
/// @param peer the directly connected node: most signals must come from one of its processes
record SignalReader(Pid peer) {
  /// What is decoded here and not by its receiver is at most so long: a term takes many times its
  /// bytes, and the reading loop serves many connections.
  static final int DECODED_BYTES_MAX = 16 << 20;

  private static final int SPAWN_FLAGS_MAX = (1 << 27) - 1;

  /// @param payload the term after the control message; null if there is none
  /// @throws Illegal if no node may say that
  Incoming read(ControlTuple control, @Nullable Encoded payload) {
    try {
      Operation operation = control.operation();
      if (!operation.hasPayload() && payload != null) {
        throw new Illegal(payload.size() + " bytes too many");
      }
      return new Incoming.Signalled(signal(operation, control, payload));
    } catch (Illegal illegal) {
      throw new Illegal(control.name() + ": " + illegal.reason);
    }
  }

  private Signal signal(Operation operation, ControlTuple control, @Nullable Encoded payload) {
    return switch (operation) {
      // Who sent it is not said: the node stands for it.
      case SEND, SEND_TT ->
          new Signal.Send(peer, control.pid(2), message(payload), control.trace(operation));
      case SEND_SENDER, SEND_SENDER_TT ->
          new Signal.Send(
              control.pid(1), control.pid(2), message(payload), control.trace(operation));
      case REG_SEND, REG_SEND_TT ->
          new Signal.SendName(
              control.pid(1), control.atom(3), message(payload), control.trace(operation));
      case ALIAS_SEND, ALIAS_SEND_TT ->
          new Signal.SendAlias(
              control.pid(1), control.ref(2), message(payload), control.trace(operation));
      case ALTACT_SIG_SEND -> alternative(control, payload);
      case LINK -> new Signal.Link(control.peerPid(1), control.pid(2));
      case UNLINK_ID -> new Signal.Unlink(control.id(1), control.peerPid(2), control.pid(3));
      case UNLINK_ID_ACK -> new Signal.UnlinkAck(control.id(1), control.peerPid(2), control.pid(3));
      case EXIT -> new Signal.Exit(control.formerPeerPid(1), control.pid(2), control.term(3));
      case EXIT_TT -> new Signal.Exit(control.formerPeerPid(1), control.pid(2), control.term(4));
      case PAYLOAD_EXIT, PAYLOAD_EXIT_TT ->
          new Signal.Exit(control.formerPeerPid(1), control.pid(2), reason(payload));
      case EXIT2 -> new Signal.ExitRequest(control.peerPid(1), control.pid(2), control.term(3));
      case EXIT2_TT -> new Signal.ExitRequest(control.peerPid(1), control.pid(2), control.term(4));
      case PAYLOAD_EXIT2, PAYLOAD_EXIT2_TT ->
          new Signal.ExitRequest(control.peerPid(1), control.pid(2), reason(payload));
      case MONITOR_P ->
          new Signal.Monitor(control.peerPid(1), control.pidOrName(2), control.ref(3));
      case DEMONITOR_P ->
          new Signal.Demonitor(control.peerPid(1), control.pidOrName(2), control.ref(3));
      case MONITOR_P_EXIT ->
          new Signal.Down(control.pidOrName(1), control.pid(2), control.ref(3), control.term(4));
      case PAYLOAD_MONITOR_P_EXIT ->
          new Signal.Down(control.pidOrName(1), control.pid(2), control.ref(3), reason(payload));
      case GROUP_LEADER -> new Signal.GroupLeader(control.pid(1), control.pid(2));
      case SPAWN_REQUEST, SPAWN_REQUEST_TT -> {
        ControlTuple mfa = control.tuple(4, 3);
        yield new Signal.SpawnRequest(
            control.ref(1),
            control.peerPid(2),
            control.pid(3),
            mfa.atom(0),
            mfa.atom(1),
            mfa.number(2, 0, Integer.MAX_VALUE),
            control.term(5),
            message(payload));
      }
      case SPAWN_REPLY, SPAWN_REPLY_TT ->
          new Signal.SpawnReply(
              control.ref(1),
              control.pid(2),
              control.number(3, 0, SPAWN_FLAGS_MAX),
              control.pidOrName(4) instanceof Pid ? control.peerPid(4) : control.atom(4));
    };
  }

  /// OTP 28's message or exit with priority, or to an alias or a name (EEP 76). Priority itself is
  /// not heeded: no process here has opted in. Flags we do not know carry no meaning.
  private static Signal alternative(ControlTuple control, @Nullable Encoded payload) {
    int flags = control.flags(1);
    boolean toAlias = (flags & 4) != 0;
    boolean toName = (flags & 8) != 0;
    boolean isExit = (flags & 16) != 0;
    if (toAlias && toName) {
      throw new Illegal("to an alias and to a name at once");
    }
    if (isExit && (toAlias || toName)) {
      throw new Illegal("exit to an alias or a name, which was not negotiated");
    }
    Pid from = control.pid(2);
    TraceToken trace = control.trace(Operation.ALTACT_SIG_SEND);
    if (isExit) {
      return new Signal.ExitRequest(from, control.pid(3), reason(payload));
    }
    if (toAlias) {
      return new Signal.SendAlias(from, control.ref(3), message(payload), trace);
    }
    if (toName) {
      return new Signal.SendName(from, control.atom(3), message(payload), trace);
    }
    return new Signal.Send(from, control.pid(3), message(payload), trace);
  }

  /// The payload as it is: its receiver finds out whether it is a term.
  private static Encoded message(@Nullable Encoded payload) {
    if (payload == null) {
      throw new Illegal("no message");
    }
    return payload;
  }

  private static Term reason(@Nullable Encoded payload) {
    if (payload == null) {
      throw new Illegal("no exit reason");
    }
    if (payload.size() > DECODED_BYTES_MAX) {
      throw new Illegal("exit reason of " + payload.size() + " bytes");
    }
    return switch (payload.decode()) {
      case Decoded.Ok(Term term, int _) -> term;
      case Malformed(String reason, int _) -> throw new Illegal("exit reason: " + reason);
    };
  }
}
