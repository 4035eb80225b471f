package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Parcel;
import io.tempelhof.core.overlay.OverlayMessage.Parcels;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries what associations without a connection ask each other: small parcels, by way of peers,
/// on the way a lookup would take; urgent ones are the pieces of byways. Those with the same next
/// step wait for each other a moment and travel together. A parcel that finds no way on is lost and
/// counted; whoever sent it asks again.
final class Courier {
  /// So long the first of a batch waits for others.
  static final long HOLD_NANOS = 500_000_000L;

  /// A batch of so many, or of so many bytes, does not wait any longer.
  static final int BATCH_MAX = 128;

  static final int BATCH_BYTES_MAX = 128 << 10;

  /// The longest body.
  static final int BODY_BYTES_MAX = 16 << 10;

  private static final int TERM_BYTES = 64;

  /// What waits here in all.
  static final int WAITING_MAX = 16_384;

  /// A parcel may be carried away from its target so often, around holes.
  static final int DETOURS_MAX = 2;

  private static final class Batch {
    final List<Parcel> parcels = new ArrayList<>(4);
    long bytes;
  }

  private final String cluster;
  private final NodeId self;
  private final NodeName name;
  private final Connections connections;
  private final Relay relay;
  private final Map<NodeName, Batch> waiting = new LinkedHashMap<>(0);
  private int count;
  private long flushAt = Long.MAX_VALUE;
  private long lost;

  Courier(String cluster, NodeRecord self, Connections connections, Relay relay) {
    this.cluster = cluster;
    this.self = self.id();
    this.name = self.name();
    this.connections = connections;
    this.relay = relay;
  }

  /// How many parcels had no way on.
  long lost() {
    return lost;
  }

  long nextDeadline() {
    return flushAt;
  }

  /// One of our own.
  void send(NodeName to, Term body, boolean urgent, long now, Consumer<Wish> out) {
    pass(new Parcel(to, List.of(name), 0, urgent, body), now, out);
  }

  /// About how long a body is: nothing long is nested deeply in one.
  static long bytes(Term body) {
    return switch (body) {
      case Binary binary -> binary.size();
      case Tuple tuple -> {
        long sum = 0;
        for (int i = 0; i < tuple.arity() && sum <= BODY_BYTES_MAX; i++) {
          sum += tuple.at(i) instanceof Binary binary ? binary.size() : TERM_BYTES;
        }
        yield sum;
      }
      default -> TERM_BYTES;
    };
  }

  void heard(Parcels parcels, long now, Consumer<Wish> out) {
    for (Parcel parcel : parcels.parcels()) {
      if (!parcel.to().equals(name)) {
        pass(parcel.by(name), now, out);
      } else if (!parcel.visited().isEmpty()) {
        out.accept(new Wish.Relayed(parcel.visited().getFirst(), parcel.body()));
      }
    }
  }

  private void pass(Parcel parcel, long now, Consumer<Wish> out) {
    Connection direct = connections.get(parcel.to());
    NodeId target = direct != null ? direct.id : NodeId.of(cluster, parcel.to());
    Connection next = direct != null ? direct : nextStep(parcel, target);
    if (next == null || count >= WAITING_MAX || (parcel.urgent() && !next.mayHurry(now))) {
      lost++;
      return;
    }
    Parcel onward = isNearer(next, target) ? parcel : parcel.onDetour();
    Batch batch = waiting.computeIfAbsent(next.name, _ -> new Batch());
    batch.parcels.add(onward);
    batch.bytes += bytes(parcel.body());
    count++;
    flushAt = Math.min(flushAt, now + HOLD_NANOS);
    if (parcel.urgent() || batch.parcels.size() >= BATCH_MAX || batch.bytes >= BATCH_BYTES_MAX) {
      waiting.remove(next.name);
      flush(next.name, batch, out);
    }
  }

  private @Nullable Connection nextStep(Parcel parcel, NodeId target) {
    if (parcel.visited().size() > Relay.FORWARDS_MAX) {
      return null;
    }
    Connection best = relay.closestUnvisited(target, parcel.visited(), Set.of());
    boolean mayGo = best != null && (isNearer(best, target) || parcel.detours() < DETOURS_MAX);
    return mayGo ? best : null;
  }

  private boolean isNearer(Connection next, NodeId target) {
    return target.compareDistance(next.id, self) < 0;
  }

  /// Sends what has waited long enough.
  void timer(long now, Consumer<Wish> out) {
    if (now >= flushAt) {
      flushAt = Long.MAX_VALUE;
      waiting.forEach((to, batch) -> flush(to, batch, out));
      waiting.clear();
    }
  }

  private void flush(NodeName to, Batch batch, Consumer<Wish> out) {
    count -= batch.parcels.size();
    out.accept(new Wish.Tell(to, new Parcels(batch.parcels)));
  }
}
