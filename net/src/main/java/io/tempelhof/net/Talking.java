package io.tempelhof.net;

import io.netty.util.concurrent.FastThreadLocal;
import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.handshake.HandshakeOutput.Established;
import io.tempelhof.core.overlay.DigestFilter;
import io.tempelhof.core.overlay.OverlayCodec;
import io.tempelhof.core.overlay.OverlayMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Malformed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.FrameWriter;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.core.wire.PacketSplitter.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection's second and last phase: the frames of an association. Reads control parts only;
/// messages go to their receivers as they came.
final class Talking implements Connection.Phase, Standings.Up {
  /// Where what is read goes. Called on the connection's loop.
  interface Hearer {
    /// A signal for a process.
    void heard(Talking on, Signal signal);

    /// A message between the associations, after {@code received} signals for processes.
    void told(Talking on, AssociationMessage message, long received);

    /// A message between the nodes.
    void overlay(Talking on, OverlayMessage message);

    /// A tick from a node that is none of ours.
    void ticked(Talking on);

    /// The socket has taken signals of that many bytes, or never will: small ones, and large ones.
    void written(long smallBytes, long largeBytes);

    /// The connection is gone, and these signals were not written to their end.
    void unsent(List<Signal> signals);

    /// The connection is gone.
    void lost(Talking on, String reason);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Talking.class);
  private static final Atom RESERVED = Atom.of(AssociationMessage.RESERVED_NAME);

  /// While more wait behind a long one of the node itself, no message of the overlay is added.
  private static final int OVERLAY_WAITING_MAX = 64;

  /// The longest message between nodes, all of which are read on the event loop.
  private static final int RESERVED_BYTES_MAX = 1 << 20;

  /// A buffer that one long message has made larger than this is not kept.
  private static final int KEPT_BYTES = 1 << 20;

  private static final FastThreadLocal<TermWriter> SCRATCH =
      new FastThreadLocal<>() {
        @Override
        protected TermWriter initialValue() {
          return new TermWriter();
        }
      };

  private final Connection connection;
  private final NodeName peer;
  private final int creation;
  private final boolean extended;
  private final Pid self;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final OverlayCodec overlay;
  private final Counters counters;
  private final Hearer hearer;
  private final Deque<Signal> held = new ArrayDeque<>(0);
  private final Foreword foreword = new Foreword();
  private final AtomicBoolean blamed = new AtomicBoolean();
  private boolean gateOpen;
  private boolean flushDue;
  private final DigestFilter digests = new DigestFilter();
  private boolean over;
  private long received;
  private long accepted; // signals that are written, or will be

  private boolean signalsWritten;
  private volatile boolean insideSignal;
  private volatile long lastSignalReadAt;
  private volatile long lastSignalWrittenAt;

  Talking(
      Connection connection,
      Established established,
      boolean extended,
      Pid self,
      OverlayCodec overlay,
      Counters counters,
      Hearer hearer) {
    this.connection = connection;
    this.peer = established.peer();
    this.creation = established.creation();
    this.extended = extended;
    this.self = self;
    this.reader = new FrameReader(peer, creation, established.flags(), SharedAllowance.OF_JVM);
    this.writer = new FrameWriter(established.flags());
    this.overlay = overlay;
    this.counters = counters;
    this.hearer = hearer;
  }

  long number() {
    return connection.number();
  }

  Connection connection() {
    return connection;
  }

  NodeName peer() {
    return peer;
  }

  @Override
  public int creation() {
    return creation;
  }

  @Override
  public boolean extended() {
    return extended;
  }

  @Override
  public long lastReadAt() {
    return connection.lastReadAt();
  }

  /// What an association's timer wants to know. On the connection's loop.
  Traffic traffic() {
    return new Traffic(lastUsedAt(), connection.lastReadAt(), connection.lastWrittenAt());
  }

  /// When a signal of a program was last read or written, on the {@link Clock}; 0 for never. From
  /// any thread.
  long lastUsedAt() {
    return Math.max(lastSignalReadAt, lastSignalWrittenAt);
  }

  /// Whether the other end has begun a signal in fragments and not ended it. From any thread.
  boolean isInsideSignal() {
    return insideSignal;
  }

