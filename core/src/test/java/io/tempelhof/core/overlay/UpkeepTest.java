package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.Exchange;
import io.tempelhof.core.overlay.OverlayMessage.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UpkeepTest {
  private static final long NOW = 1_000_000_000L;

  private final FourBitTable table = new FourBitTable();
  private final SplittableRandom random = new SplittableRandom(1);
  private final OverlaySettings settings = OverlaySettings.of("c");
  private final PeerChoice choice =
      new PeerChoice(table.self, table.contacts, table.connections, random);
  private final Peering peering =
      new Peering(settings, table.self.id(), table.contacts, table.connections, choice, random);
  private final Upkeep upkeep =
      new Upkeep(
          new Exchanges(table.contacts, table.connections, random),
          new Arrivals(table.contacts, table.connections, random),
          peering,
          new Pruning(settings, table.contacts, table.connections, choice, random),
          table.lookups(),
          table.connections,
          random);
  private final List<Wish> wishes = new ArrayList<>();

  UpkeepTest() {
    table.peer("d", 0b0100);
    table.peer("e", 0b0010);
    table.peer("f", 0b0001);
    table.hearsay("lost", 0b1000);
  }

  private boolean isSaid(Class<? extends OverlayMessage> kind) {
    return wishes.stream()
        .anyMatch(wish -> wish instanceof Wish.Tell(var _, var said) && kind.isInstance(said));
  }

  @Test
  void aBucketThatLostItsLastPeerIsLookedIntoAtOnceIfNothingElseWentWrong() {
    upkeep.emptied(0, NOW);
    assertThat(upkeep.nextDeadline()).isEqualTo(NOW);
    upkeep.timer(table.self, NOW, wishes::add);
    assertThat(isSaid(Query.class)).isTrue();
    assertThat(upkeep.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whereOthersMayBeDeadAsWellItWaitsForTheEndOfTheLull() {
    peering.broke(FourBitTable.id(0b1000), NOW);
    upkeep.emptied(0, NOW);
    long over = upkeep.nextDeadline();
    assertThat(over).isEqualTo(peering.lullUntil()).isGreaterThan(NOW);
    upkeep.timer(table.self, over - 1, wishes::add);
    assertThat(wishes).isEmpty();
    upkeep.timer(table.self, over, wishes::add);
    assertThat(isSaid(Query.class)).isTrue();
  }

  @Test
  void aBucketThatHasGotAPeerMeanwhileIsNotLookedInto() {
    upkeep.emptied(0, NOW);
    table.peer("a", 0b1001);
    upkeep.timer(table.self, NOW, wishes::add);
    assertThat(wishes).isEmpty();
  }

  @Test
  void neighboursAreAskedOnlyWhenTheLullIsOver() {
    upkeep.begin(NOW);
    peering.broke(FourBitTable.id(0b1000), NOW);
    upkeep.neighbourLost(NOW);
    long over = peering.lullUntil();
    upkeep.timer(table.self, over - 1, wishes::add);
    assertThat(isSaid(Exchange.class)).isFalse();
    upkeep.timer(table.self, over, wishes::add);
    assertThat(isSaid(Exchange.class)).isTrue();
  }
}
