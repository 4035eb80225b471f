package io.tempelhof.net;

import io.tempelhof.core.association.AssociationSnapshot;
import io.tempelhof.core.association.Role;
import io.tempelhof.net.NodeStatus.Kind;
import io.tempelhof.net.NodeStatus.OpenConnection;
import io.tempelhof.net.NodeStatus.Queued;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The connection that an association uses.
///
/// @param dialled this node started it
/// @param since when it came up, on the {@link Clock}
record InUse(Talking talking, boolean dialled, long since) {

  /// What there is to see of it.
  ///
  /// @param seen its association
  OpenConnection status(AssociationSnapshot seen, Queued queued, long now) {
    long lastUsed = Math.max(since, talking.lastUsedAt());
    return new OpenConnection(
        talking.peer(),
        kind(seen),
        dialled,
        Duration.ofNanos(now - since),
        Duration.ofNanos(Math.max(0, now - lastUsed)),
        seen.collectable() ? Duration.ofNanos(seen.idleNanos()) : null,
        seen.roundTripNanos() == 0 ? null : Duration.ofNanos(seen.roundTripNanos()),
        queued,
        why(seen, queued));
  }

  private Kind kind(AssociationSnapshot seen) {
    if (!talking.extended()) {
      return Kind.ERLANG;
    }
    return seen.role() != Role.DIRECT ? Kind.PEER : Kind.DIRECT;
  }

  private List<String> why(AssociationSnapshot seen, Queued queued) {
    List<String> why = new ArrayList<>();
    if (!talking.extended()) {
      why.add("erlang");
    }
    if (seen.role() != Role.DIRECT) {
      why.add("peer");
    }
    if (seen.pinned()) {
      why.add("pinned");
    }
    if (!talking.extended() && seen.relations() > 0) {
      why.add("links");
    }
    if (queued.bytes() > 0) {
      why.add("queued");
    }
    return why.isEmpty() ? List.of("recent") : List.copyOf(why);
  }
}
