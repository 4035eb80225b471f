package io.tempelhof.net;

import io.tempelhof.core.handshake.Standing;
import io.tempelhof.core.handshake.Verdict;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which attempts and connections there are between this node and each other one, so that crossing
/// ones end in one connection. Each method decides and changes in one step; any thread may call.
final class Standings<U extends Standings.Up> {
  /// A dial or an accepted socket whose handshake is under way.
  interface Attempt {
    /// Another attempt between the two nodes was established: this one is of no use. From any
    /// thread.
    void crossed();
  }

  /// An established connection.
  interface Up {
    /// The incarnation of the other end.
    int creation();

    /// The other end is a Tempelhof node of our cluster.
    boolean extended();

    /// When anything last came in, on the {@link Clock}. From any thread.
    long lastReadAt();
  }

  /// What becomes of a dial.
  enum Start {
    GO,
    /// The other end is just making a connection: if that fails, try again. If it succeeds this
    /// attempt has crossed it, even if the connection is gone before the next try.
    THEIRS_UNDER_WAY,
    /// There is a dial or a connection already, which answers this one too.
    NOT_NEEDED
  }

  private static final class Entry<U> {
    private @Nullable Attempt dialling;
    private final List<Attempt> accepting = new ArrayList<>(1);

    /// Dials that wait for what is being accepted.
    private final List<Attempt> patient = new ArrayList<>(0);

    private @Nullable U up;
    private long upSince;

    Standing standing() {
      if (up != null) {
        return Standing.UP;
      }
      if (dialling != null) {
        return Standing.DIALLING;
      }
      return accepting.isEmpty() ? Standing.NONE : Standing.ACCEPTING;
    }
  }

  private final NodeName ours;
  private final Map<NodeName, Entry<U>> entries = new HashMap<>();

  Standings(NodeName ours) {
    this.ours = ours;
  }

  /// What to say to an incoming attempt. Unless it must stop, it is under way from now on.
  ///
  /// @param creation of the incarnation that calls, 0 if not told yet
  synchronized Verdict judge(NodeName peer, int creation, Attempt attempt, long now) {
    Entry<U> entry = entries.computeIfAbsent(peer, _ -> new Entry<>());
    Verdict verdict =
        isTwin(entry, creation, now)
            ? Verdict.NOT_ALLOWED
            : Verdict.on(ours, peer, entry.standing());
    switch (verdict) {
      case OK, OK_SIMULTANEOUS, ALIVE -> entry.accepting.add(attempt);
      case NOK, NOT_ALLOWED -> tidy(peer, entry);
    }
    return verdict;
  }

  private static boolean isTwin(Entry<? extends Up> entry, int creation, long now) {
    Up up = entry.up;
    return up != null
        && up.extended()
        && creation != 0
        && Verdict.isTwin(up.creation(), now - entry.upSince, now - up.lastReadAt(), creation);
  }

  /// Whether to dial.
  synchronized Start dial(NodeName peer, Attempt attempt, boolean patient) {
    Entry<U> entry = entries.computeIfAbsent(peer, _ -> new Entry<>());
    entry.patient.remove(attempt);
    if (entry.up != null || entry.dialling != null) {
      return Start.NOT_NEEDED;
    }
    if (patient && !entry.accepting.isEmpty()) {
      entry.patient.add(attempt);
      return Start.THEIRS_UNDER_WAY;
    }
    entry.dialling = attempt;
    return Start.GO;
  }

  /// The attempt has become a connection.
  ///
  /// @return the attempts that are of no use any more
  synchronized List<Attempt> established(NodeName peer, Attempt attempt, U up, long now) {
    Entry<U> entry = entries.computeIfAbsent(peer, _ -> new Entry<>());
    List<Attempt> crossed = new ArrayList<>(entry.accepting);
    crossed.addAll(entry.patient);
    if (entry.dialling != null) {
      crossed.add(entry.dialling);
    }
    crossed.remove(attempt);
    entry.dialling = null;
    entry.accepting.clear();
    entry.patient.clear();
    entry.up = up;
    entry.upSince = now;
    return crossed;
  }

  /// The attempt has come to nothing.
  synchronized void withdrawn(NodeName peer, Attempt attempt) {
    Entry<U> entry = entries.get(peer);
    if (entry != null) {
      if (attempt.equals(entry.dialling)) {
        entry.dialling = null;
      }
      entry.accepting.remove(attempt);
      entry.patient.remove(attempt);
      tidy(peer, entry);
    }
  }

  /// The connection is gone.
  synchronized void closed(NodeName peer, U up) {
    Entry<U> entry = entries.get(peer);
    if (entry != null && up.equals(entry.up)) {
      entry.up = null;
      tidy(peer, entry);
    }
  }

  /// The newest connection to that node.
  synchronized @Nullable U up(NodeName peer) {
    Entry<U> entry = entries.get(peer);
    return entry == null ? null : entry.up;
  }

  /// Whether there is any attempt or connection between this node and that one.
  synchronized boolean isMet(NodeName peer) {
    return entries.containsKey(peer);
  }

  private void tidy(NodeName peer, Entry<U> entry) {
    if (entry.standing() == Standing.NONE) {
      entries.remove(peer);
    }
  }
}
