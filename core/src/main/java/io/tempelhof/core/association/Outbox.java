package io.tempelhof.core.association;

import io.tempelhof.core.signal.Relations;
import io.tempelhof.core.signal.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signals that wait for a connection, in the order they were said. Unbounded here: whoever says
/// them waits for room first.
final class Outbox {
  private final Deque<Signal> signals = new ArrayDeque<>(0);
  private long bytes;
  private long largeBytes;

  /// Whether a connection should be opened to say this: not for a signal that ends a relation, when
  /// there is none.
  static boolean isWorthConnecting(Signal signal) {
    return switch (signal) {
      case Signal.Exit _,
          Signal.Unlink _,
          Signal.UnlinkAck _,
          Signal.Demonitor _,
          Signal.Down _,
          Signal.SpawnReply _ ->
          false;
      case Signal.Message _,
          Signal.Link _,
          Signal.ExitRequest _,
          Signal.Monitor _,
          Signal.GroupLeader _,
          Signal.SpawnRequest _ ->
          true;
    };
  }

  void add(Signal signal) {
    signals.add(signal);
    count(SignalSize.of(signal), 1);
  }

  private void count(long size, int times) {
    bytes += times * size;
    if (SignalSize.isLarge(size)) {
      largeBytes += times * size;
    }
  }

  boolean isEmpty() {
    return signals.isEmpty();
  }

  int size() {
    return signals.size();
  }

  /// The {@link SignalSize} of all of them.
  long bytes() {
    return bytes;
  }

  /// Empties it: none of its signals will be said. The relations they ask for are broken with the
  /// others.
  ///
  /// @return what is lost; null if nothing waited
  AssociationOutput.@Nullable Dropped abandon(Relations relations, String reason) {
    if (isEmpty()) {
      return null;
    }
    AssociationOutput.Dropped lost =
        new AssociationOutput.Dropped(size(), bytes, largeBytes, reason);
    drain(relations::outgoing);
    return lost;
  }

  /// Hands over every signal, first said first, and is empty then.
  void drain(Consumer<Signal> to) {
    for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
      count(SignalSize.of(signal), -1);
      to.accept(signal);
    }
  }
}
