package io.tempelhof.core.supervise;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a {@link Supervision} remembers of one child.
final class Child {
  static final long NEVER = Long.MAX_VALUE;

  /// No request waits for it.
  static final long NOBODY = -1;

  enum Phase {
    DOWN,
    /// To be started in its turn.
    WAITING,
    STARTING,
    RUNNING,
    /// Asked to end.
    STOPPING,
    KILLED,
    /// Killed, and that was long ago.
    STUCK
  }

  final long key;
  final ChildRules rules;

  Phase phase = Phase.DOWN;
  @Nullable Pid pid;

  /// When something is to be done about it. Changed by {@link Children#setDeadline} alone.
  long deadline = NEVER;

  /// It was running before, so that a start which fails is tried again.
  boolean restarting;

  /// It has to end, for another reason than that its start takes too long.
  boolean doomed;

  /// It is one of those that end together, each in its turn.
  boolean grouped;

  /// It is to be started again once it has ended.
  boolean again;

  /// The request that waits for it to be ready.
  long starter = NOBODY;

  /// That request has brought it in: without success it is forgotten.
  boolean fresh;

  /// The requests that wait for its end.
  final List<Long> terminators = new ArrayList<>();

  Child(long key, ChildRules rules) {
    this.key = key;
    this.rules = rules;
  }

  /// Whether it has a process.
  boolean lives() {
    return switch (phase) {
      case DOWN, WAITING -> false;
      case STARTING, RUNNING, STOPPING, KILLED, STUCK -> true;
    };
  }

  /// Whether it was told to end and has not.
  boolean isStopping() {
    return switch (phase) {
      case DOWN, WAITING, STARTING, RUNNING -> false;
      case STOPPING, KILLED, STUCK -> true;
    };
  }

  /// Whether its restart is under way.
  boolean isRestarting() {
    return restarting && (phase == Phase.WAITING || phase == Phase.STARTING);
  }

  ChildState state() {
    return switch (phase) {
      case DOWN -> ChildState.DOWN;
      case WAITING -> restarting ? ChildState.RESTARTING : ChildState.DOWN;
      case STARTING -> restarting ? ChildState.RESTARTING : ChildState.STARTING;
      case RUNNING -> ChildState.RUNNING;
      case STOPPING, KILLED -> ChildState.STOPPING;
      case STUCK -> ChildState.STUCK;
    };
  }

  ChildStatus status() {
    return new ChildStatus(
        rules.id(),
        state(),
        Optional.ofNullable(pid),
        rules.type(),
        rules.restart(),
        rules.significant());
  }

  /// How it is to end after a request or along with others.
  void doom(boolean startAgain) {
    doomed = true;
    again = startAgain;
  }

  boolean isTemporary() {
    return rules.restart() == Restart.TEMPORARY;
  }

  Term id() {
    return rules.id();
  }
}
