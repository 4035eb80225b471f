package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Fetch;
import io.tempelhof.core.overlay.OverlayMessage.News;
import io.tempelhof.core.overlay.OverlayMessage.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// {@code self} is connected to {@code x} and {@code teller}, and the latter tells that {@code x}
/// is dead.
class VigilTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long ASLEEP = 40 * SECOND;

  private final FourBitTable table = new FourBitTable();
  private final EventLog log = new EventLog();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Vigil vigil =
      new Vigil(
          OverlaySettings.of("c"),
          table.introductions(log),
          table.contacts,
          table.connections,
          log,
          new Arrivals(table.contacts, table.connections, random),
          table.lookups(),
          random);
  private final List<Wish> wishes = new ArrayList<>();
  private final Connection x = table.peer("x", 0b0001);
  private final Connection teller = table.peer("teller", 0b1000);

  @BeforeEach
  void told() {
    Notice death = Notice.of(Notice.Status.DEAD, FourBitTable.record("x", 0b0001));
    Notices notices = new Notices(List.of(new News(death, 0, NodeId.BITS)));
    vigil.received(teller, notices, SECOND, wishes::add);
    assertThat(downs()).as("it is asked first").isEmpty();
  }

  private List<Wish> downs() {
    return wishes.stream()
        .filter(wish -> wish instanceof Wish.Changed(MemberEvent.Down _))
        .toList();
  }

  @Test
  void aDeathThatIsNotRefutedIsBelieved() {
    vigil.timer(SECOND + Reprieves.ANSWER_NANOS, wishes::add);
    assertThat(downs()).hasSize(1);
  }

  @Test
  void whoWaitsForARefutationAndStandsStillBelievesNothingOnWaking() {
    vigil.lateness().observe(SECOND + Reprieves.ANSWER_NANOS, ASLEEP);
    vigil.timer(ASLEEP, wishes::add);
    assertThat(downs()).isEmpty();
    assertThat(vigil.outOfDate()).as("but it can be seen").isEqualTo(1);
  }

  @Test
  void norWhenItFindsTheConnectionGone() {
    vigil.lateness().observe(SECOND + Reprieves.ANSWER_NANOS, ASLEEP);
    table.connections.remove(x);
    vigil.disconnected(x, true, ASLEEP, wishes::add);
    assertThat(downs()).isEmpty();
    assertThat(vigil.outOfDate()).isEqualTo(1);
  }

  @Test
  void whoHasStoodStillAsksAgainWhetherADeathItIsToldOfStillHolds() {
    vigil.lateness().observe(SECOND + Reprieves.ANSWER_NANOS, ASLEEP);
    Notice death = Notice.of(Notice.Status.DEAD, FourBitTable.record("y", 0b0010));
    vigil.received(
        teller, new Notices(List.of(new News(death, 39_000, NodeId.BITS))), ASLEEP, wishes::add);
    assertThat(downs()).isEmpty();
    vigil.timer(ASLEEP + Lateness.WAKING_NANOS, wishes::add);
    assertThat(wishes).contains(new Wish.Tell(teller.name, new Fetch(Longs.of(death.id()))));
  }

  @Test
  void whoKnowsThatADeathIsRefutedTellsTheTellerAndNobodyElse() {
    NodeRecord alive = FourBitTable.record("z", 0b0100).refuting(0);
    Notice refutation = Notice.of(Notice.Status.ALIVE, alive);
    log.add(refutation, SECOND, SECOND);
    table.peer("other", 0b1001);
    wishes.clear();
    Notice death = Notice.of(Notice.Status.DEAD, FourBitTable.record("z", 0b0100));
    vigil.received(teller, new Notices(List.of(new News(death, 0, 0))), 2 * SECOND, wishes::add);
    vigil.timer(3 * SECOND, wishes::add);
    News better = EventLog.news(refutation, SECOND, NodeId.BITS, 2 * SECOND);
    assertThat(wishes.stream().filter(wish -> wish instanceof Wish.Tell(_, Notices _)))
        .containsExactly(new Wish.Tell(teller.name, new Notices(List.of(better))));
  }
}
