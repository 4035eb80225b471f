package io.tempelhof.core.overlay;

import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The suspicions that are open, and whom to dial for their sake.
final class Docket {
  static final int SUSPICIONS_MAX = 4_096;

  /// So many others of a failure domain that are missed too are several.
  static final int OTHERS_MIN = 2;

  /// A dial that has had no outcome for so long is made again.
  static final long REDIAL_NANOS = 10_000_000_000L;

  private final Introductions introductions;
  private final Connections connections;
  private final EventLog log;
  private final Map<NodeName, Suspicion> open = new LinkedHashMap<>(0);

  Docket(Introductions introductions, Connections connections, EventLog log) {
    this.introductions = introductions;
    this.connections = connections;
    this.log = log;
  }

  @Nullable Suspicion get(NodeName suspect) {
    return open.get(suspect);
  }

  /// The suspicion of that node, opened if there was none; {@code null} if there can be none: it is
  /// ourselves, or known to be down, or there are too many.
  @Nullable Suspicion of(NodeRecord suspect) {
    if (suspect.id().equals(introductions.self().id()) || isDown(suspect)) {
      return null;
    }
    Suspicion known = open.get(suspect.name());
    if (known == null) {
      if (open.size() >= SUSPICIONS_MAX) {
        return null;
      }
      known = new Suspicion(suspect);
      open.put(suspect.name(), known);
    } else if (suspect.isLaterThan(known.suspect)) {
      known.suspect = suspect;
    }
    return known;
  }

  boolean isDown(NodeRecord node) {
    Notice latest = log.find(node.id());
    return latest != null && latest.buries(node);
  }

  @Nullable Suspicion close(NodeName suspect) {
    return open.remove(suspect);
  }

  /// Whether it is still open.
  boolean holds(Suspicion suspicion) {
    return open.get(suspicion.suspect.name()) == suspicion;
  }

  /// Whether this node cannot reach that one.
  boolean suspects(NodeName name) {
    Suspicion suspicion = open.get(name);
    return suspicion != null && suspicion.stands();
  }

  /// Whether this node has lost that one, whatever it will be found to be.
  boolean misses(NodeName name) {
    Suspicion suspicion = open.get(name);
    return suspicion != null && suspicion.ours;
  }

  /// Whether this node has lost several more of a declared failure domain.
  boolean missesOthersOf(FailureDomain domain) {
    int missed = 0;
    for (Suspicion suspicion : open.values()) {
      missed += suspicion.ours && suspicion.suspect.domain().equals(domain) ? 1 : 0;
    }
    return missed >= OTHERS_MIN && !domain.equals(FailureDomain.UNDECLARED);
  }

  /// A copy, since looking at one may close it and others.
  List<Suspicion> all() {
    return List.copyOf(open.values());
  }

  int size() {
    return open.size();
  }

  /// We want to know whether that node answers, from {@code at} on unless we have been told by
  /// then; at once where others wait for what we find.
  ///
  /// @return the suspicion, if there can be one
  @Nullable Suspicion dial(NodeRecord node, long at, long now) {
    Suspicion suspicion = of(node);
    if (suspicion != null) {
      suspicion.ours = true;
      suspicion.checking = false;
      boolean due = at <= now || !suspicion.askers.isEmpty();
      suspicion.dialDue |= due;
      suspicion.nextAt = Math.min(suspicion.nextAt, due ? now + REDIAL_NANOS : at);
    }
    return suspicion;
  }

  /// The next suspect to dial.
  @Nullable NodeRecord nextDial() {
    for (Suspicion suspicion : open.values()) {
      if (suspicion.dialDue) {
        suspicion.dialDue = false;
        if (connections.get(suspicion.suspect.name()) == null) {
          return suspicion.suspect;
        }
      }
    }
    return null;
  }

  long nextDeadline() {
    long next = Long.MAX_VALUE;
    for (Suspicion suspicion : open.values()) {
      next = Math.min(next, suspicion.nextDeadline());
    }
    return next;
  }
}
