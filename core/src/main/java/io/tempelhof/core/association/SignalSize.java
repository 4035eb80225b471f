package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;

/// What a signal weighs while it waits: the measure of room in an outbox.
public final class SignalSize {
  /// Bytes a signal takes beside its payload: the control message, and the objects that hold it.
  public static final int OVERHEAD_BYTES = 128;

  /// The longest payload of a small signal: what fits into one fragment.
  private static final int SMALL_BYTES = 64 << 10;

  private SignalSize() {}

  /// Whether a signal of this size is a large one: such wait for room of their own, so that nobody
  /// with little to say waits until they are written.
  public static boolean isLarge(long size) {
    return size > OVERHEAD_BYTES + SMALL_BYTES;
  }

  /// Bytes: those of the payload, if it carries one in external form, plus {@link #OVERHEAD_BYTES}.
  /// The reason of an exit is a term and is not measured.
  public static long of(Signal signal) {
    return switch (signal) {
      case Signal.Message s -> OVERHEAD_BYTES + s.message().size();
      case Signal.SpawnRequest s -> OVERHEAD_BYTES + s.arguments().size();
      case Signal.Link _,
          Signal.Unlink _,
          Signal.UnlinkAck _,
          Signal.Exit _,
          Signal.ExitRequest _,
          Signal.Monitor _,
          Signal.Demonitor _,
          Signal.Down _,
          Signal.GroupLeader _,
          Signal.SpawnReply _ ->
          OVERHEAD_BYTES;
    };
  }
}
