package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.PruneRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Gives up peers that neither end needs: those of a bucket that has more than enough at both ends,
/// no longer young, and in neither end's neighbourhood. While we ask we no longer count on the
/// peer, so two prunes under way never take more than the surplus.
final class Pruning {
  static final int PRUNES_PER_ROUND = 4;
  static final long YOUNG_NANOS = 30_000_000_000L;

  /// How long a refusal is respected; doubles with each, up to {@value #DOUBLINGS_MAX} times.
  static final long RETRY_NANOS = 15_000_000_000L;

  static final int DOUBLINGS_MAX = 5;

  private final OverlaySettings settings;
  private final Contacts contacts;
  private final Connections connections;
  private final PeerChoice choice;
  private final RandomGenerator random;
  private long prunes;

  Pruning(
      OverlaySettings settings,
      Contacts contacts,
      Connections connections,
      PeerChoice choice,
      RandomGenerator random) {
    this.settings = settings;
    this.contacts = contacts;
    this.connections = connections;
    this.choice = choice;
    this.random = random;
  }

  /// How many relations both ends have given up, as far as this node asked.
  long prunes() {
    return prunes;
  }

  /// Asks those that are most superfluous.
  void round(long now, Consumer<Wish> out) {
    int asked = 0;
    for (int bucket = 0; bucket < contacts.depth() && asked < PRUNES_PER_ROUND; bucket++) {
      if (connections.peersInBucket(bucket) > settings.pruneAbove()) {
        Connection victim = victim(bucket, now);
        if (victim != null) {
          connections.change(victim, victim.reason, now, out, PeerRelation::prune);
          out.accept(new Wish.Tell(victim.name, new PruneRequest()));
          asked++;
        }
      }
    }
  }

  /// One of the slice of the sub-tree that has most peers.
  private @Nullable Connection victim(int bucket, long now) {
    int[] perSlice = choice.countSlices(bucket);
    List<Connection> open = connections.open();
    Connection best = null;
    int most = 0;
    int ties = 0;
    for (int i = 0; i < open.size(); i++) {
      Connection candidate = open.get(i);
      if (candidate.bucket != bucket
          || !superfluous(candidate)
          || now - candidate.since < YOUNG_NANOS
          || now < candidate.pruneNotBefore) {
        continue;
      }
      int crowd = perSlice[choice.slice(candidate.id, bucket)];
      if (crowd < most) {
        continue;
      }
      ties = crowd > most ? 1 : ties + 1;
      most = crowd;
      if (ties == 1 || random.nextInt(ties) == 0) {
        best = candidate;
      }
    }
    return best;
  }

  private boolean superfluous(Connection peer) {
    return peer.relation.state() == PeerRelation.State.PEER
        && !peer.fellowSeed()
        && !peer.client()
        && !peer.watches()
        && connections.peersInBucket(peer.bucket) > settings.pruneAbove()
        && !contacts.isNear(peer.id);
  }

  /// The other end would give us up.
  void requested(Connection asker, long now, Consumer<Wish> out) {
    boolean agree = superfluous(asker);
    connections.answer(
        asker, asker.reason, now, out, relation -> relation.heardPruneRequest(agree));
  }

  void agreed(Connection connection, long now, Consumer<Wish> out) {
    if (connection.relation.state() == PeerRelation.State.PRUNING) {
      prunes++;
    }
    connections.change(connection, connection.reason, now, out, PeerRelation::heardPruneAgreed);
  }

  void refused(Connection connection, long now, Consumer<Wish> out) {
    connections.change(connection, connection.reason, now, out, PeerRelation::heardPruneRefused);
    connection.pruneNotBefore =
        now + (RETRY_NANOS << Math.min(connection.pruneRefusals, DOUBLINGS_MAX));
    connection.pruneRefusals++;
  }
}
