package io.tempelhof.core.byway;

import io.tempelhof.core.association.AssociationCodec;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.byway.BywayMessage.Open;
import io.tempelhof.core.byway.BywayMessage.Opened;
import io.tempelhof.core.byway.BywayMessage.Reset;
import io.tempelhof.core.byway.BywayMessage.Segment;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.TermWriter;
import io.tempelhof.core.wire.Allowance;
import io.tempelhof.core.wire.Flag;
import io.tempelhof.core.wire.Flags;
import io.tempelhof.core.wire.FrameReader;
import io.tempelhof.core.wire.FrameWriter;
import io.tempelhof.core.wire.Framing;
import io.tempelhof.core.wire.Incoming;
import io.tempelhof.core.wire.PacketSplitter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of a virtual connection by way of other nodes. Frames are those of an ordinary
/// connection without atom cache and fragments. Not thread-safe; time is an argument.
final class Byway {
  /// How long the other end may take to agree.
  static final long OPENING_NANOS = 7_000_000_000L;

  private static final long AGAIN_NANOS = 1_000_000_000L;
  private static final long NEVER = Long.MAX_VALUE;
  private static final Flags PASS_THROUGH =
      Flags.OFFERED.without(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS);
  private static final Atom RESERVED = Atom.of(AssociationMessage.RESERVED_NAME);

  /// What a byway does, in the order given.
  sealed interface Output {}

  /// Send this to the other end, at once; it may get lost.
  record Send(BywayMessage message) implements Output {}

  /// It is there: the association's connection from now on.
  record Up(int creation) implements Output {}

  /// A signal of a program, read after {@link Byway#openGate}.
  record Heard(Signal signal) implements Output {}

  /// A message of the other association, after {@code received} signals.
  record Told(AssociationMessage message, long received) implements Output {}

  /// Signals of that {@link SignalSize} have arrived, or never will: small ones, and large ones.
  record Written(long smallBytes, long largeBytes) implements Output {}

  /// It is gone; nothing follows.
  record Lost(String reason) implements Output {}

  /// It could not be made; nothing follows.
  record Unmade(String reason) implements Output {}

  private record UnderWay(long end, long size) {}

  private enum State {
    OPENING,
    UP,
    /// Ours has ended; what was written is still to arrive.
    ENDING,
    OVER
  }

  private final boolean opener;
  private final long line;
  private final NodeName peer;
  private final Pid self;
  private final Stream stream;
  private final FrameWriter writer = new FrameWriter(PASS_THROUGH);
  private final PacketSplitter splitter = new PacketSplitter(Allowance.UNLIMITED);
  private final Deque<Signal> held = new ArrayDeque<>(0);

  /// Signals under way, and where each ends in the stream.
  private final Deque<UnderWay> underWay = new ArrayDeque<>(0);

  private @Nullable FrameReader reader;
  private State state = State.OPENING;
  private boolean gateOpen;
  private long openedAt;
  private long againAt = NEVER;
  private long written;
  private long received;
  private long lastSignalAt;
  private long lastReadAt;
  private long lastWrittenAt;
  private @Nullable String fault;
  private Consumer<Output> out = _ -> {};
  private long now;

  private Byway(boolean opener, long line, NodeName peer, NodeName us, int creation) {
    this.opener = opener;
    this.line = line;
    this.peer = peer;
    this.self = new Pid(us.atom(), 0, 0, creation);
    this.stream = new Stream(opener, line);
    splitter.switchTo(Framing.FRAMES);
  }

  /// Asks the other end for one.
  ///
  /// @param line greater than that of any before
  /// @param creation our own
  static Byway open(
      NodeName peer, long line, NodeName us, int creation, long now, Consumer<Output> out) {
    Byway byway = new Byway(true, line, peer, us, creation);
    byway.turn(now, out);
    byway.openedAt = now;
    byway.ask();
    return byway;
  }

