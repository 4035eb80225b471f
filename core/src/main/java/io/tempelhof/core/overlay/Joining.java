package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// How a node comes into the cluster it has a seed of: it looks for the nodes closest to itself,
/// iteratively (whoever is asked learns of it), and copies contacts from the two closest, which
/// fills all shallow buckets at once. A seed that comes to know another seed does the same.
final class Joining {
  /// The number of the lookup of the own id among the searches.
  static final long SEARCH = -1;

  static final int COPIED_FROM = 2;
  static final long COPY_NANOS = 3_000_000_000L;

  private final Connections connections;
  private final Set<NodeName> copying = new LinkedHashSet<>(4);
  private long copyUntil = Long.MAX_VALUE;

  Joining(Connections connections) {
    this.connections = connections;
  }

  /// The lookup has ended with these closest: the first of them are asked for what they know.
  ///
  /// @return whether there is anything to wait for
  boolean copy(List<NodeRecord> closest, long now, Consumer<Wish> out) {
    for (NodeRecord record : closest) {
      Connection connection = connections.get(record.name());
      if (connection != null && copying.size() < COPIED_FROM) {
        copying.add(connection.name);
        copyUntil = now + COPY_NANOS;
        connection.questions++;
        out.accept(new Wish.Tell(connection.name, Exchanges.copy()));
      }
    }
    return !copying.isEmpty();
  }

  boolean copying() {
    return !copying.isEmpty();
  }

  /// One has answered, or is lost.
  ///
  /// @return whether it was the last one waited for
  boolean copied(NodeName from) {
    return copying.remove(from) && finished();
  }

  long nextDeadline() {
    return copyUntil;
  }

  /// @return whether the time to wait has just ended
  boolean timer(long now) {
    if (now < copyUntil) {
      return false;
    }
    copying.clear();
    return finished();
  }

  private boolean finished() {
    if (copying.isEmpty()) {
      copyUntil = Long.MAX_VALUE;
    }
    return copying.isEmpty();
  }
}
