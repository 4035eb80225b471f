package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Brings the parts of a divided cluster together again. The dead are remembered; about every
/// {@value #SECONDS} s one of them is dialled. If one answers, both ends look for themselves by way
/// of each other, not from whom they know, and copy contacts; the rest follows by itself.
final class Reunions {
  static final int SECONDS = 10;
  static final long INTERVAL_NANOS = SECONDS * 1_000_000_000L;

  /// Of many reunions at once only one in so long is used to look for ourselves.
  static final long EXPLORE_NANOS = 1_000_000_000L;

  /// So long the connection is kept for the answer.
  static final long NEEDED_NANOS = 5_000_000_000L;

  private final EventLog log;
  private final Connections connections;
  private final Lookups lookups;
  private final RandomGenerator random;
  private long dialAt = Long.MAX_VALUE;
  private long exploreNotBefore = Long.MIN_VALUE;
  private @Nullable NodeRecord wanted;
  private @Nullable NodeName dialled;
  private long reunions;

  Reunions(EventLog log, Connections connections, Lookups lookups, RandomGenerator random) {
    this.log = log;
    this.connections = connections;
    this.lookups = lookups;
    this.random = random;
  }

  /// How often a node counted as dead was met again.
  long reunions() {
    return reunions;
  }

  void begin(long now) {
    if (dialAt == Long.MAX_VALUE) {
      dialAt = now + interval();
    }
  }

  private long interval() {
    return INTERVAL_NANOS / 100 * (80 + random.nextInt(41));
  }

  void end() {
    dialAt = Long.MAX_VALUE;
    wanted = null;
  }

  void timer(long now) {
    if (now >= dialAt) {
      dialAt = now + interval();
      wanted = log.anyDead(random);
    }
  }

  long nextDeadline() {
    return dialAt;
  }

  /// The remembered dead node to dial.
  @Nullable NodeRecord nextDial() {
    NodeRecord next = wanted;
    wanted = null;
    if (next == null || connections.get(next.name()) != null) {
      return null;
    }
    dialled = next.name();
    return next;
  }

  /// Whether a failed dial was one of ours: it says nothing new.
  boolean expected(NodeName name) {
    boolean ours = name.equals(dialled);
    dialled = ours ? null : dialled;
    return ours;
  }

  /// A node that counts as dead has introduced itself.
  void met(Connection connection, NodeRecord self, long now, Consumer<Wish> out) {
    reunions++;
    if (now < exploreNotBefore) {
      return;
    }
    exploreNotBefore = now + EXPLORE_NANOS;
    connection.neededUntil = now + NEEDED_NANOS;
    connection.questions++;
    out.accept(new Wish.Tell(connection.name, Exchanges.copy()));
    lookups.exploreSelf(connection, self, now, out);
  }
}
