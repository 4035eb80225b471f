package io.tempelhof.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class LingeringTest {
  private static final long QUICK = 50_000;
  private static final long SLOW = 5_000_000;

  private long now = 1;
  private final Lingering lingering = new Lingering(() -> now);

  private int idle() throws Exception {
    return lingering.calculateStrategy(() -> 0, false);
  }

  /// A question goes out, nothing is there yet, and the answer comes so much later.
  ///
  /// @return whether the loop slept meanwhile
  private boolean asks(long answerAfter) throws Exception {
    Lingering.wrote();
    long until = now + answerAfter;
    while (now < until) {
      if (idle() == SelectStrategy.SELECT) {
        now = until;
        return true;
      }
      now += 1_000;
    }
    assertThat(lingering.calculateStrategy(() -> 1, false)).isEqualTo(1);
    return false;
  }

  @Test
  void aLoopThatHasWrittenNothingSleepsAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
      now += QUICK;
      Lingering.read();
    }
  }

  @Test
  void oneThatIsAnsweredSoonBeginsToLinger() throws Exception {
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    int slept = 0;
    for (int i = 0; i < 1_000; i++) {
      slept += asks(QUICK) ? 1 : 0;
    }
    assertThat(slept).isEqualTo(Lingering.SOON_MIN);
  }

  @Test
  void whoeverMustTakeWhatWasReadGetsTheCore() throws Exception {
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    for (int i = 0; i < 100; i++) {
      asks(QUICK);
    }
    Lingering.wrote();
    Lingering.read();
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
  }

  @Test
  void itLingersNoLongerThanItsTime() throws Exception {
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    for (int i = 0; i < 100; i++) {
      asks(QUICK);
    }
    long before = now;
    assertThat(asks(SLOW)).isTrue();
    assertThat(now - before).isEqualTo(SLOW);
    Lingering.wrote();
    long began = now;
    while (idle() != SelectStrategy.SELECT) {
      now += 1_000;
    }
    assertThat(now - began).isBetween(Lingering.LINGER_NANOS, Lingering.LINGER_NANOS + 1_000);
  }

  @Test
  void oneThatIsAnsweredLateStopsLingering() throws Exception {
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    for (int i = 0; i < 100; i++) {
      asks(QUICK);
    }
    int times = 0;
    while (lingeredFor(SLOW) > 0) {
      times++;
    }
    assertThat(times).isLessThanOrEqualTo(4);
  }

  /// How long the loop lingers before it sleeps, when the answer takes that long.
  private long lingeredFor(long answerAfter) throws Exception {
    Lingering.wrote();
    long began = now;
    while (idle() != SelectStrategy.SELECT) {
      now += 1_000;
    }
    long lingered = now - began;
    now = Math.max(now, began + answerAfter);
    return lingered;
  }

  /// Two on one core: the other cannot answer while this one lingers.
  @Test
  void itIsTriedEverMoreSeldomWhereItDoesNotPay() throws Exception {
    assertThat(idle()).isEqualTo(SelectStrategy.SELECT);
    int trips = 20_000;
    int lingered = 0;
    for (int i = 0; i < trips; i++) {
      lingered += lingeredFor(0) > 0 ? 1 : 0;
      now += QUICK;
    }
    assertThat(lingered).isPositive().isLessThan(trips / 500);
  }
}