  // Reading.

  @Override
  public boolean packet(byte[] bytes, int from, int to) {
    counters.count(Counter.BYTES_IN, Framing.FRAMES.headerBytes() + to - from);
    Incoming incoming = reader.read(bytes, from, to);
    if (insideSignal) {
      insideSignal = reader.isInside();
    }
    switch (incoming) {
      case Incoming.Tick() -> ticked();
      case Incoming.Signalled(Signal.SendName named)
          when extended && named.name().equals(RESERVED) ->
          told(named.message());
      case Incoming.Signalled(Signal signal) -> heard(signal);
      case Incoming.Fragment() -> {
        insideSignal = true;
        lastSignalReadAt = connection.lastReadAt();
      }
      case Incoming.Malformed(String reason, int offset) ->
          malformed("frame of " + (to - from) + " bytes: " + reason + " at " + offset);
    }
    return true;
  }

  private void ticked() {
    counters.count(Counter.TICKS_IN);
    if (!extended) {
      hearer.ticked(this);
    }
  }

  private void heard(Signal signal) {
    received++;
    if (lastSignalReadAt != connection.lastReadAt()) {
      lastSignalReadAt = connection.lastReadAt();
      Lingering.read();
    }
    counters.count(signal instanceof Signal.Message ? Counter.MESSAGES_IN : Counter.RELATIONS_IN);
    if (gateOpen) {
      hearer.heard(this, signal);
    } else {
      held.add(signal);
      connection.read(false);
    }
  }

  private void told(Encoded message) {
    if (message.size() > RESERVED_BYTES_MAX) {
      malformed("message between nodes of " + message.size() + " bytes");
      return;
    }
    switch (message.decode()) {
      case Malformed(String reason, int offset) ->
          malformed("message between nodes: " + reason + " at " + offset);
      case Decoded.Ok(Term term, _) -> told(term);
    }
  }

  private void told(Term term) {
    switch (AssociationCodec.decode(term)) {
      case AssociationCodec.Known(AssociationMessage message) -> {
        counters.count(Counter.ASSOCIATION_IN);
        hearer.told(this, message, received);
      }
      case AssociationCodec.Malformed(String reason) -> malformed(reason);
      case AssociationCodec.Unknown _ -> counters.count(Counter.UNKNOWN_IN);
      case AssociationCodec.Foreign() -> {
        switch (overlay.decode(term)) {
          case OverlayCodec.Known(OverlayMessage message) -> {
            counters.count(Counter.OVERLAY_IN);
            hearer.overlay(this, message);
          }
          case OverlayCodec.Malformed(String reason) -> malformed(reason);
          case OverlayCodec.Unknown _, OverlayCodec.Foreign _ -> counters.count(Counter.UNKNOWN_IN);
        }
      }
    }
  }

  /// What came before the node was told of the connection.
  Foreword foreword() {
    return foreword;
  }

  @Override
  public void refused(Refusal refusal) {
    malformed(refusal.reason());
  }

  /// A receiver found a message malformed. From any thread.
  void malformed(Malformed message) {
    malformed("message: " + message.reason() + " at " + message.offset());
  }

  /// The other end has sent what no conforming node sends: that costs the connection, and one line.
  /// From any thread.
  void malformed(String detail) {
    if (blamed.compareAndSet(false, true)) {
      counters.count(Counter.CLOSED_MALFORMED);
      LOG.warn(
          "{}: closing connection with {} ({}): {}", self.node().text(), peer, remote(), detail);
    }
    connection.abort("malformed: " + detail); // also again: here nothing more is read at once
  }

  private String remote() {
    return connection.remote();
  }

  /// Signals of this connection may be delivered from now on.
  void openGate() {
    gateOpen = true;
    while (!held.isEmpty()) {
      hearer.heard(this, held.remove());
    }
    connection.read(true);
  }

  @Override
  public void paused() {}

  @Override
  public void written(long smallBytes, long largeBytes) {
    hearer.written(smallBytes, largeBytes);
  }

