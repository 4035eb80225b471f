package io.tempelhof.core.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.overlay.OverlayMessage.PeerAccepted;
import io.tempelhof.core.overlay.OverlayMessage.PeerRedirected;
import io.tempelhof.core.overlay.OverlayMessage.PeerRequest;
import io.tempelhof.core.overlay.OverlayMessage.PruneAgreed;
import io.tempelhof.core.overlay.OverlayMessage.PruneRefused;
import io.tempelhof.core.overlay.OverlayMessage.PruneRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerRelationTest {
  private static final PeerRequest REQUEST = new PeerRequest(PeerReason.BUCKET, false);

  /// One end of a connection and what is on its way to it.
  private static final class End {
    final PeerRelation relation = new PeerRelation();
    final ArrayDeque<OverlayMessage> inbox = new ArrayDeque<>();

    void hear(boolean willing, End other) {
      OverlayMessage answer = null;
      switch (inbox.remove()) {
        case PeerRequest request ->
            answer = relation.heardRequest(willing ? null : new PeerRedirected(List.of()));
        case PeerAccepted accepted -> relation.heardAccepted();
        case PeerRedirected redirected -> relation.heardRedirected();
        case PruneRequest request -> answer = relation.heardPruneRequest(willing);
        case PruneAgreed agreed -> relation.heardPruneAgreed();
        case PruneRefused refused -> relation.heardPruneRefused();
        default -> throw new IllegalStateException();
      }
      if (answer != null) {
        other.inbox.add(answer);
      }
    }

    void act(End other) {
      switch (relation.state()) {
        case NONE -> {
          relation.request();
          other.inbox.add(REQUEST);
        }
        case PEER -> {
          relation.prune();
          other.inbox.add(new PruneRequest());
        }
        case REQUESTED, PRUNING -> {}
      }
    }
  }

  @Test
  void acceptsCrossedRequestsAtBothEnds() {
    End one = new End();
    End two = new End();
    one.act(two);
    two.act(one);
    one.hear(false, two);
    two.hear(false, one);
    assertThat(one.relation.state()).isEqualTo(PeerRelation.State.PEER);
    assertThat(two.relation.state()).isEqualTo(PeerRelation.State.PEER);
    assertThat(one.inbox).isEmpty();
    assertThat(two.inbox).isEmpty();
  }

  @Test
  void holdsTheSameViewAtBothEndsOnceNothingIsInFlight() {
    for (long seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      End[] ends = {new End(), new End()};
      for (int step = 0; step < 200; step++) {
        int at = random.nextInt(2);
        if (random.nextInt(3) > 0 && !ends[at].inbox.isEmpty()) {
          ends[at].hear(random.nextBoolean(), ends[1 - at]);
        } else {
          ends[at].act(ends[1 - at]);
        }
      }
      while (!ends[0].inbox.isEmpty() || !ends[1].inbox.isEmpty()) {
        int at = ends[0].inbox.isEmpty() ? 1 : 0;
        ends[at].hear(random.nextBoolean(), ends[1 - at]);
      }
      assertThat(ends[0].relation.state())
          .as("seed %d", seed)
          .isEqualTo(ends[1].relation.state())
          .isIn(PeerRelation.State.NONE, PeerRelation.State.PEER);
    }
  }
}
