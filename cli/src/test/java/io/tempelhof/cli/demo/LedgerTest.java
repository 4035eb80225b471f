package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();
  private long disorder;

  @Test
  void knowsEachCallersOrderApart() {
    hear(1, 1, 1);
    hear(2, 1, 1);
    hear(1, 1, 2);
    hear(2, 1, 2);
    assertThat(disorder).isZero();
  }

  @Test
  void countsRepetitionsAndOvertaking() {
    hear(1, 1, 1);
    hear(1, 1, 1);
    hear(1, 1, 3);
    hear(1, 1, 2);
    assertThat(disorder).isEqualTo(2);
  }

  @Test
  void anAskOfAnEarlierConversationIsDisorder() {
    hear(1, 1, 1);
    hear(1, 2, 1);
    hear(1, 4, 3);
    assertThat(disorder).isZero();
    hear(1, 2, 2);
    assertThat(disorder).isEqualTo(1);
  }

  private void hear(int caller, long conversation, long sequence) {
    Pid from = new Pid(Atom.of("n1@127.0.0.1"), 1, 0, 1);
    Speech.Ask ask = new Speech.Ask(from, caller, conversation, sequence, 0);
    disorder += ledger.judge(ask).disorder();
  }
}
