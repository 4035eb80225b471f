package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Signals that wait for a connection, in the order they were said. Unbounded here: whoever says
/// them waits for room first.
final class Outbox {
  private final Deque<Signal> signals = new ArrayDeque<>(4);
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

  /// What large signals are of it.
  long largeBytes() {
    return largeBytes;
  }

  /// Hands over every signal, first said first, and is empty then.
  void drain(Consumer<Signal> to) {
    for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
      count(SignalSize.of(signal), -1);
      to.accept(signal);
    }
  }
}
