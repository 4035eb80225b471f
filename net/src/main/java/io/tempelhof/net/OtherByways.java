package io.tempelhof.net;

import io.netty.channel.EventLoop;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.byway.BywayMessage;
import io.tempelhof.core.byway.Byways;
import io.tempelhof.core.node.NodeInput;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The virtual connections with one other node, which is not told of in {@link Standings}: it
/// cannot be dialled. Safe for use by any thread.
final class OtherByways {
  /// Sockets have lesser numbers.
  private static final long FIRST = 1L << 62;

  private static final AtomicLong NUMBERS = new AtomicLong(FIRST);

  private final NodeName peer;
  private final Associations node;
  private final EventLoop home;

  /// Guards itself and what follows.
  private final Byways byways;

  private final Consumer<Byways.Output> performer = this::perform;
  private @Nullable Future<?> alarm;
  private long alarmAt = Long.MAX_VALUE;

  OtherByways(NodeName peer, Associations node, EventLoop home) {
    this.peer = peer;
    this.node = node;
    this.home = home;
    this.byways = new Byways(node.name(), node.creation(), peer, NUMBERS::getAndIncrement);
  }

  /// Whether a connection of that number goes by way of others.
  static boolean isByway(long connection) {
    return connection >= FIRST;
  }

  /// Opens one, to answer that request of the association.
  void open(long request) {
    act(() -> byways.open(request, Clock.now(), performer));
  }

  /// A message of the other end's.
  void heard(BywayMessage message) {
    act(() -> byways.heard(message, Clock.now(), performer));
  }

  /// Writes a signal.
  ///
  /// @return false if it has no form here, or nowhere to go
  boolean write(long connection, Signal signal) {
    boolean[] written = new boolean[1];
    act(() -> written[0] = byways.write(connection, signal, Clock.now(), performer));
    return written[0];
  }

  void write(long connection, AssociationMessage message) {
    act(() -> byways.write(connection, message, Clock.now(), performer));
  }

  void tick(long connection) {
    act(() -> byways.tick(connection, Clock.now(), performer));
  }

  void openGate(long connection) {
    act(() -> byways.openGate(connection, Clock.now(), performer));
  }

  void shut(long connection) {
    act(() -> byways.shut(connection, Clock.now(), performer));
  }

  Traffic traffic(long connection) {
    synchronized (byways) {
      return byways.traffic(connection);
    }
  }

  private void act(Runnable act) {
    synchronized (byways) {
      act.run();
      arm();
    }
  }

  /// Nothing of what is asked for here is done under way: all of it is counted or put into queues.
  private void perform(Byways.Output output) {
    switch (output) {
      case Byways.Send(var message) -> node.tell(new NodeInput.Relay(peer, message.encode(), true));
      case Byways.Tell(var input) -> node.submitAnyway(peer, input);
      case Byways.Written(long small, long large) -> node.written(peer, small, large);
      case Byways.Deliver(long connection, var signal) -> {
        node.counters()
            .count(signal instanceof Signal.Message ? Counter.MESSAGES_IN : Counter.RELATIONS_IN);
        node.processes().deliver(signal, fault -> malformed(connection, fault.reason()));
      }
    }
  }

  private void malformed(long connection, String reason) {
    node.counters().count(Counter.CLOSED_MALFORMED);
    act(() -> byways.abort(connection, "malformed: " + reason, Clock.now(), performer));
  }

  private void arm() {
    long deadline = byways.nextDeadline();
    if (deadline < alarmAt) {
      if (alarm != null) {
        alarm.cancel(false);
      }
      alarmAt = deadline;
      alarm = home.schedule(this::wake, Clock.untilSlotOf(deadline), TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    synchronized (byways) {
      alarm = null;
      alarmAt = Long.MAX_VALUE;
      byways.timer(Clock.now(), performer);
      arm();
    }
  }
}