  /// Agrees to one the other end has asked for.
  static Byway accept(
      Open asked, NodeName peer, NodeName us, int creation, long now, Consumer<Output> out) {
    Byway byway = new Byway(false, asked.line(), peer, us, creation);
    byway.turn(now, out);
    byway.send(new Opened(asked.line(), creation));
    byway.up(asked.creation());
    return byway;
  }

  private void turn(long time, Consumer<Output> to) {
    now = time;
    out = to;
  }

  private void ask() {
    againAt = now + AGAIN_NANOS;
    send(new Open(line, self.creation()));
  }

  private void send(BywayMessage message) {
    out.accept(new Send(message));
  }

  private void up(int creation) {
    state = State.UP;
    againAt = NEVER;
    reader = new FrameReader(peer, creation, PASS_THROUGH, Allowance.UNLIMITED);
    lastReadAt = now;
    lastWrittenAt = now;
    out.accept(new Up(creation));
  }

  /// Whether we opened it.
  boolean opener() {
    return opener;
  }

  /// The opener's number of it.
  long line() {
    return line;
  }

  /// Whether the other end is still to agree.
  boolean isOpening() {
    return state == State.OPENING;
  }

  /// Whether nothing happens on it any more.
  boolean isOver() {
    return state == State.OVER;
  }

  /// What was seen on it.
  Traffic traffic() {
    return new Traffic(lastSignalAt, lastReadAt, lastWrittenAt);
  }

  /// A message of the other end about this byway.
  void heard(BywayMessage message, long time, Consumer<Output> to) {
    turn(time, to);
    switch (message) {
      case Open _ -> send(new Opened(line, self.creation()));
      case Opened m when state == State.OPENING -> up(m.creation());
      case Opened _ -> {}
      case Segment m when state == State.UP || state == State.ENDING -> heard(m);
      case Segment _ -> {}
      case Reset _ -> lose("the other end knows of no such byway");
    }
  }

  private void heard(Segment segment) {
    lastReadAt = now;
    byte[] bytes = stream.heard(segment, now, this::send);
    arrived(stream.arrived());
    if (bytes != null && state == State.UP) {
      read(bytes);
    }
    if (state == State.UP && stream.endReceived()) {
      stream.end(now, this::send);
      state = State.ENDING;
      arrived(Long.MAX_VALUE);
      out.accept(new Lost("end of stream"));
    }
    if (state == State.ENDING && stream.isOver()) {
      state = State.OVER;
    }
  }

  private void arrived(long until) {
    long small = 0;
    long large = 0;
    while (!underWay.isEmpty() && underWay.peek().end <= until) {
      long size = underWay.remove().size;
      small += SignalSize.isLarge(size) ? 0 : size;
      large += SignalSize.isLarge(size) ? size : 0;
    }
    if (small + large > 0) {
      out.accept(new Written(small, large));
    }
  }

  private void read(byte[] bytes) {
    PacketSplitter.Refusal refusal = splitter.feed(bytes, 0, bytes.length, this::packet);
    if (refusal != null) {
      fault = refusal.reason();
    }
    if (fault != null && state == State.UP) {
      reset("malformed: " + fault);
    }
  }

  private boolean packet(byte[] bytes, int from, int to) {
    if (reader == null || state != State.UP) {
      return false;
    }
    switch (reader.read(bytes, from, to)) {
      case Incoming.Tick() -> {}
      case Incoming.Signalled(Signal.SendName named) when named.name().equals(RESERVED) ->
          told(named.message());
      case Incoming.Signalled(Signal signal) -> heard(signal);
      case Incoming.Fragment() -> fault = "a fragment";
      case Incoming.Malformed(String reason, _) -> fault = reason;
    }
    return fault == null;
  }

  private void told(Encoded message) {
    if (message.decode() instanceof Decoded.Ok(var term, _)
        && AssociationCodec.decode(term) instanceof AssociationCodec.Known(var known)) {
      out.accept(new Told(known, received));
    }
  }

