package io.tempelhof.interop.faults;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Pattern;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Sends numbered messages to one node's {@link Sink}, in bursts with pauses between, until silence
/// is wanted.
final class Talker implements Errand<Void> {
  /// One of many.
  ///
  /// @param by who counts: no other talker says so
  /// @param number from 0
  record Word(String by, long number, byte[] ballast) {}

  private final String name;
  private final NodeName to;
  private final Order.Talk talk;
  private final AtomicLong sent;
  private final BooleanSupplier hushed;
  private final SplittableRandom random;

  /// @param sent counts what this and others have sent
  /// @param hushed says when silence is wanted
  Talker(String name, NodeName to, Order.Talk talk, AtomicLong sent, BooleanSupplier hushed) {
    this.name = name;
    this.to = to;
    this.talk = talk;
    this.sent = sent;
    this.hushed = hushed;
    this.random = new SplittableRandom(talk.seed() ^ name.hashCode());
  }

  @Override
  public Void run(Self self) {
    byte[] ballast = new byte[talk.bytes()];
    long next = 0;
    while (!hushed.getAsBoolean()) {
      int burst = 1 + random.nextInt(talk.burstMax());
      for (int i = 0; i < burst; i++) {
        self.send(Sink.NAME, to, new Word(name, next++, ballast));
        sent.incrementAndGet();
      }
      self.receive(Pattern.term(_ -> false), pause());
    }
    return null;
  }

  private Duration pause() {
    return Duration.ofMillis(random.nextInt(1 + talk.pauseMillisMax()));
  }
}
