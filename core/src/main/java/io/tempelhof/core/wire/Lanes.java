package io.tempelhof.core.wire;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Nil;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What waits to be written to one connection because a long signal is under way: one lane per
/// sender, in which signals keep their order. Lanes take turns, so that nobody waits for another's
/// long signal; senders without a lane need not wait at all. Erlang keeps order the same way: per
/// sender and receiver, nothing beyond.
final class Lanes {
  /// The signals of one sender that are under way.
  static final class Lane {
    private final Term sender;
    private final Deque<Outgoing> signals = new ArrayDeque<>(4);

    private Lane(Term sender) {
      this.sender = sender;
    }

    boolean isEmpty() {
      return signals.isEmpty();
    }

    Outgoing first() {
      return signals.getFirst();
    }

    void removeFirst() {
      signals.removeFirst();
    }
  }

  /// Stands for a sender that is not known.
  private static final Term NOBODY = Nil.NIL;

  private final Map<Term, Lane> bySender = new HashMap<>();
  private final Deque<Lane> turns = new ArrayDeque<>(2);

  /// The process whose earlier signals must not be overtaken by this one; null if it is not known.
  static @Nullable Term sender(Signal signal) {
    return switch (signal) {
      case Signal.Send s -> s.from();
      case Signal.SendName s -> s.from();
      case Signal.SendAlias s -> s.from();
      case Signal.Link s -> s.from();
      case Signal.Unlink s -> s.from();
      case Signal.UnlinkAck s -> s.from();
      case Signal.Exit s -> s.from();
      case Signal.ExitRequest s -> s.from();
      case Signal.Monitor s -> s.from();
      case Signal.Demonitor s -> s.from();
      // A name has long been lost when its process has ended.
      case Signal.Down s -> s.source() instanceof Pid ? s.source() : null;
      case Signal.SpawnRequest s -> s.from();
      // The first that is heard of a process.
      case Signal.SpawnReply s -> s.result();
      case Signal.GroupLeader _ -> null;
    };
  }

  boolean isEmpty() {
    return turns.isEmpty();
  }

  /// Whether a short signal of that sender may be written now.
  boolean mayPass(@Nullable Term sender) {
    return turns.isEmpty() || (sender != null && !bySender.containsKey(sender));
  }

  /// How many signals of that sender wait.
  int size(Term sender) {
    Lane lane = bySender.get(sender);
    return lane == null ? 0 : lane.signals.size();
  }

  /// Puts the signal behind those of its sender; behind all that wait if that is not known.
  void add(@Nullable Term sender, Outgoing signal) {
    if (sender == null && !turns.isEmpty()) {
      signal.lanes = turns.size();
      turns.forEach(lane -> lane.signals.add(signal));
      return;
    }
    Term key = sender == null ? NOBODY : sender;
    Lane lane = bySender.get(key);
    if (lane == null) {
      lane = new Lane(key);
      bySender.put(key, lane);
      turns.add(lane);
    }
    lane.signals.add(signal);
  }

  /// The lane whose turn it is, to be given to {@link #turnEnds} afterwards.
  Lane turn() {
    return turns.removeFirst();
  }

  void turnEnds(Lane lane) {
    if (lane.isEmpty()) {
      bySender.remove(lane.sender);
    } else {
      turns.addLast(lane);
    }
  }

  /// Everything that was not written to its end; nothing is left then.
  List<Signal> abandon() {
    List<Signal> unwritten = new ArrayList<>();
    for (Lane lane : turns) {
      for (Outgoing signal : lane.signals) {
        if (--signal.lanes == 0) {
          unwritten.add(signal.signal);
        }
      }
    }
    turns.clear();
    bySender.clear();
    return unwritten;
  }
}