  private void heard(Signal signal) {
    received++;
    lastSignalAt = now;
    if (gateOpen) {
      out.accept(new Heard(signal));
    } else {
      held.add(signal);
    }
  }

  /// Signals may be delivered from now on.
  void openGate(long time, Consumer<Output> to) {
    turn(time, to);
    gateOpen = true;
    while (!held.isEmpty()) {
      out.accept(new Heard(held.remove()));
    }
  }

  /// Writes a signal.
  ///
  /// @return false if it has no form here: it is dropped
  boolean write(Signal signal, long time, Consumer<Output> to) {
    turn(time, to);
    TermWriter frame = new TermWriter();
    switch (writer.write(signal, frame)) {
      case DONE -> {}
      case LATER -> {
        while (writer.isBusy()) {
          writer.writeNext(frame, _ -> {});
        }
      }
      case NOT_UNDERSTOOD, UNENCODABLE -> {
        return false;
      }
    }
    written++;
    lastSignalAt = now;
    write(frame);
    underWay.add(new UnderWay(stream.written(), SignalSize.of(signal)));
    if (state != State.UP) {
      arrived(Long.MAX_VALUE);
    }
    return true;
  }

  /// Writes a message of the association, behind the signals written so far.
  void write(AssociationMessage message, long time, Consumer<Output> to) {
    turn(time, to);
    TermWriter frame = new TermWriter();
    Encoded term = Encoded.of(AssociationCodec.encode(message.behind(written)));
    writer.write(new Signal.SendName(self, RESERVED, term), frame);
    write(frame);
  }

  /// Writes a sign of life.
  void tick(long time, Consumer<Output> to) {
    turn(time, to);
    TermWriter frame = new TermWriter();
    writer.writeTick(frame);
    write(frame);
  }

  private void write(TermWriter frame) {
    if (state != State.UP) {
      return;
    }
    lastWrittenAt = now;
    if (!stream.write(frame.array(), frame.size(), now, this::send)) {
      reset("more than " + Stream.WAITING_BYTES_MAX + " bytes wait to go by way of others");
    }
  }

  /// Ends it behind what was written; nothing more is read.
  void shut(long time, Consumer<Output> to) {
    turn(time, to);
    switch (state) {
      case OPENING -> {
        state = State.OVER;
        send(new Reset(opener, line));
      }
      case UP -> {
        state = State.ENDING;
        held.clear();
        arrived(Long.MAX_VALUE);
        stream.end(now, this::send);
      }
      case ENDING, OVER -> {}
    }
  }

  /// Ends it at once.
  void abort(String reason, long time, Consumer<Output> to) {
    turn(time, to);
    reset(reason);
  }

  private void reset(String reason) {
    send(new Reset(opener, line));
    lose(reason);
  }

  private void lose(String reason) {
    State before = state;
    state = State.OVER;
    held.clear();
    arrived(Long.MAX_VALUE);
    switch (before) {
      case OPENING -> out.accept(new Unmade(reason));
      case UP -> out.accept(new Lost(reason));
      case ENDING, OVER -> {}
    }
  }

  /// The other end has opened another one in its place.
  void replaced(long time, Consumer<Output> to) {
    turn(time, to);
    lose("replaced by a later one");
  }

  /// The deadline has come.
  void timer(long time, Consumer<Output> to) {
    turn(time, to);
    switch (state) {
      case OPENING -> {
        if (now >= openedAt + OPENING_NANOS) {
          lose("no answer by way of others");
        } else if (now >= againAt) {
          ask();
        }
      }
      case UP, ENDING -> {
        if (!stream.timer(now, this::send)) {
          reset("nothing has arrived by way of others for 30 s");
        }
      }
      case OVER -> {}
    }
  }

  /// When {@link #timer} is due; {@link Long#MAX_VALUE} for never.
  long nextDeadline() {
    return switch (state) {
      case OPENING -> Math.min(againAt, openedAt + OPENING_NANOS);
      case UP, ENDING -> stream.nextDeadline();
      case OVER -> NEVER;
    };
  }
}