  @Override
  public void closed(String reason) {
    over = true;
    reader.release();
    hearer.unsent(writer.abandon().stream().filter(signal -> !isReserved(signal)).toList());
    hearer.lost(this, reason);
  }

  // Writing.

  /// Appends a signal to the burst.
  FrameWriter.Written write(Signal signal) {
    if (over) {
      hearer.unsent(List.of(signal));
      return FrameWriter.Written.DONE;
    }
    TermWriter frame = scratch();
    FrameWriter.Written written = writer.write(signal, frame);
    switch (written) {
      case DONE -> {
        accepted++;
        append(frame);
        ended(signal);
      }
      case LATER -> accepted++;
      case NOT_UNDERSTOOD, UNENCODABLE -> {}
    }
    return written;
  }

  /// What was appended last ends this signal.
  private void ended(Signal signal) {
    connection.carries(SignalSize.of(signal));
    counters.count(signal instanceof Signal.Message ? Counter.MESSAGES_OUT : Counter.RELATIONS_OUT);
    signalsWritten = true;
  }

  @Override
  public boolean isBusy() {
    return writer.isBusy();
  }

  @Override
  public void more() {
    TermWriter frame = scratch();
    List<Signal> ended = new ArrayList<>(1);
    writer.writeNext(frame, ended::add);
    append(frame);
    for (Signal signal : ended) {
      if (!isReserved(signal)) {
        ended(signal);
      }
    }
    lastSignalWrittenAt = Clock.now();
  }

  private boolean isReserved(Signal signal) {
    return signal instanceof Signal.SendName named
        && named.from().equals(self)
        && named.name().equals(RESERVED);
  }

  /// Appends an association's message to the burst.
  void write(AssociationMessage message) {
    counters.count(Counter.ASSOCIATION_OUT);
    Signal signal = reserved(AssociationCodec.encode(message.behind(accepted)));
    TermWriter frame = scratch();
    if (message.endsSignals()) {
      writer.writeBehindAll(signal, frame);
    } else {
      writer.write(signal, frame);
    }
    append(frame);
  }

  /// Appends a tick to the burst.
  void tick() {
    counters.count(Counter.TICKS_OUT);
    counters.count(Counter.HEARTBEATS_OUT);
    TermWriter frame = scratch();
    writer.writeTick(frame);
    append(frame);
  }

  /// Appends what stands in place of a tick to the burst.
  void heartbeat(long digest) {
    counters.count(Counter.HEARTBEATS_OUT);
    append(new OverlayMessage.Heartbeat(digest));
  }

  DigestFilter digests() {
    return digests;
  }

  /// Writes a message of the overlay with those that follow at once. Whoever asks and does not read
  /// gets no answer: no room limits what the overlay says.
  void write(OverlayMessage message) {
    if (over || connection.isClogged() || writer.waiting(self) > OVERLAY_WAITING_MAX) {
      counters.dropped(1, "overlay message to a node that does not read");
      return;
    }
    append(message);
    if (!flushDue) {
      flushDue = true;
      connection.loop().execute(this::flush);
    }
  }

  private void append(OverlayMessage message) {
    counters.count(Counter.OVERLAY_OUT);
    TermWriter frame = scratch();
    writer.write(reserved(overlay.encode(message)), frame);
    append(frame);
  }

  private Signal reserved(Term term) {
    return new Signal.SendName(self, RESERVED, Encoded.of(term));
  }

  private void append(TermWriter frame) {
    if (frame.size() > 0 && !over) {
      counters.count(Counter.BYTES_OUT, frame.size());
      connection.gather(frame.size()).writeBytes(frame.array(), 0, frame.size());
    }
  }

  private static TermWriter scratch() {
    TermWriter writer = SCRATCH.get();
    if (writer.array().length > KEPT_BYTES) {
      writer = new TermWriter();
      SCRATCH.set(writer);
    }
    writer.truncate(0);
    return writer;
  }

  /// Gives the burst to the socket.
  void flush() {
    flushDue = false;
    counters.count(Counter.FLUSHES);
    connection.flush();
    if (signalsWritten) {
      signalsWritten = false;
      Lingering.wrote();
      lastSignalWrittenAt = connection.lastWrittenAt();
    }
  }
}
