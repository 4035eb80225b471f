package io.tempelhof.bench.local;

import java.util.Locale;

/// What is measured, each as so much a second.
public enum Workload {
  /// Two processes wait for each other.
  PING_PONG("round trips of two processes"),
  /// A process calls a server and waits for the answer: ours is a {@code Server}, that of erl a
  /// {@code gen_server}. Actors of Pekko send and answer as in the round trips: its own asking
  /// costs many times that.
  CALL("calls of a server"),
  /// The same, where ours is one whose handlers are brief: its callers may run it.
  BRIEF("calls of a brief server"),
  /// The same from a process with 100,000 messages in its mailbox that nobody takes. Not for Pekko,
  /// whose actors take every message.
  BACKLOG("calls with a full mailbox"),
  /// Eight processes send to one.
  SENDERS("messages of 8 senders"),
  /// A message goes round 100,000 processes.
  RING("steps round 100,000"),
  /// A process starts, says so, and ends.
  SPAWN("starts and ends");

  private final String words;

  Workload(String words) {
    this.words = words;
  }

  /// What is counted.
  @Override
  public String toString() {
    return words;
  }

  /// What a member is told.
  String order(double seconds) {
    return name().toLowerCase(Locale.ROOT) + " " + seconds;
  }
}
