package io.tempelhof.core.wire;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.BigEndian;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Tuple;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the frames of one connection, in one of the two modes the handshake settles (OTP, {@code
/// erl_dist_protocol}). With headers: 131, a type, for fragments their sequence and number, the
/// atoms the frame refers to, a control tuple, and for some operations a payload or the first part
/// of one. In pass-through mode: the byte 112 and the same terms, each with its own version byte.
/// Control tuples and exit reasons are decoded here; a message is only copied out, its receiver
/// decodes it.
///
/// Atom cache and incomplete signals are kept here, so frames must come in their order, and {@link
/// #release} must be called in the end.
public final class FrameReader {
  private static final int PASS_THROUGH = 112;
  private static final int WITH_HEADER = 68;
  private static final int FIRST_FRAGMENT = 69;
  private static final int NEXT_FRAGMENT = 70;
  private static final Incoming TICK = new Incoming.Tick();
  private static final Incoming FRAGMENT = new Incoming.Fragment();

  private final Pid peer;
  private final SignalReader signals;
  private final boolean headers;
  private final boolean fragments;
  private final ReceivedAtoms received = new ReceivedAtoms();
  private final Reassembly reassembly;
  private int at;

  /// @param peer the directly connected node: most signals must come from one of its processes
  /// @param creation the incarnation it is in
  /// @param common what both ends understand
  /// @param allowance what may be held of incomplete signals
  public FrameReader(NodeName peer, int creation, Flags common, Allowance allowance) {
    this.peer = new Pid(peer.atom(), 0, 0, creation);
    this.signals = new SignalReader(this.peer);
    this.headers = common.haveHeaders();
    this.fragments = common.has(Flag.FRAGMENTS);
    this.reassembly = new Reassembly(allowance);
  }

  /// Whether some signal has come in part and not whole.
  public boolean isInside() {
    return !reassembly.isEmpty();
  }

  /// Gives up what is incomplete. The connection is over.
  public void release() {
    reassembly.release();
  }

  /// Reads one frame, {@code bytes[from..to)}, without its length. Keeps no reference to the array.
  public Incoming read(byte[] bytes, int from, int to) {
    if (from == to) {
      return TICK;
    }
    at = from;
    try {
      return headers ? headed(bytes, to) : passedThrough(bytes, to);
    } catch (Illegal illegal) {
      return new Incoming.Malformed(illegal.reason, at - from);
    }
  }

  private Incoming passedThrough(byte[] bytes, int to) {
    if (bytes[at] != PASS_THROUGH) {
      throw notNegotiated(bytes[at] & 0xFF);
    }
    at++;
    ControlTuple control = control(Etf.decodeFirst(bytes, at, controlBytes(to)));
    @Nullable Encoded payload = null;
    if (at < to) {
      if ((bytes[at] & 0xFF) != Etf.VERSION || to - at == 1) {
        throw new Illegal(control.name() + ": no message");
      }
      payload = Encoded.of(Arrays.copyOfRange(bytes, at, to));
    }
    return signals.read(control, payload);
  }

  private Incoming headed(byte[] bytes, int to) {
    if ((bytes[at] & 0xFF) != Etf.VERSION) {
      throw notNegotiated(bytes[at] & 0xFF);
    }
    if (to - at == 1) {
      throw new Illegal("frame without a type");
    }
    int type = bytes[at + 1];
    at += 2;
    if (type == WITH_HEADER) {
      return whole(bytes, to);
    }
    if (fragments && type == FIRST_FRAGMENT) {
      return firstFragment(bytes, to);
    }
    if (fragments && type == NEXT_FRAGMENT) {
      return nextFragment(bytes, to);
    }
    throw notNegotiated(type & 0xFF);
  }

  private Incoming whole(byte[] bytes, int to) {
    Atom[] atoms = atoms(bytes, to);
    ControlTuple control = control(Etf.decodeBare(bytes, at, controlBytes(to), atoms));
    return signals.read(
        control, at < to ? Encoded.inFrame(Arrays.copyOfRange(bytes, at, to), atoms) : null);
  }

  private Incoming firstFragment(byte[] bytes, int to) {
    int start = at;
    long sequence = number(bytes, to);
    long fragment = number(bytes, to);
    if (fragment < 1) {
      throw new Illegal(Long.toUnsignedString(fragment) + " fragments");
    }
    Atom[] atoms = atoms(bytes, to);
    ControlTuple control = control(Etf.decodeBare(bytes, at, controlBytes(to), atoms));
    if (!control.operation().hasPayload()) {
      throw new Illegal(control.name() + ": in fragments");
    }
    reassembly.begin(sequence, fragment, control, atoms, at - start);
    return add(sequence, fragment, bytes, to);
  }

  private Incoming nextFragment(byte[] bytes, int to) {
    long sequence = number(bytes, to);
    long fragment = number(bytes, to);
    return add(sequence, fragment, bytes, to);
  }

  private Incoming add(long sequence, long fragment, byte[] bytes, int to) {
    Reassembly.@Nullable Whole whole = reassembly.add(sequence, fragment, bytes, at, to);
    return whole == null ? FRAGMENT : signals.read(whole.control(), whole.payload());
  }

  private Atom[] atoms(byte[] bytes, int to) {
    try {
      return received.read(bytes, at, to);
    } finally {
      at = received.end();
    }
  }

  private ControlTuple control(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Ok(Tuple tuple, int end) -> {
        at = end;
        yield new ControlTuple(tuple, peer);
      }
      case Decoded.Ok _ -> throw new Illegal("control message that is no tuple");
      case Malformed(String reason, int offset) -> {
        at = offset;
        throw new Illegal("control message: " + reason);
      }
    };
  }

  /// How many bytes the control message may have that starts here.
  private int controlBytes(int to) {
    return Math.min(to - at, SignalReader.DECODED_BYTES_MAX);
  }

  private long number(byte[] bytes, int to) {
    if (to - at < Long.BYTES) {
      throw new Illegal("fragment without sequence and number");
    }
    long number = BigEndian.getLong(bytes, at);
    at += Long.BYTES;
    return number;
  }

  private static Illegal notNegotiated(int type) {
    return new Illegal("frame of type " + type + ", which was not negotiated");
  }
}
