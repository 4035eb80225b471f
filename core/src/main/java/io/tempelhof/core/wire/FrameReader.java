package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.core.wire.ControlTuple.Illegal;
import java.util.Arrays;

/// Reads the frames of one connection in pass-through mode (OTP, {@code erl_dist_protocol}): the
/// byte 112, a control tuple, and for some operations a payload, both in external form with their
/// own version byte. Control tuples and exit reasons are decoded here; a message is only copied
/// out, its receiver decodes it.
///
/// A reader has no state besides the peer's identity, so any thread may use it.
public final class FrameReader {
  private static final byte PASS_THROUGH = 112;
  private static final int SPAWN_FLAGS_MAX = (1 << 27) - 1;
  private static final Incoming TICK = new Incoming.Tick();

  private final Pid peer;

  /// @param peer the directly connected node: most signals must come from one of its processes
  /// @param creation the incarnation it is in
  public FrameReader(NodeName peer, int creation) {
    this.peer = new Pid(peer.atom(), 0, 0, creation);
  }

  /// Reads one frame, {@code bytes[from..to)}, without its length. Keeps no reference to the array.
  public Incoming read(byte[] bytes, int from, int to) {
    if (from == to) {
      return TICK;
    }
    if (bytes[from] != PASS_THROUGH) {
      int type = bytes[from] & 0xFF;
      return new Incoming.Malformed("frame of type " + type + ", which was not negotiated", 0);
    }
    int start = from + 1;
    return switch (Etf.decodeFirst(bytes, start, to - start)) {
      case Malformed(String reason, int offset) ->
          new Incoming.Malformed("control message: " + reason, offset - from);
      case Decoded.Ok(Tuple control, int end) -> read(control, new Payload(bytes, end, to), from);
      case Decoded.Ok ok -> new Incoming.Malformed("control message that is no tuple", 1);
    };
  }

  private Incoming read(Tuple tuple, Payload payload, int frameStart) {
    ControlTuple control = new ControlTuple(tuple, peer);
    try {
      Operation operation = control.operation();
      if (!operation.hasPayload() && payload.size() > 0) {
        throw new Illegal(payload.size() + " bytes too many");
      }
      Signal signal = signal(operation, control, payload);
      return new Incoming.Signalled(signal, control.token(operation));
    } catch (Illegal illegal) {
      return new Incoming.Malformed(
          control.name() + ": " + illegal.reason, payload.from - frameStart);
    }
  }

  private Signal signal(Operation operation, ControlTuple control, Payload payload) {
    return switch (operation) {
      // Who sent it is not said: the node stands for it.
      case SEND, SEND_TT -> new Signal.Send(peer, control.pid(2), payload.message());
      case SEND_SENDER, SEND_SENDER_TT ->
          new Signal.Send(control.pid(1), control.pid(2), payload.message());
      case REG_SEND, REG_SEND_TT ->
          new Signal.SendName(control.pid(1), control.atom(3), payload.message());
      case ALIAS_SEND, ALIAS_SEND_TT ->
          new Signal.SendAlias(control.pid(1), control.ref(2), payload.message());
      case ALTACT_SIG_SEND -> alternative(control, payload);
      case LINK -> new Signal.Link(control.peerPid(1), control.pid(2));
      case UNLINK_ID -> new Signal.Unlink(control.id(1), control.peerPid(2), control.pid(3));
      case UNLINK_ID_ACK -> new Signal.UnlinkAck(control.id(1), control.peerPid(2), control.pid(3));
      case EXIT -> new Signal.Exit(control.formerPeerPid(1), control.pid(2), control.term(3));
      case EXIT_TT -> new Signal.Exit(control.formerPeerPid(1), control.pid(2), control.term(4));
      case PAYLOAD_EXIT, PAYLOAD_EXIT_TT ->
          new Signal.Exit(control.formerPeerPid(1), control.pid(2), payload.term());
      case EXIT2 -> new Signal.ExitRequest(control.peerPid(1), control.pid(2), control.term(3));
      case EXIT2_TT -> new Signal.ExitRequest(control.peerPid(1), control.pid(2), control.term(4));
      case PAYLOAD_EXIT2, PAYLOAD_EXIT2_TT ->
          new Signal.ExitRequest(control.peerPid(1), control.pid(2), payload.term());
      case MONITOR_P ->
          new Signal.Monitor(control.peerPid(1), control.pidOrName(2), control.ref(3));
      case DEMONITOR_P ->
          new Signal.Demonitor(control.peerPid(1), control.pidOrName(2), control.ref(3));
      case MONITOR_P_EXIT ->
          new Signal.Down(control.pidOrName(1), control.pid(2), control.ref(3), control.term(4));
      case PAYLOAD_MONITOR_P_EXIT ->
          new Signal.Down(control.pidOrName(1), control.pid(2), control.ref(3), payload.term());
      case GROUP_LEADER -> new Signal.GroupLeader(control.pid(1), control.pid(2));
      case SPAWN_REQUEST, SPAWN_REQUEST_TT -> {
        ControlTuple mfa = control.tuple(4, 3);
        yield new Signal.SpawnRequest(
            control.ref(1),
            control.pid(2),
            control.pid(3),
            mfa.atom(0),
            mfa.atom(1),
            mfa.number(2, 0, Integer.MAX_VALUE),
            control.term(5),
            payload.message());
      }
      case SPAWN_REPLY, SPAWN_REPLY_TT ->
          new Signal.SpawnReply(
              control.ref(1),
              control.pid(2),
              control.number(3, 0, SPAWN_FLAGS_MAX),
              control.pidOrName(4));
    };
  }

  /// OTP 28's message or exit with priority, or to an alias or a name (EEP 76). Priority itself is
  /// not heeded: no process here has opted in. Flags we do not know carry no meaning.
  private static Signal alternative(ControlTuple control, Payload payload) {
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
    if (isExit) {
      return new Signal.ExitRequest(from, control.pid(3), payload.term());
    }
    if (toAlias) {
      return new Signal.SendAlias(from, control.ref(3), payload.message());
    }
    if (toName) {
      return new Signal.SendName(from, control.atom(3), payload.message());
    }
    return new Signal.Send(from, control.pid(3), payload.message());
  }

  /// What follows the control tuple.
  private record Payload(byte[] bytes, int from, int to) {
    int size() {
      return to - from;
    }

    /// The payload as it is. That it starts like a term must suffice here: its receiver finds out
    /// whether it is one.
    Encoded message() {
      if (size() < 2 || (bytes[from] & 0xFF) != Etf.VERSION) {
        throw new Illegal("no message");
      }
      return Encoded.of(Arrays.copyOfRange(bytes, from, to));
    }

    Term term() {
      return switch (Etf.decode(bytes, from, size())) {
        case Decoded.Ok(Term term, int end) -> term;
        case Malformed(String reason, int offset) -> throw new Illegal("exit reason: " + reason);
      };
    }
  }
}
