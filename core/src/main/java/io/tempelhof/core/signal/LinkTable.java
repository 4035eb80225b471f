package io.tempelhof.core.signal;

import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The links of one process, by OTP's link protocol ({@code erl_dist_protocol}, "Link Protocol"):
/// two processes that link and unlink each other at the same time, with signals crossing on the
/// way, always end up agreeing whether they are linked.
///
/// Not thread-safe. What must be sent is said by the answers; the caller sends it before anything
/// else can change the table, so that the other end sees changes in the order they were made.
public final class LinkTable {
  // An entry is inactive after an unlink, until that is acknowledged. Linking anew makes it active
  // at once; but what the peer says before the acknowledgement, it said of the link that was
  // undone.

  /// No unlink has this id.
  private static final long NONE = 0;

  private static final Entry LINKED = new Entry(true, NONE);

  /// @param unlinking the id of the last unlink, while it is not acknowledged
  private record Entry(boolean active, long unlinking) {}

  private final Map<Pid, Entry> peers = new LinkedHashMap<>(2);

  /// This process links itself to {@code peer}.
  ///
  /// @return whether {@link Signal.Link} must be sent; not when they are linked already
  public boolean link(Pid peer) {
    Entry before = peers.get(peer);
    if (before != null && before.active) {
      return false;
    }
    peers.put(peer, before == null ? LINKED : new Entry(true, before.unlinking));
    return true;
  }

  /// This process removes its link to {@code peer}. From now on an exit of {@code peer} means
  /// nothing to it.
  ///
  /// @param id what the acknowledgement will carry, not 0, never used before for this peer
  /// @return whether {@link Signal.Unlink} must be sent; not when they are not linked
  public boolean unlink(Pid peer, long id) {
    if (id == NONE) {
      throw new IllegalArgumentException("an unlink has an id other than 0");
    }
    return linkedTo(peer) && peers.put(peer, new Entry(false, id)) != null;
  }

  /// {@link Signal.Link} came from {@code peer}. An entry that waits for an acknowledgement stays
  /// as it is: the unlink under way will remove the peer's side too.
  public void linked(Pid peer) {
    peers.putIfAbsent(peer, LINKED);
  }

  /// {@link Signal.Unlink} came from {@code peer}. Whatever the table held, {@link
  /// Signal.UnlinkAck} with the same id must be sent before any other signal to that peer.
  public void unlinked(Pid peer) {
    peers.computeIfPresent(
        peer, (_, e) -> e.unlinking == NONE ? null : new Entry(false, e.unlinking));
  }

  /// {@link Signal.UnlinkAck} came from {@code peer}; outdated if there was another unlink since.
  public void acknowledged(Pid peer, long id) {
    peers.computeIfPresent(
        peer,
        (_, e) -> {
          if (e.unlinking != id) {
            return e;
          }
          return e.active ? LINKED : null;
        });
  }

  /// {@link Signal.Exit} came from {@code peer}.
  ///
  /// @return whether it counts. Not if there was no link, or only one that was undone: then it is
  ///   to be ignored. (If they were linked anew since, the peer's node will answer that there is no
  ///   such process.)
  public boolean exited(Pid peer) {
    return peers.remove(peer, LINKED);
  }

  /// Whether the two are linked, as far as this process knows.
  public boolean linkedTo(Pid peer) {
    Entry entry = peers.get(peer);
    return entry != null && entry.active;
  }

  /// The processes this one is linked to, as far as it knows; the oldest link first.
  public List<Pid> linked() {
    return peers.entrySet().stream()
        .filter(e -> e.getValue().active)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The process {@code self}, whose table this is, has ended: what its links must be told. The
  /// table is empty afterwards.
  public List<Signal.Exit> ended(Pid self, Term reason) {
    List<Signal.Exit> exits = new ArrayList<>();
    peers.forEach((peer, entry) -> {
      if (entry.active) {
        exits.add(new Signal.Exit(self, peer, reason));
      }
    });
    peers.clear();
    return exits;
  }
}
