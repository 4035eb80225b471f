package io.tempelhof.bench.density;

import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Processes;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Processes that answer two questions, and otherwise wait for one.
final class Crowd {
  private static final int QUESTIONS = 2;
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();
  private static final long TELL_NANOS = Duration.ofSeconds(1).toNanos();

  private record Ask(Pid from) {}

  private record Answer() {}

  private final Processes processes;
  private final Consumer<String> progress;
  private final Pid[] members;
  private final LongAdder started = new LongAdder();
  private final LongAdder answered = new LongAdder();

  Crowd(Processes processes, int count, Consumer<String> progress) {
    this.processes = processes;
    this.progress = progress;
    this.members = new Pid[count];
  }

  /// Starts them all.
  ///
  /// @return the seconds until the last waits for its first question
  double start() {
    long begin = System.nanoTime();
    for (int i = 0; i < members.length; i++) {
      members[i] = processes.spawn(this::live);
    }
    return await("started", started, begin);
  }

  private void live(Self self) {
    started.increment();
    for (int i = 0; i < QUESTIONS; i++) {
      Ask ask = self.receive(Ask.class);
      self.send(ask.from(), new Answer());
    }
  }

  /// Asks each one question.
  ///
  /// @return the seconds until the last answer was received
  double ask() {
    long begin = System.nanoTime();
    answered.reset();
    processes.spawn(this::askAll);
    return await("answered", answered, begin);
  }

  private void askAll(Self self) {
    Ask ask = new Ask(self.pid());
    for (Pid member : members) {
      self.send(member, ask);
    }
    for (int i = 0; i < members.length; i++) {
      self.receive(Answer.class);
      answered.increment();
    }
  }

  private double await(String what, LongAdder done, long begin) {
    long told = begin;
    while (done.sum() < members.length) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (System.nanoTime() - told >= TELL_NANOS) {
        told = System.nanoTime();
        progress.accept("%,d of %,d %s".formatted(done.sum(), members.length, what));
      }
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}
