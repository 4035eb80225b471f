package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LullTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long BEGIN = 100 * SECOND;

  private final FourBitTable table = new FourBitTable();
  private final Lull lull = new Lull(table.contacts, new SplittableRandom(1));
  private final NodeRecord lost = FourBitTable.record("lost", 0b1000);

  LullTest() {
    table.contacts.learn(new Contact(lost, 0), 0);
  }

  /// A connection breaks.
  ///
  /// @return how long no new peers are sought
  private long breaks(long at) {
    lull.begin(lost.id(), at);
    long until = Math.max(lull.until(), at);
    lull.timer(until);
    return until - at;
  }

  @Test
  void whoKnowsThatItIsDeadGoesOnAtOnce() {
    assertThat(breaks(BEGIN)).isBetween(Lull.QUIET_NANOS, 2 * Lull.QUIET_NANOS);
    table.contacts.bury(lost.id());
    assertThat(breaks(BEGIN + 100 * SECOND)).isZero();
  }

  @Test
  void soonAfterASingleDeathComesAnotherLull() {
    long first = breaks(BEGIN);
    assertThat(breaks(BEGIN + first + 1)).isGreaterThanOrEqualTo(Lull.QUIET_NANOS);
  }

  @Test
  void whereConnectionsBreakAllTheTimeLullsTakeAFifthOfIt() {
    long lulled = 0;
    long hour = 3_600 * SECOND;
    for (long at = BEGIN; at < BEGIN + hour; at += SECOND / 10) {
      long lasted = breaks(at);
      lulled += lasted;
      at += lasted;
    }
    assertThat((double) lulled / hour).isBetween(0.19, 0.21);
  }
}
