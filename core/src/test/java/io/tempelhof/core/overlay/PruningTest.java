package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.PruneAgreed;
import io.tempelhof.core.overlay.OverlayMessage.PruneRefused;
import io.tempelhof.core.overlay.OverlayMessage.PruneRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PruningTest {
  private static final long OLD = Pruning.YOUNG_NANOS;

  private final SplittableRandom random = new SplittableRandom(1);
  private final FourBitTable table = new FourBitTable();
  private final Pruning pruning =
      new Pruning(
          OverlaySettings.of("test"),
          table.contacts,
          table.connections,
          new PeerChoice(table.self, table.contacts, table.connections, random),
          random);
  private final List<Wish> wishes = new ArrayList<>();
  private Connection crowded;
  private Connection alsoCrowded;

  /// Four peers in the bucket of all ids that begin with a 1, one more than enough; two of them in
  /// one slice of it. The two neighbours are elsewhere.
  @BeforeEach
  void surplus() {
    table.peer("near", 0b0001);
    table.peer("nearer", 0b0010);
    crowded = table.peer("crowded", 0b1000);
    alsoCrowded = table.peer("alsoCrowded", 0b1001);
    table.peer("third", 0b1010);
    table.peer("fourth", 0b1100);
  }

  private void asked(long now) {
    wishes.clear();
    pruning.round(now, wishes::add);
  }

  private static Wish request(Connection to) {
    return new Wish.Tell(to.name, new PruneRequest());
  }

  @Test
  void asksOneOfTheSliceThatHasMost() {
    asked(OLD);
    assertThat(wishes).hasSize(1).containsAnyOf(request(crowded), request(alsoCrowded));
  }

  @Test
  void doesNotCountOnAPeerItHasAskedToGo() {
    asked(OLD);
    asked(OLD);
    assertThat(wishes).isEmpty();
  }

  @Test
  void sparesTheYoung() {
    asked(OLD - 1);
    assertThat(wishes).isEmpty();
  }

  @Test
  void sparesTheClosestHoweverMany() {
    FourBitTable small = new FourBitTable();
    Connection closest = small.peer("closest", 0b1000);
    small.peer("second", 0b1001);
    Connection far = small.peer("third", 0b1110);
    small.peer("fourth", 0b1111);
    Pruning there =
        new Pruning(
            OverlaySettings.of("test"),
            small.contacts,
            small.connections,
            new PeerChoice(small.self, small.contacts, small.connections, random),
            random);
    there.requested(closest, OLD, wishes::add);
    assertThat(wishes).containsExactly(new Wish.Tell(closest.name, new PruneRefused()));
    wishes.clear();
    there.requested(far, OLD, wishes::add);
    assertThat(wishes).contains(new Wish.Tell(far.name, new PruneAgreed()));
  }

  @Test
  void agreesOnlyWhileItHasMoreThanEnoughItself() {
    pruning.requested(crowded, OLD, wishes::add);
    assertThat(wishes)
        .containsExactlyInAnyOrder(
            new Wish.Tell(crowded.name, new PruneAgreed()), new Wish.Stand(crowded.name, Tie.NONE));
    wishes.clear();
    pruning.requested(alsoCrowded, OLD, wishes::add);
    assertThat(wishes).containsExactly(new Wish.Tell(alsoCrowded.name, new PruneRefused()));
  }

  @Test
  void givesUpWhoAgrees() {
    asked(OLD);
    Connection victim = wishes.contains(request(crowded)) ? crowded : alsoCrowded;
    wishes.clear();
    pruning.agreed(victim, OLD, wishes::add);
    assertThat(wishes).containsExactly(new Wish.Stand(victim.name, Tie.NONE));
    assertThat(pruning.prunes()).isEqualTo(1);
    assertThat(table.connections.peersInBucket(0)).isEqualTo(3);
  }

  @Test
  void whoHasRefusedIsAskedAgainAfterAWhileThatDoubles() {
    table.connections.open().forEach(peer -> peer.since = Long.MAX_VALUE / 2); // not to be asked
    crowded.since = 0;
    long now = OLD;
    for (int refusals = 0; refusals < 3; refusals++) {
      asked(now);
      assertThat(wishes).as("after %d refusals", refusals).containsExactly(request(crowded));
      pruning.refused(crowded, now, wishes::add);
      now += Pruning.RETRY_NANOS << refusals;
      asked(now - 1);
      assertThat(wishes).as("too early").isEmpty();
    }
  }
}
