package io.tempelhof.bench.local;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What is measured, each as so much a second.
public enum Workload {
  /// Two processes wait for each other.
  PING_PONG("round trips of two processes", 0.45),
  /// A process calls a server and waits for the answer: ours is a {@code Server}, the other a
  /// {@code gen_server}.
  CALL("calls of a server", 3.0),
  /// The same from a process with 100,000 messages in its mailbox that nobody takes.
  BACKLOG("calls with a full mailbox", null),
  /// Eight processes send to one.
  SENDERS("messages of 8 senders", 3.0),
  /// A message goes round 100,000 processes.
  RING("steps round 100,000", 0.85),
  /// A process starts, says so, and ends.
  SPAWN("starts and ends", 1.5);

  private final String words;
  private final @Nullable Double bar;

  Workload(String words, @Nullable Double bar) {
    this.words = words;
    this.bar = bar;
  }

  /// What is counted.
  @Override
  public String toString() {
    return words;
  }

  /// How many times as many as those of {@code erl} ours have to be, at least; null where there is
  /// no bar.
  @Nullable Double bar() {
    return bar;
  }

  /// What a member is told.
  String order(double seconds) {
    return name().toLowerCase(Locale.ROOT) + " " + seconds;
  }
}
