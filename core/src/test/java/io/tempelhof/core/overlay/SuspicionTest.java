package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A watcher dials the node it has lost, and the dial comes to nothing.
class SuspicionTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final Suspicion suspicion = new Suspicion(FourBitTable.record("x", 0b0111));
  private final FourBitTable table = new FourBitTable();
  private final Suspicions suspicions =
      table.suspicions(new EventLog(), new Lateness(table.connections));
  private final Connection x = table.peer("x", 0b0001);
  private final NodeRecord suspect =
      FourBitTable.record("x", 0b0001).watchedBy(List.of(NodeName.of("self@h")));

  private void lose() {
    table.connections.remove(x);
    suspicions.lost(suspect, SECOND, _ -> {});
    assertThat(suspicions.nextDial()).isEqualTo(suspect);
  }

  private void ends(DialOutcome outcome, long at) {
    suspicions.dialFailed(x.name, outcome, at, _ -> {});
    suspicions.timer(at + Suspicion.DIAL_AGAIN_NANOS, _ -> {});
  }

  /// How many milliseconds after a dial that said nothing the next one follows.
  private long again() {
    suspicion.dialAgain(0);
    return suspicion.nextDeadline() / MILLI;
  }

  @Test
  void aDialThatSaysNothingIsRepeatedSoonThenLessAndLessOften() {
    List<Long> pauses = LongStream.generate(this::again).limit(6).boxed().toList();
    assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
  }

  @Test
  void whatWasResetIsNeitherLifeNorSilence() {
    lose();
    ends(DialOutcome.UNKNOWN, SECOND);
    assertThat(suspicions.suspects(x.name)).isFalse();
    assertThat(suspicions.nextDial()).isEqualTo(suspect);
  }

  @Test
  void whoClosesWhenWeHaveProvedWhoWeAreIsDialledOnceMoreAndThenAlive() {
    lose();
    ends(DialOutcome.DOUBTFUL, SECOND);
    assertThat(suspicions.nextDial()).as("it may just be ending").isEqualTo(suspect);
    ends(DialOutcome.DOUBTFUL, 2 * SECOND);
    suspicions.timer(60 * SECOND, _ -> {});
    assertThat(suspicions.nextDial()).isNull();
    assertThat(suspicions.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }
}
