package io.tempelhof.core.node;

import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Dials seeds. A newcomer asks at least {@value #ASKED} of them; when all have failed it tries
/// again after 1, 2, 4 ... 30 s. A member that has lost everybody does the same. A seed dials every
/// other seed, now and every 10 s while not connected, so that a cluster started from several seeds
/// is one (islands made at boot never heal by themselves).
final class Bootstrap {
  static final int ASKED = 2;
  static final int SEEDS_MAX = 64;
  static final long RETRY_FIRST_NANOS = 1_000_000_000L;
  static final long RETRY_MAX_NANOS = 30_000_000_000L;
  static final long FELLOW_NANOS = 10_000_000_000L;

  /// So often it is checked whether the node has lost everybody.
  static final long CHECK_NANOS = 10_000_000_000L;

  private static final class Way {
    final Seed seed;
    boolean dialling;
    boolean connected;

    /// Not to be dialled before.
    long notBefore;

    Way(Seed seed, long now) {
      this.seed = seed;
      this.notBefore = now;
    }
  }

  private final RandomGenerator random;
  private final List<Way> ways = new ArrayList<>(0);
  private boolean isSeed;
  private boolean seeking;
  private int answered;
  private long retryNanos = RETRY_FIRST_NANOS;
  private long checkAt = Long.MAX_VALUE;

  Bootstrap(RandomGenerator random) {
    this.random = random;
  }

  /// Takes note of the seeds.
  ///
  /// @return whether the node is a seed itself, or the first of its cluster
  boolean begin(List<Seed> seeds, NodeName self, long now) {
    ways.clear();
    isSeed = seeds.isEmpty();
    for (Seed seed : seeds) {
      if (seed.name().equals(self)) {
        isSeed = true;
      } else if (ways.size() < SEEDS_MAX) {
        ways.add(random.nextInt(ways.size() + 1), new Way(seed, now));
      }
    }
    seeking = !isSeed;
    answered = 0;
    checkAt = isSeed ? Long.MAX_VALUE : now + CHECK_NANOS;
    return isSeed;
  }

  void end() {
    ways.clear();
    checkAt = Long.MAX_VALUE;
  }

  /// The other seeds, if this node is one.
  Set<NodeName> fellows() {
    Set<NodeName> fellows = new LinkedHashSet<>();
    if (isSeed) {
      for (Way way : ways) {
        fellows.add(way.seed.name());
      }
    }
    return fellows;
  }

  /// The next seed to dial, if one is due.
  @Nullable Seed nextDial(long now) {
    int dialling = 0;
    Way next = null;
    for (Way way : ways) {
      dialling += way.dialling ? 1 : 0;
      if (next == null && !way.dialling && !way.connected && now >= way.notBefore) {
        next = way;
      }
    }
    if (next == null || (!isSeed && (!seeking || answered + dialling >= ASKED))) {
      return null;
    }
    next.dialling = true;
    return next.seed;
  }

  /// A connection is open.
  ///
  /// @return whether it is to a seed that was to be asked
  boolean connected(NodeName name) {
    Way way = find(name);
    if (way == null) {
      return false;
    }
    boolean sought = way.dialling || seeking;
    way.dialling = false;
    way.connected = true;
    if (sought && !isSeed) {
      answered++;
      retryNanos = RETRY_FIRST_NANOS;
      if (answered >= Math.min(ASKED, ways.size())) {
        seeking = false;
      }
    }
    return sought;
  }

  void disconnected(NodeName name, long now) {
    Way way = find(name);
    if (way != null) {
      way.connected = false;
      way.notBefore = isSeed ? now + jittered(FELLOW_NANOS) : now;
    }
  }

  /// A dial has failed.
  ///
  /// @return whether it was to a seed
  boolean failed(NodeName name, long now) {
    Way way = find(name);
    if (way == null || !way.dialling) {
      return false;
    }
    way.dialling = false;
    if (isSeed) {
      way.notBefore = now + jittered(FELLOW_NANOS);
      return true;
    }
    way.notBefore = Long.MAX_VALUE;
    if (ways.stream().allMatch(each -> each.connected || each.notBefore == Long.MAX_VALUE)) {
      endRound(now);
    }
    return true;
  }

  /// Every seed has been tried: one answer is enough, else all are tried again later.
  private void endRound(long now) {
    seeking = answered == 0;
    long next = now + jittered(retryNanos);
    for (Way way : ways) {
      way.notBefore = way.connected ? way.notBefore : next;
    }
    if (seeking) {
      retryNanos = Math.min(2 * retryNanos, RETRY_MAX_NANOS);
    }
  }

  /// @param alone the node is not in a cluster, or has lost everybody
  /// @return whether it has been so for long enough to begin anew, with those it is connected to
  boolean timer(boolean alone, long now) {
    if (now < checkAt) {
      return false;
    }
    checkAt = now + CHECK_NANOS;
    if (alone && !seeking) {
      seeking = true;
      answered = 0;
    }
    return alone;
  }

  long nextDeadline(long now) {
    long next = checkAt;
    if (isSeed || seeking) {
      for (Way way : ways) {
        if (!way.dialling && !way.connected && way.notBefore > now) {
          next = Math.min(next, way.notBefore);
        }
      }
    }
    return next;
  }

  private @Nullable Way find(NodeName name) {
    for (Way way : ways) {
      if (way.seed.name().equals(name)) {
        return way;
      }
    }
    return null;
  }

  private long jittered(long nanos) {
    return nanos / 100 * (80 + random.nextInt(41));
  }
}
