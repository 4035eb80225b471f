package io.tempelhof.cli.demo;

import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Self;

/// The process of a node that answers whoever asks it, and keeps an eye on the order of the asks.
final class Worker implements Body {
  static final String NAME = "worker";

  private static final TalkCount ANSWERED_ONE = TalkCount.received(1).plus(TalkCount.sent(1));

  private final int number;
  private final Ledger ledger = new Ledger();
  private volatile TalkCount count = TalkCount.NONE;

  /// @param number the node's
  Worker(int number) {
    this.number = number;
  }

  /// What it has counted so far; for any thread.
  TalkCount count() {
    return count;
  }

  @Override
  public void run(Self self) {
    TalkCount counted = TalkCount.NONE;
    while (true) {
      Speech.Ask ask = self.receive(Speech.Ask.class);
      counted = counted.plus(ledger.judge(ask)).plus(ANSWERED_ONE);
      count = counted;
      long answer = Speech.answer(number, ask.sequence(), ask.question());
      self.send(ask.from(), new Speech.Answer(number, ask.conversation(), ask.sequence(), answer));
    }
  }
}
