package io.tempelhof.core.byway;

import io.tempelhof.core.association.AssociationInput;
import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationMessage;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The byways of one node with one other: at most one that it opened and one that the other did,
/// beside those that are still ending. To the association each is a connection with a number. Not
/// thread-safe; {@code out} is called for each output, in order, and must not call back.
public final class Byways {
  /// What they ask of the driver.
  public sealed interface Output {}

  /// Send it to the other end by way of other nodes, at once; it may get lost.
  public record Send(BywayMessage message) implements Output {}

  /// Tell the association.
  public record Tell(AssociationInput input) implements Output {}

  /// Signals of that {@link io.tempelhof.core.association.SignalSize} have arrived at the other
  /// end, or never will: small ones, and large ones.
  public record Written(long smallBytes, long largeBytes) implements Output {}

  /// Deliver to a local process what was read on that connection.
  public record Deliver(long connection, Signal signal) implements Output {}

  private final NodeName us;
  private final int creation;
  private final NodeName peer;
  private final LongSupplier numbers;
  private final Map<Long, Byway> byNumber = new LinkedHashMap<>(0);

  /// Which request the one being opened is to answer.
  private long request;

  /// @param creation our own
  /// @param numbers gives each byway its number as a connection
  public Byways(NodeName us, int creation, NodeName peer, LongSupplier numbers) {
    this.us = us;
    this.creation = creation;
    this.peer = peer;
    this.numbers = numbers;
  }

  /// Whether that connection is one of them.
  public boolean has(long connection) {
    return byNumber.containsKey(connection);
  }

  /// Asks the other end for one.
  ///
  /// @param asked the request of the association that is answered by its being there, or not
  public void open(long asked, long now, Consumer<Output> out) {
    request = asked;
    if (byNumber.values().stream().noneMatch(Byway::isOpening)) {
      long number = numbers.getAsLong();
      byNumber.put(
          number,
          Byway.open(peer, now, us, creation, now, output -> perform(number, true, output, out)));
    }
  }

  /// A message of the other end's.
  public void heard(BywayMessage message, long now, Consumer<Output> out) {
    for (Map.Entry<Long, Byway> entry : List.copyOf(byNumber.entrySet())) {
      Byway byway = entry.getValue();
      if (byway.opener() != message.fromOpener() && byway.line() == message.line()) {
        byway.heard(message, now, to(entry.getKey(), out));
        forgetOver();
        return;
      }
    }
    switch (message) {
      case BywayMessage.Open open -> accept(open, now, out);
      case BywayMessage.Opened _, BywayMessage.Segment _ ->
          out.accept(new Send(new BywayMessage.Reset(!message.fromOpener(), message.line())));
      case BywayMessage.Reset _ -> {}
    }
  }

  /// A later one takes the place of an earlier one, whose loss its association learns first.
  private void accept(BywayMessage.Open open, long now, Consumer<Output> out) {
    for (Map.Entry<Long, Byway> entry : List.copyOf(byNumber.entrySet())) {
      Byway earlier = entry.getValue();
      if (!earlier.opener() && earlier.line() < open.line()) {
        earlier.replaced(now, to(entry.getKey(), out));
      } else if (!earlier.opener()) {
        return;
      }
    }
    forgetOver();
    long number = numbers.getAsLong();
    byNumber.put(
        number,
        Byway.accept(open, peer, us, creation, now, output -> perform(number, false, output, out)));
  }

  private Consumer<Byway.Output> to(long number, Consumer<Output> out) {
    Byway byway = byNumber.get(number);
    boolean ours = byway != null && byway.opener();
    return output -> perform(number, ours, output, out);
  }

  private void perform(long number, boolean ours, Byway.Output output, Consumer<Output> out) {
    switch (output) {
      case Byway.Send(var message) -> out.accept(new Send(message));
      case Byway.Up(int peers) ->
          out.accept(new Tell(new AssociationInput.Opened(number, peers, true, ours, true)));
      case Byway.Heard(var signal) -> {
        if (!(signal instanceof Signal.Message)) {
          out.accept(new Tell(new AssociationInput.Heard(number, signal)));
        }
        out.accept(new Deliver(number, signal));
      }
      case Byway.Told(var message, long received) ->
          out.accept(new Tell(new AssociationInput.Told(number, message, received)));
      case Byway.Written(long small, long large) -> out.accept(new Written(small, large));
      case Byway.Lost(var reason) ->
          out.accept(new Tell(new AssociationInput.Lost(number, reason)));
      case Byway.Unmade(var reason) ->
          out.accept(new Tell(new AssociationInput.Unreachable(request, reason, false)));
    }
  }

  private void forgetOver() {
    byNumber.values().removeIf(Byway::isOver);
  }

  /// Writes a signal.
  ///
  /// @return false if it has no form here: it is dropped
  public boolean write(long connection, Signal signal, long now, Consumer<Output> out) {
    Byway byway = byNumber.get(connection);
    if (byway == null || byway.write(signal, now, to(connection, out))) {
      return byway != null;
    }
    if (!(signal instanceof Signal.Message)) {
      out.accept(new Tell(new AssociationInput.Unwritten(connection)));
    }
    return false;
  }

  /// Writes a message of the association.
  public void write(long connection, AssociationMessage message, long now, Consumer<Output> out) {
    act(connection, out, (byway, to) -> byway.write(message, now, to));
  }

  /// Writes a sign of life.
  public void tick(long connection, long now, Consumer<Output> out) {
    act(connection, out, (byway, to) -> byway.tick(now, to));
  }

  /// Signals may be delivered from now on.
  public void openGate(long connection, long now, Consumer<Output> out) {
    act(connection, out, (byway, to) -> byway.openGate(now, to));
  }

  /// Ends it behind what was written.
  public void shut(long connection, long now, Consumer<Output> out) {
    act(connection, out, (byway, to) -> byway.shut(now, to));
  }

  /// Ends it at once: what came by it cannot be taken.
  public void abort(long connection, String reason, long now, Consumer<Output> out) {
    act(connection, out, (byway, to) -> byway.abort(reason, now, to));
  }

  private interface Act {
    void on(Byway byway, Consumer<Byway.Output> to);
  }

  private void act(long connection, Consumer<Output> out, Act act) {
    Byway byway = byNumber.get(connection);
    if (byway != null) {
      act.on(byway, to(connection, out));
    }
    forgetOver();
  }

  /// What was seen on it.
  public Traffic traffic(long connection) {
    @Nullable Byway byway = byNumber.get(connection);
    return byway == null ? Traffic.NONE : byway.traffic();
  }

  /// The deadline has come.
  public void timer(long now, Consumer<Output> out) {
    for (long number : List.copyOf(byNumber.keySet())) {
      act(number, out, (byway, to) -> byway.timer(now, to));
    }
  }

  /// When {@link #timer} is due; {@link Long#MAX_VALUE} for never.
  public long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Byway byway : byNumber.values()) {
      next = Math.min(next, byway.nextDeadline());
    }
    return next;
  }
}
