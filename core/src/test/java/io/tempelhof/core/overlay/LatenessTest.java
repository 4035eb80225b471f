package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Late;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {
  private static final long SECOND = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final Lateness lateness = new Lateness(table.connections);
  private final List<Wish> wishes = new ArrayList<>();

  @Test
  void peersAreToldOnceWhenItBeginsAndOnceWhenItIsOver() {
    Connection peer = table.peer("a", 0b1000);
    lateness.observe(SECOND, 2 * SECOND);
    assertThat(lateness.late(2 * SECOND)).isTrue();
    lateness.tell(2 * SECOND, wishes::add);
    assertThat(wishes).isEmpty();

    lateness.observe(SECOND - 1, 2 * SECOND);
    lateness.tell(2 * SECOND, wishes::add);
    lateness.observe(SECOND, 3 * SECOND);
    lateness.tell(3 * SECOND, wishes::add);
    assertThat(wishes).containsExactly(new Wish.Tell(peer.name, new Late(true)));
    wishes.clear();

    long over = lateness.nextDeadline();
    assertThat(over).isEqualTo(3 * SECOND + Lateness.MEMORY_NANOS);
    lateness.tell(over - 1, wishes::add);
    assertThat(wishes).isEmpty();
    lateness.tell(over, wishes::add);
    assertThat(wishes).containsExactly(new Wish.Tell(peer.name, new Late(false)));
    assertThat(lateness.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    assertThat(lateness.times()).isEqualTo(1);
  }

  @Test
  void whoSaysItIsLateIsNotWatchedCloselyUntilItSaysOtherwise() {
    Connection peer = table.peer("a", 0b1000);
    peer.watched = true;
    assertThat(peer.tie()).isEqualTo(Tie.WATCH);
    peer.late = true;
    assertThat(peer.tie()).isEqualTo(Tie.PEER);
    peer.late = false;
    assertThat(peer.tie()).isEqualTo(Tie.WATCH);
  }
}
