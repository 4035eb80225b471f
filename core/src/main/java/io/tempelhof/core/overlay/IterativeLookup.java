package io.tempelhof.core.overlay;

import io.tempelhof.core.overlay.OverlayMessage.Contact;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One lookup in Kademlia's own form: ask the closest nodes known for closer ones, three at a time,
/// until the five closest that can be reached have answered. For those who have no peers to forward
/// a query: joining nodes and client nodes.
final class IterativeLookup {
  static final int PARALLEL = 3;
  static final int CLOSEST = 5;
  static final int CANDIDATES_MAX = 64;
  static final long ANSWER_NANOS = 3_000_000_000L;
  static final long DEADLINE_NANOS = 20_000_000_000L;

  /// How far we have come with a candidate.
  private enum State {
    /// Not asked yet.
    KNOWN,
    /// Chosen to be asked: being dialled, or connected and not introduced yet. However long a dial
    /// stands in line behind others, it has an outcome.
    CHOSEN,
    /// Asked.
    ASKED,
    ANSWERED,
    FAILED
  }

  private static final class Candidate {
    final NodeRecord record;
    final @Nullable Candidate toldBy;

    /// To be asked however far from the target.
    final boolean entry;

    State state = State.KNOWN;
    long askedAt;
    boolean askedAgain;

    Candidate(NodeRecord record, @Nullable Candidate toldBy, boolean entry) {
      this.record = record;
      this.toldBy = toldBy;
      this.entry = entry;
    }

    boolean isAwaited() {
      return state == State.CHOSEN || state == State.ASKED;
    }

    int hops() {
      return toldBy == null ? 1 : toldBy.hops() + 1;
    }
  }

  private final NodeId target;
  private final NodeName self;
  private final long startedAt;

  /// Closest first.
  private final List<Candidate> candidates = new ArrayList<>();

  IterativeLookup(NodeId target, NodeName self, long now) {
    this.target = target;
    this.self = self;
    this.startedAt = now;
  }

  NodeId target() {
    return target;
  }

  /// A node to begin with.
  void begin(NodeRecord record) {
    add(record, null, true);
  }

  private void add(NodeRecord record, @Nullable Candidate toldBy, boolean entry) {
    if (record.name().equals(self) || find(record.name()) != null) {
      return;
    }
    int at = candidates.size();
    while (at > 0 && target.compareDistance(record.id(), candidates.get(at - 1).record.id()) < 0) {
      at--;
    }
    candidates.add(at, new Candidate(record, toldBy, entry));
    if (candidates.size() > CANDIDATES_MAX && candidates.get(CANDIDATES_MAX).state == State.KNOWN) {
      candidates.remove(CANDIDATES_MAX);
    }
  }

  private @Nullable Candidate find(NodeName name) {
    for (Candidate candidate : candidates) {
      if (candidate.record.name().equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  /// The next node to ask, if one may be asked now; it is chosen from now on.
  @Nullable NodeRecord next() {
    int asked = 0;
    int closest = 0;
    Candidate next = null;
    for (Candidate candidate : candidates) {
      asked += candidate.isAwaited() ? 1 : 0;
      if (next == null
          && candidate.state == State.KNOWN
          && (candidate.entry || closest < CLOSEST)) {
        next = candidate;
      }
      closest += candidate.state == State.FAILED ? 0 : 1;
    }
    if (next == null || asked >= PARALLEL) {
      return null;
    }
    next.state = State.CHOSEN;
    return next.record;
  }

  /// Whether that node has been chosen to be asked and has not answered.
  boolean awaits(NodeName name) {
    Candidate candidate = find(name);
    return candidate != null && candidate.isAwaited();
  }

  /// The node is being asked.
  void asked(NodeName name, long now) {
    Candidate candidate = find(name);
    if (candidate != null) {
      candidate.state = State.ASKED;
      candidate.askedAt = now;
    }
  }

  /// The node has answered.
  void answered(NodeName name, List<Contact> contacts) {
    Candidate teller = find(name);
    if (teller == null || teller.state == State.FAILED) {
      return;
    }
    teller.state = State.ANSWERED;
    for (Contact contact : contacts) {
      add(contact.record(), teller, false);
    }
  }

  /// The node cannot be asked.
  void failed(NodeName name) {
    Candidate candidate = find(name);
    if (candidate != null && candidate.state != State.ANSWERED) {
      candidate.state = State.FAILED;
    }
  }

  /// The connection to the node went before it answered, perhaps because the other end had no more
  /// use for it: it is asked once more.
  void lost(NodeName name) {
    Candidate candidate = find(name);
    if (candidate != null && candidate.isAwaited()) {
      candidate.state = candidate.askedAgain ? State.FAILED : State.KNOWN;
      candidate.askedAgain = true;
    }
  }

  /// Gives up on those who have not answered in time.
  void timer(long now) {
    for (Candidate candidate : candidates) {
      if (candidate.state == State.ASKED && now >= candidate.askedAt + ANSWER_NANOS) {
        candidate.state = State.FAILED;
      }
    }
  }

  long nextDeadline() {
    long next = startedAt + DEADLINE_NANOS;
    for (Candidate candidate : candidates) {
      if (candidate.state == State.ASKED) {
        next = Math.min(next, candidate.askedAt + ANSWER_NANOS);
      }
    }
    return next;
  }

  /// All entries and the closest that can be reached have answered, or the time is over.
  boolean ended(long now) {
    if (now >= startedAt + DEADLINE_NANOS) {
      return true;
    }
    int closest = 0;
    for (Candidate candidate : candidates) {
      boolean open = candidate.state == State.KNOWN || candidate.isAwaited();
      if (open && (candidate.entry || closest < CLOSEST)) {
        return false;
      }
      closest += candidate.state == State.FAILED ? 0 : 1;
    }
    return true;
  }

  /// The closest that answered, closest first.
  List<NodeRecord> closest() {
    List<NodeRecord> closest = new ArrayList<>(CLOSEST);
    for (Candidate candidate : candidates) {
      if (candidate.state == State.ANSWERED && closest.size() < CLOSEST) {
        closest.add(candidate.record);
      }
    }
    return closest;
  }

  /// The result if the target itself has been reached.
  LookupResult.@Nullable Found found(NodeRecord record) {
    Candidate candidate = find(record.name());
    if (candidate == null || !record.id().equals(target)) {
      return null;
    }
    List<NodeName> path = new ArrayList<>();
    for (Candidate at = candidate; at != null; at = at.toldBy) {
      path.add(at.record.name());
    }
    Collections.reverse(path);
    return new LookupResult.Found(record, candidate.hops(), path);
  }

  /// The result if it ended without the target.
  LookupResult missed() {
    List<NodeName> closest = new ArrayList<>(CLOSEST);
    int hops = 0;
    for (Candidate candidate : candidates) {
      if (candidate.state == State.ANSWERED) {
        hops = Math.max(hops, candidate.hops());
        if (closest.size() < CLOSEST) {
          closest.add(candidate.record.name());
        }
      }
    }
    return closest.isEmpty()
        ? new LookupResult.Unreachable(0, "no node answered")
        : new LookupResult.NoSuchNode(hops, closest);
  }
}
