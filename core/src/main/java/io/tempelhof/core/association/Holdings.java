package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationMessage.Hello;
import io.tempelhof.core.signal.Relations;
import io.tempelhof.core.signal.Signal;
import org.jspecify.annotations.Nullable;

/// What an association holds whether there is a connection or not: the history both ends remember,
/// links and monitors, and the signals that wait. All of it is over at once when a connection
/// breaks, when none can be made, or when the other end turns out to remember nothing of it.
final class Holdings {
  private static final String RESTARTED = "the other node has restarted";
  private static final String BROKEN = "the relation it ends is broken already";
  static final String OVER_THERE = "the other end remembers nothing of it";

  final History history = new History();
  final Outbox outbox = new Outbox();
  final Relations relations;

  Holdings(Relations relations) {
    this.relations = relations;
  }

  /// Whether nothing would be lost now.
  boolean isEmpty() {
    return outbox.isEmpty() && relations.isEmpty();
  }

  /// Drops what is not worth a connection.
  ///
  /// @param up there is one that carries signals
  /// @return whether it was dropped
  boolean forgoes(Signal signal, boolean up, Turn turn) {
    if (signal instanceof Signal.SpawnReply reply && !relations.awaits(reply)) {
      forgo(signal, "the request it answers broke with its connection", turn);
      fire(Relations.afterSending(signal), turn);
      return true;
    }
    if (!up && isEmpty() && !Outbox.isWorthConnecting(signal)) {
      forgo(signal, BROKEN, turn);
      return true;
    }
    return false;
  }

  /// Drops the end of a link that is broken already. To be asked when everything said before has
  /// been shown to the relations.
  ///
  /// @return whether it was dropped
  boolean endsNothing(Signal signal, Turn turn) {
    if (signal instanceof Signal.Exit end && !relations.relates(end)) {
      forgo(signal, BROKEN, turn);
      return true;
    }
    return false;
  }

  /// Drops a small one: nothing that ends a relation is large, nor is the answer to a request.
  private static void forgo(Signal signal, String reason, Turn turn) {
    turn.does(new AssociationOutput.Dropped(1, SignalSize.of(signal), 0, reason));
  }

  /// It came over a connection that was given up since: the reader was faster than we were.
  static void heardTooLate(Signal signal, Turn turn) {
    fire(Relations.afterHearing(signal), turn);
  }

  /// There is a connection with that incarnation of the other end.
  ///
  /// @param extended the other end remembers as well
  void meet(int creation, boolean extended, Turn turn) {
    if (!relations.isEmpty() && !(extended && history.isWith(creation))) {
      lose(RESTARTED, turn);
    }
    history.of(creation);
  }

  /// Both hellos are said.
  void agree(Hello theirs, Turn turn) {
    if (!relations.isEmpty() && !history.isSharedBy(theirs)) {
      lose(OVER_THERE, turn);
    }
    history.agree(theirs);
  }

  /// Everything said so far is over.
  void lose(String reason, Turn turn) {
    history.end();
    AssociationOutput.@Nullable Dropped unsaid = outbox.abandon(relations, reason);
    fire(relations, turn);
    if (unsaid != null) {
      turn.does(unsaid);
    }
  }

  private static void fire(Relations broken, Turn turn) {
    broken.breakAll().forEach(signal -> turn.does(new AssociationOutput.Deliver(signal)));
  }
}
