package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.NodeName;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BallotTest {
  private static final List<NodeRecord> WATCHERS =
      Stream.of("a", "b", "c", "d", "e")
          .map(FourBitTable::named)
          .sorted(Comparator.comparing(NodeRecord::id, (a, b) -> order(a, b)))
          .toList();

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final NodeRecord suspect =
      FourBitTable.named("x").watchedBy(WATCHERS.stream().map(NodeRecord::name).toList());

  private static int order(NodeId a, NodeId b) {
    return Long.compareUnsigned(a.high(), b.high());
  }

  private Ballot of(NodeRecord us) {
    Introductions introductions =
        new Introductions(false, us, table.contacts, table.connections, log);
    return new Ballot("c", introductions, table.connections, log);
  }

  @Test
  void watchersTakeTurnsInTheOrderOfTheirIds() {
    for (int i = 0; i < WATCHERS.size(); i++) {
      assertThat(of(WATCHERS.get(i)).waits(suspect, _ -> false)).isEqualTo(i * Ballot.TURN_NANOS);
      assertThat(of(WATCHERS.get(i)).isFirst(suspect, _ -> false)).isEqualTo(i == 0);
    }
  }

  @Test
  void nobodyWaitsForAWatcherThatIsDeadOrMissed() {
    log.add(Notice.of(Notice.Status.DEAD, WATCHERS.get(1)), 0, 0);
    Set<NodeName> missed = Set.of(WATCHERS.get(0).name());
    Ballot third = of(WATCHERS.get(2));
    assertThat(third.waits(suspect, missed::contains)).isZero();
    assertThat(third.isFirst(suspect, missed::contains)).isTrue();
    assertThat(of(WATCHERS.get(4)).waits(suspect, missed::contains))
        .isEqualTo(2 * Ballot.TURN_NANOS);
  }

  @Test
  void whoeverIsNoWatcherIsNotFirst() {
    Ballot other = of(FourBitTable.named("y"));
    assertThat(other.isFirst(suspect, _ -> true)).isFalse();
    assertThat(other.waits(suspect, _ -> true)).isEqualTo(Ballot.OTHERS_NANOS);
  }
}
