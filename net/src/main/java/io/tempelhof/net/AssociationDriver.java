package io.tempelhof.net;

import io.tempelhof.core.association.Association;
import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.association.AssociationSnapshot;
import io.tempelhof.core.association.SignalSize;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.net.Inlet.Link;
import io.tempelhof.net.Inlet.Offer;
import io.tempelhof.net.NodeStatus.Queued;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Runs one association: takes what processes say and what connections tell from any thread, and
/// steps the association with it in one thread at a time, the one that also reads and writes its
/// connection. One flush per burst.
///
/// A driver retires when its association is forgotten. Methods that take something answer false
/// then, and a new driver has to be asked.
final class AssociationDriver {
  private static final long NEVER = Long.MAX_VALUE;

  private final Association association;
  private final AssociationEdge edge;
  private final Executor home;
  private final Inlet<AssociationInput> inlet = new Inlet<>();
  private final Room small = new Room();
  private final Room large = new Room();
  private volatile Executor executor;
  private volatile AssociationSnapshot snapshot;

  // Of the drain.
  private @Nullable Link<AssociationInput> batch;
  private long connection;
  private long unflushed;
  private long wakeAt = NEVER;

  /// @param home runs the association while it has no connection
  AssociationDriver(Association association, AssociationEdge edge, Executor home) {
    this.association = association;
    this.edge = edge;
    this.home = home;
    this.executor = home;
    this.snapshot = association.snapshot();
  }

  /// Says the signal, after waiting for room. Never on an event loop.
  ///
  /// @return false if this driver has retired
  boolean say(Signal signal) throws InterruptedException {
    long size = SignalSize.of(signal);
    room(size).take(size);
    return submit(signal);
  }

  /// What became of {@link #trySay}.
  enum Tried {
    SAID,
    /// To say it now one would have to wait.
    NO_ROOM,
    RETIRED
  }

  /// Says the signal unless that means to wait for room.
  Tried trySay(Signal signal) {
    long size = SignalSize.of(signal);
    if (!room(size).tryTake(size)) {
      return Tried.NO_ROOM;
    }
    return submit(signal) ? Tried.SAID : Tried.RETIRED;
  }

  /// Says the signal, room or not.
  ///
  /// @return false if this driver has retired
  boolean post(Signal signal) {
    long size = SignalSize.of(signal);
    room(size).takeAnyway(size);
    return submit(signal);
  }

  private Room room(long size) {
    return SignalSize.isLarge(size) ? large : small;
  }

  private boolean submit(Signal signal) {
    boolean taken = submit(new AssociationInput.Say(signal));
    if (!taken) {
      unwritten(signal);
    }
    return taken;
  }

  /// Tells the association something.
  ///
  /// @return false if this driver has retired
  boolean submit(AssociationInput input) {
    Offer offer = inlet.offer(input);
    if (offer == Offer.QUEUED_IDLE) {
      executor.execute(this::drain);
    }
    return offer != Offer.RETIRED;
  }

  /// The time the edge was asked to wake at has come.
  void wake() {
    submit(new AssociationInput.Timer(AssociationInput.Traffic.NONE));
  }

  /// The socket has taken signals of that many bytes, or never will: small ones, and large ones or
  /// parts of them.
  void written(long smallBytes, long largeBytes) {
    small.give(smallBytes);
    large.give(largeBytes);
  }

  /// The socket will never take this signal.
  void unwritten(Signal signal) {
    long size = SignalSize.of(signal);
    room(size).give(size);
  }

  /// What was said and not yet written, and who waits.
  Queued queued() {
    return new Queued(small.used() + large.used(), small.waiting() + large.waiting());
  }

  /// How the association looked after the last burst.
  AssociationSnapshot snapshot() {
    return snapshot;
  }

  private void drain() {
    try {
      Executor here = executor;
      if (batch == null) {
        batch = inlet.take();
      }
      while (batch != null && executor.equals(here)) {
        AssociationInput input = batch.item();
        batch = batch.next();
        step(input);
      }
      flush();
      arm();
      snapshot = association.snapshot();
      if (batch != null || !isAtRest()) {
        executor.execute(this::drain);
      }
    } catch (RuntimeException e) {
      inlet.abandon();
      small.open();
      large.open();
      edge.failed(e);
    }
  }

  private void step(AssociationInput input) {
    if (input instanceof AssociationInput.Timer) {
      wakeAt = NEVER;
      association.step(
          new AssociationInput.Timer(edge.traffic(connection)), edge.now(), this::perform);
    } else {
      association.step(input, edge.now(), this::perform);
    }
    if (association.connection() != connection) {
      connection = association.connection();
      executor = connection == 0 ? home : edge.executor(connection);
    }
  }

  private void perform(AssociationOutput output) {
    switch (output) {
      case AssociationOutput.Connect o -> edge.connect(o.request());
      case AssociationOutput.TakeByway o -> edge.takeByway(o.request());
      case AssociationOutput.Write o -> {
        inBurst(o.connection());
        edge.write(o.connection(), o.signal());
      }
      case AssociationOutput.Tell o -> {
        inBurst(o.connection());
        edge.tell(o.connection(), o.message());
      }
      case AssociationOutput.Tick o -> {
        inBurst(o.connection());
        edge.tick(o.connection());
      }
      case AssociationOutput.Relay o -> edge.relay(o.message());
      case AssociationOutput.Quiet o -> edge.quiet(o.connection(), o.quiet());
      case AssociationOutput.OpenGate o -> edge.openGate(o.connection());
      case AssociationOutput.Up o ->
          edge.up(o.connection(), o.creation(), o.extended(), o.dialled());
      case AssociationOutput.Gone o -> edge.gone(o.connection(), o.graceful(), o.reason());
      case AssociationOutput.Unused o -> edge.unused(o.connection(), o.reason());
      case AssociationOutput.Shut o -> edge.shut(o.connection(), o.reason());
      case AssociationOutput.Deliver o -> edge.deliver(o.signal());
      case AssociationOutput.Dropped o -> {
        written(o.bytes() - o.largeBytes(), o.largeBytes());
        // Nobody waits for more than one dial.
        small.admitAll();
        large.admitAll();
        edge.dropped(o.signals(), o.reason());
      }
      case AssociationOutput.Forgotten _ -> {} // seen when at rest
    }
  }

  private void inBurst(long number) {
    if (unflushed != number) {
      flush();
      unflushed = number;
    }
  }

  private void flush() {
    if (unflushed != 0) {
      edge.flush(unflushed);
      unflushed = 0;
    }
  }

  private void arm() {
    long deadline = association.nextDeadline();
    if (deadline < wakeAt) {
      wakeAt = deadline;
      edge.wakeAt(deadline);
    }
  }

  /// Whether nothing is left to do; then another thread may be draining already.
  private boolean isAtRest() {
    if (!association.isForgotten()) {
      return inlet.rest();
    }
    boolean retired = inlet.retire();
    if (retired) {
      edge.retired();
    }
    return retired;
  }
}
