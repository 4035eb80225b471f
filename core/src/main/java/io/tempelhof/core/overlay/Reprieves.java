package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Notices;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Deaths that others tell of nodes we are connected to and hear ourselves. Word of a death may be
/// old, or come from whoever was cut off. So the node is told first, and the word is believed only
/// if it does not refute it within a second.
final class Reprieves {
  static final long ANSWER_NANOS = 1_000_000_000L;
  static final int PENDING_MAX = 1_024;

  /// A death, and until when it may be refuted.
  record Pending(Notice notice, long at, long until) {}

  private final Connections connections;
  private final long patience;
  private final LinkedHashMap<NodeName, Pending> pending = new LinkedHashMap<>(0);

  /// @param patience factor of the node's profile
  Reprieves(Connections connections, int patience) {
    this.connections = connections;
    this.patience = patience * ANSWER_NANOS;
  }

  /// Others tell of a death.
  ///
  /// @return whether it is not to be believed yet
  boolean grant(Notice death, long at, long now, Consumer<Wish> out) {
    NodeName name = death.node().name();
    if (pending.containsKey(name)) {
      return true;
    }
    Connection connection = connections.get(name);
    NodeRecord its = connection == null ? null : connection.record();
    if (connection == null
        || its == null
        || connection.quiet()
        || !its.sameIncarnation(death.node())
        || !death.buries(its)
        || pending.size() >= PENDING_MAX) {
      return false;
    }
    pending.put(name, new Pending(death, at, now + patience));
    out.accept(
        new Wish.Tell(name, new Notices(List.of(EventLog.news(death, at, NodeId.BITS, now)))));
    return true;
  }

  /// The connection to that node is gone.
  ///
  /// @return what was told of it
  @Nullable Pending gone(NodeName name) {
    return pending.remove(name);
  }

  /// The node has introduced itself anew.
  ///
  /// @return what was told of it and is refuted by that
  @Nullable Pending heard(NodeRecord node) {
    Pending told = pending.get(node.name());
    return told == null || told.notice.buries(node) ? null : pending.remove(node.name());
  }

  /// Deaths that were not refuted in time.
  List<Pending> due(long now) {
    List<Pending> due = new ArrayList<>(0);
    while (now >= nextDeadline()) {
      due.add(pending.pollFirstEntry().getValue());
    }
    return due;
  }

  /// All have the same patience: the first to come is the first to go.
  long nextDeadline() {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.values().iterator().next().until;
  }
}
