package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Etf;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes signals as frames of one connection, each with its four bytes of length in front, in the
/// form that both ends understand.
///
/// A short signal is written at once. A long one, with a payload of more than {@link #WHOLE_BYTES},
/// goes piece by piece as {@link #writeNext} is called, in turn with other senders' long ones; what
/// its own sender says meanwhile waits behind it ({@link Lanes}). Where fragments were not
/// negotiated a long signal is still one frame, so everything waits behind it.
///
/// Atoms of control messages go through the connection's cache; payloads were encoded by their
/// senders before it was known on which connection they would go, so they spell theirs out.
public final class FrameWriter {
  /// How much of a payload goes into one fragment, as in genuine nodes.
  public static final int FRAGMENT_BYTES = 64 << 10;

  /// A payload up to this goes in one frame: 64 KiB that somebody sends are some bytes more with
  /// what surrounds them, which are not worth a second fragment.
  static final int WHOLE_BYTES = 80 << 10;

  private static final int PASS_THROUGH = 112;
  private static final int WITH_HEADER = 68;
  private static final int FIRST_FRAGMENT = 69;
  private static final int NEXT_FRAGMENT = 70;
  private static final Term EVERYBODY = Nil.NIL;

  /// What became of a signal.
  public enum Written {
    /// It was appended.
    DONE,
    /// It waits for {@link #writeNext}; nothing was appended.
    LATER,
    /// The peer has no word for it; nothing was appended.
    NOT_UNDERSTOOD,
    /// It holds a term that is too long or nested too deep; nothing was appended.
    UNENCODABLE
  }

  private final ControlWriter controls;
  private final boolean headers;
  private final boolean fragments;
  private final SentAtoms atoms;
  private final TermWriter control;
  private final Lanes lanes = new Lanes();
  private long sequences;

  /// @param common what both ends understand
  public FrameWriter(Flags common) {
    controls = new ControlWriter(common);
    headers = common.haveHeaders();
    fragments = common.has(Flag.FRAGMENTS);
    atoms = new SentAtoms(common.has(Flag.DIST_HDR_ATOM_CACHE));
    control = new TermWriter(atoms);
  }

  /// Appends a tick, unless a frame is being written, which says as much.
  public void writeTick(TermWriter out) {
    if (fragments || lanes.isEmpty()) {
      out.putInt(0);
    }
  }

  /// Appends the signal's frame, or has it wait its turn.
  public Written write(Signal signal, TermWriter out) {
    return write(signal, fragments ? Lanes.sender(signal) : EVERYBODY, out);
  }

  /// The same, but behind everything that waits, whoever its sender is.
  public Written writeBehindAll(Signal signal, TermWriter out) {
    return write(signal, null, out);
  }

  private Written write(Signal signal, @Nullable Term sender, TermWriter out) {
    if (!controls.isUnderstood(signal)) {
      return Written.NOT_UNDERSTOOD;
    }
    int start = out.size();
    try {
      Outgoing outgoing = new Outgoing(signal, controls.payload(signal));
      if (outgoing.isLong() || !lanes.mayPass(sender)) {
        lanes.add(sender, outgoing);
        return Written.LATER;
      }
      writeWhole(outgoing, out);
      return Written.DONE;
    } catch (IllegalArgumentException unencodable) {
      atoms.forget();
      out.truncate(start);
      return Written.UNENCODABLE;
    }
  }

  /// Whether something waits for {@link #writeNext}.
  public boolean isBusy() {
    return !lanes.isEmpty();
  }

  /// How many signals wait before one of that sender.
  public int waiting(Term sender) {
    return lanes.size(fragments ? sender : EVERYBODY);
  }

  /// Appends what is next in turn: a piece of a long signal, or short ones that waited behind one.
  ///
  /// @param written gets each signal of which nothing is left
  public void writeNext(TermWriter out, Consumer<Signal> written) {
    int enough = out.size() + FRAGMENT_BYTES;
    Lanes.Lane lane = lanes.turn();
    try {
      do {
        Outgoing first = lane.first();
        if (first.lanes > 1) {
          first.lanes--;
          lane.removeFirst();
        } else if (writePiece(first, out)) {
          lane.removeFirst();
          written.accept(first.signal);
        }
      } while (!lane.isEmpty() && out.size() < enough);
    } finally {
      lanes.turnEnds(lane);
    }
  }

  /// Gives up what waits: the connection is over. Answers what was not written to its end.
  public List<Signal> abandon() {
    return lanes.abandon();
  }

  /// Answers whether nothing is left of the signal.
  private boolean writePiece(Outgoing signal, TermWriter out) {
    if (!signal.isLong()) {
      writeWhole(signal, out);
      return true;
    }
    if (fragments) {
      writeFragment(signal, out);
    } else {
      writeSlice(signal, out);
    }
    return signal.left() == 0;
  }

  private void writeFragment(Outgoing signal, TermWriter out) {
    int start = out.size();
    out.putInt(0);
    out.putByte(Etf.VERSION);
    if (signal.isBegun()) {
      out.putByte(NEXT_FRAGMENT);
      out.putLong(signal.sequence);
      out.putLong(signal.fragments());
    } else {
      signal.at = payloadStart(signal);
      signal.sequence = ++sequences;
      out.putByte(FIRST_FRAGMENT);
      out.putLong(signal.sequence);
      out.putLong(signal.fragments());
      writeControl(signal.signal, out);
    }
    putPiece(signal, out);
    out.setInt(start, out.size() - start - Framing.FRAMES.headerBytes());
  }

  /// A part of a frame that is whole only with all the others.
  private void writeSlice(Outgoing signal, TermWriter out) {
    if (!signal.isBegun()) {
      int start = out.size();
      writeHead(signal.signal, out);
      signal.at = payloadStart(signal);
      int head = out.size() - start - Framing.FRAMES.headerBytes();
      out.setInt(start, head + signal.left());
    }
    putPiece(signal, out);
  }

  private static void putPiece(Outgoing signal, TermWriter out) {
    signal.putPayload(Math.min(FRAGMENT_BYTES, signal.left()), out);
  }

  private void writeWhole(Outgoing signal, TermWriter out) {
    int start = out.size();
    writeHead(signal.signal, out);
    signal.at = payloadStart(signal);
    signal.putPayload(signal.left(), out);
    out.setInt(start, out.size() - start - Framing.FRAMES.headerBytes());
  }

  /// Everything before the payload; the length is not known yet.
  private void writeHead(Signal signal, TermWriter out) {
    out.putInt(0);
    if (headers) {
      out.putByte(Etf.VERSION);
      out.putByte(WITH_HEADER);
    } else {
      out.putByte(PASS_THROUGH);
    }
    writeControl(signal, out);
  }

  /// The control message, after the atoms it refers to if there is a header.
  private void writeControl(Signal signal, TermWriter out) {
    if (!headers) {
      out.putVersion();
      controls.write(signal, out);
      return;
    }
    control.truncate(0);
    controls.write(signal, control);
    atoms.writeHeader(out);
    out.putRaw(control.array(), 0, control.size());
  }

  /// Terms have a version byte of their own only where there is no header.
  private int payloadStart(Outgoing signal) {
    return headers ? Math.min(1, signal.left()) : 0;
  }
}
