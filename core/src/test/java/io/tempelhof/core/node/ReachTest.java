package io.tempelhof.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final NodeRecord BOB = VirtualNetwork.record("bob@h", 1);
  private static final NodeName NAME = BOB.name();
  private static final long DIAL_DEADLINE = Reach.DEADLINE_NANOS - Reach.LAST_WORD_NANOS;

  private final Reach reach = new Reach();

  @Test
  void dialsWhereTheNodeIsKnownToBeAndLeavesTimeToAskTheOverlay() {
    assertThat(reach.begin(NAME, 1, BOB, true, 0))
        .isEqualTo(new Reach.Dial(BOB.address(), Reach.KNOWN_NANOS));
  }

  @Test
  void looksUpOnceMoreWhenTheKnownPlaceIsWrongAndThenGivesUp() {
    reach.begin(NAME, 1, BOB, true, 0);
    assertThat(reach.dialFailed(NAME, DialFailure.REFUSED)).isEqualTo(new Reach.LookUp());
    assertThat(reach.resolved(NAME, new LookupResult.Found(BOB, 2, List.of())))
        .isEqualTo(new Reach.Dial(BOB.address(), DIAL_DEADLINE));
    assertThat(reach.dialFailed(NAME, DialFailure.REFUSED)).isInstanceOf(Reach.GiveUp.class);
    assertThat(reach.wants(NAME)).isFalse();
  }

  @Test
  void looksUpWhereItIsNowThatItsProcessWasJustEnding() {
    reach.begin(NAME, 1, BOB, true, 0);
    assertThat(reach.dialFailed(NAME, DialFailure.CLOSED)).isEqualTo(new Reach.LookUp());
  }

  @Test
  void asksEpmdForWhatTheOverlayDoesNotKnow() {
    assertThat(reach.begin(NAME, 1, null, true, 0)).isEqualTo(new Reach.LookUp());
    assertThat(reach.resolved(NAME, new LookupResult.NoSuchNode(3, List.of())))
        .isEqualTo(new Reach.Dial(null, DIAL_DEADLINE));
  }

  @Test
  void asksEpmdAtOnceWithoutAnOverlay() {
    assertThat(reach.begin(NAME, 1, null, false, 0)).isEqualTo(new Reach.Dial(null, DIAL_DEADLINE));
  }

  @Test
  void doesNotLookForANodeThatLivesButRefusesUs() {
    reach.begin(NAME, 1, BOB, true, 0);
    assertThat(reach.dialFailed(NAME, DialFailure.WRONG_COOKIE))
        .isEqualTo(new Reach.GiveUp(new Reach.Unreached(NAME, 1, false), "wrong cookie"));
  }

  @Test
  void seesToANodeOnlyOnceAtATime() {
    reach.begin(NAME, 1, BOB, true, 0);
    assertThat(reach.begin(NAME, 1, BOB, true, 1)).isNull();
    assertThat(reach.connected(NAME)).isTrue();
    assertThat(reach.begin(NAME, 1, BOB, true, 2)).isNotNull();
  }

  @Test
  void answersTheLatestRequest() {
    reach.begin(NAME, 1, BOB, true, 0);
    reach.begin(NAME, 2, BOB, true, 1);
    assertThat(reach.giveUp()).containsExactly(new Reach.Unreached(NAME, 2, false));
    assertThat(reach.wants(NAME)).isFalse();
  }

  @Test
  void expiresAfterSevenSeconds() {
    reach.begin(NAME, 1, BOB, true, 5);
    assertThat(reach.nextDeadline()).isEqualTo(5 + Reach.DEADLINE_NANOS);
    assertThat(reach.expired(4 + Reach.DEADLINE_NANOS)).isEmpty();
    assertThat(reach.expired(5 + Reach.DEADLINE_NANOS))
        .containsExactly(new Reach.Unreached(NAME, 1, false));
    assertThat(reach.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }
}
