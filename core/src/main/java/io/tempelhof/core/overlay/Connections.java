package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The open connections to nodes of the cluster, in the order they were opened, and how many peers
/// each bucket has.
final class Connections {
  private final Map<NodeName, Connection> byName = new HashMap<>();
  private final List<Connection> open = new ArrayList<>();
  private final @Nullable List<Connection>[] byBucket = tables();
  private final short[] peersInBucket = new short[NodeId.BITS];
  private int peers;
  private int clients;
  private int changes;

  @Nullable Connection get(NodeName name) {
    return byName.get(name);
  }

  /// All of them, not to be changed.
  List<Connection> open() {
    return open;
  }

  /// Those in that bucket, not to be changed.
  List<Connection> inBucket(int bucket) {
    List<Connection> there = byBucket[bucket];
    return there == null ? List.of() : there;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
  private static @Nullable List<Connection>[] tables() {
    return new List[NodeId.BITS];
  }

  /// Grows whenever a connection comes, goes, or becomes or ceases to be a peer's.
  int changes() {
    return changes;
  }

  /// How many nodes have announced us as a watcher.
  int watching() {
    int watching = 0;
    for (Connection connection : open) {
      watching += connection.watching && connection.relation.stands() ? 1 : 0;
    }
    return watching;
  }

  void add(Connection connection) {
    changes++;
    byName.put(connection.name, connection);
    open.add(connection);
    List<Connection> there = byBucket[connection.bucket];
    if (there == null) {
      there = new ArrayList<>(4);
      byBucket[connection.bucket] = there;
    }
    there.add(connection);
  }

  void remove(Connection connection) {
    changes++;
    count(connection, -1);
    byName.remove(connection.name);
    open.remove(connection);
    inBucket(connection.bucket).remove(connection);
  }

  /// Lets the relation of a connection take a step, keeps count, and says so if the connection
  /// begins or ceases to stand.
  ///
  /// @param reason why they are peers, if that is what they become
  void change(
      Connection connection,
      PeerReason reason,
      long now,
      Consumer<Wish> out,
      Consumer<PeerRelation> step) {
    boolean stood = connection.relation.stands();
    count(connection, -1);
    step.accept(connection.relation);
    count(connection, 1);
    boolean stands = connection.relation.stands();
    if (stands && !stood) {
      connection.since = now;
      connection.reason = reason;
      connection.needed();
    }
    changes += stands == stood ? 0 : 1;
    announce(connection, out);
  }

  /// Says so if what the connection is needed for has changed.
  void announce(Connection connection, Consumer<Wish> out) {
    if (connection.tieChanged()) {
      out.accept(new Wish.Stand(connection.name, connection.tie()));
    }
  }

  /// The same for a step that may have an answer, which is sent.
  void answer(
      Connection connection,
      PeerReason reason,
      long now,
      Consumer<Wish> out,
      Function<PeerRelation, @Nullable OverlayMessage> step) {
    change(
        connection,
        reason,
        now,
        out,
        relation -> {
          OverlayMessage answer = step.apply(relation);
          if (answer != null) {
            out.accept(new Wish.Tell(connection.name, answer));
          }
        });
  }

  private void count(Connection connection, int sign) {
    if (!connection.relation.stands()) {
      return;
    }
    if (connection.client()) {
      clients += sign;
      return;
    }
    peers += sign;
    if (connection.relation.state() == PeerRelation.State.PEER) {
      peersInBucket[connection.bucket] += (short) sign;
    }
  }

  /// Peers in that bucket which neither end is about to give up.
  int peersInBucket(int bucket) {
    return peersInBucket[bucket];
  }

  /// All peers but attached clients.
  int peers() {
    return peers;
  }

  /// Client nodes attached to us.
  int clients() {
    return clients;
  }

  /// Up to {@code count} different connections that fit, at random.
  List<Connection> pick(int count, Predicate<Connection> fits, RandomGenerator random) {
    return pick(open, count, fits, random);
  }

  /// The same of some of them.
  static List<Connection> pick(
      List<Connection> of, int count, Predicate<Connection> fits, RandomGenerator random) {
    List<Connection> picked = new ArrayList<>(count);
    int seen = 0;
    for (int i = 0; i < of.size(); i++) {
      Connection candidate = of.get(i);
      if (!fits.test(candidate)) {
        continue;
      }
      seen++;
      if (picked.size() < count) {
        picked.add(candidate);
      } else {
        int at = random.nextInt(seen);
        if (at < count) {
          picked.set(at, candidate);
        }
      }
    }
    return picked;
  }
}
