package io.tempelhof.cli.demo;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Ref;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The process of a node that calls the worker of one random node after the other, each again and
/// again until it has answered: what a program does that must get its answer although nodes come
/// and go.
final class Insister implements Body {
  /// How long one call is repeated.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// An attempt without an answer for so long is made again.
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  /// What an insister hears.
  sealed interface Heard permits Pace, Speech.Answer, Caller.Gone {}

  /// From now on one call in so much time, if any.
  ///
  /// @param everyMillis 0 for none: the call under way is still brought to its end
  record Pace(long everyMillis) implements Heard {
    static final Pace NONE = new Pace(0);
  }

  /// What others may know of it at one moment.
  ///
  /// @param calling a call is under way, or another will follow
  record State(CallCount count, boolean calling) {}

  private final int number;
  private final int nodes;
  private final RandomGenerator random;

  /// Grows over all lives of this node, so that workers see no ask twice.
  private long conversation = Gossip.nowMicros();

  private Pace pace = Pace.NONE;
  private CallCount count = CallCount.NONE;
  private volatile State state = new State(CallCount.NONE, false);

  /// @param number the node's
  Insister(int number, DemoPlan plan, RandomGenerator random) {
    this.number = number;
    this.nodes = plan.nodes();
    this.random = random;
  }

  /// For any thread.
  State state() {
    return state;
  }

  @Override
  public void run(Self self) {
    while (true) {
      state = new State(count, pace.everyMillis() > 0);
      pause(self, pace.everyMillis() == 0 ? Duration.ofDays(1) : untilNext());
      if (pace.everyMillis() > 0) {
        call(self);
      }
    }
  }

  /// At random, so that calls of all nodes spread out.
  private Duration untilNext() {
    return Duration.ofMillis(random.nextLong(2 * pace.everyMillis()));
  }

  /// Waits, or until the pace changes.
  private void pause(Self self, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Pace before = pace;
    while (pace.equals(before) && deadline - System.nanoTime() > 0) {
      var _ = hear(self, deadline);
    }
  }

  /// The next thing said, and the pace kept if it is one.
  private Optional<Heard> hear(Self self, long deadline) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    Optional<Heard> heard = self.receive(Heard.class, left);
    if (heard.isPresent() && heard.get() instanceof Pace wanted) {
      pace = wanted;
    }
    return heard;
  }

  private void call(Self self) {
    int other = 1 + random.nextInt(nodes - 1);
    int to = other < number ? other : other + 1;
    long began = System.nanoTime();
    long question = random.nextLong();
    while (!attempt(self, to, question)) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        count = count.plus(new CallCount(0, 0, 1, 0));
        return;
      }
      count = count.plus(new CallCount(0, 1, 0, 0));
      state = new State(count, true);
      pause(self, BETWEEN_ATTEMPTS);
    }
    count = count.plus(new CallCount(1, 0, 0, (System.nanoTime() - began) / 1_000_000));
  }

  private boolean attempt(Self self, int to, long question) {
    conversation++;
    NodeName name = DemoPlan.name(to);
    Ref watch = self.monitor(Worker.NAME, name);
    self.send(Worker.NAME, name, new Speech.Ask(self.pid(), -number, conversation, 1, question));
    long deadline = System.nanoTime() + ATTEMPT.toNanos();
    while (deadline - System.nanoTime() > 0) {
      switch (hear(self, deadline).orElse(pace)) {
        case Speech.Answer(int worker, long about, long _, long answer)
            when about == conversation -> {
          self.demonitor(watch);
          return answer == Speech.answer(worker, 1, question) && worker == to;
        }
        case Caller.Gone gone when gone.ref().equals(watch) -> {
          return false;
        }
        case Speech.Answer _, Caller.Gone _, Pace _ -> {}
      }
    }
    self.demonitor(watch);
    return false;
  }
}
