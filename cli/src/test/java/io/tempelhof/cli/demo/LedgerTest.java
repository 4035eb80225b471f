package io.tempelhof.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void knowsEachCallersOrderApart() {
    ledger.heard(1, 1);
    ledger.heard(2, 1);
    ledger.heard(1, 2);
    ledger.heard(2, 2);
    assertThat(ledger.disorder()).isZero();
    assertThat(ledger.missing()).isZero();
  }

  @Test
  void countsRepetitionsAndOvertaking() {
    ledger.heard(1, 1);
    ledger.heard(1, 1);
    ledger.heard(1, 3);
    ledger.heard(1, 2);
    assertThat(ledger.disorder()).isEqualTo(2);
    assertThat(ledger.missing()).isEqualTo(1);
  }
}
