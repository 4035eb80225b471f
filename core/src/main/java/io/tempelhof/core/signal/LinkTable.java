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
  /// An entry is active, or waits for the acknowledgement of the unlink with this id. No unlink has
  /// id 0.
  private static final long ACTIVE = 0;

  private final Map<Pid, Long> peers = new LinkedHashMap<>(2);

  /// This process links itself to {@code peer}.
  ///
  /// @return whether {@link Signal.Link} must be sent; not when they are linked already
  public boolean link(Pid peer) {
    Long before = peers.put(peer, ACTIVE);
    return before == null || before != ACTIVE;
  }

  /// This process removes its link to {@code peer}. From now on an exit of {@code peer} means
  /// nothing to it.
  ///
  /// @param id what the acknowledgement will carry, not 0, never used before for this peer
  /// @return whether {@link Signal.Unlink} must be sent; not when they are not linked
  public boolean unlink(Pid peer, long id) {
    if (id == ACTIVE) {
      throw new IllegalArgumentException("an unlink has an id other than 0");
    }
    return linkedTo(peer) && peers.put(peer, id) != null;
  }

  /// {@link Signal.Link} came from {@code peer}. An entry that waits for an acknowledgement stays
  /// as it is: the unlink under way will remove the peer's side too.
  public void linked(Pid peer) {
    peers.putIfAbsent(peer, ACTIVE);
  }

  /// {@link Signal.Unlink} came from {@code peer}. Whatever the table held, {@link
  /// Signal.UnlinkAck} with the same id must be sent before any other signal to that peer.
  public void unlinked(Pid peer) {
    peers.remove(peer, ACTIVE);
  }

  /// {@link Signal.UnlinkAck} came from {@code peer}. Outdated when the processes were linked anew
  /// in the meantime.
  public void acknowledged(Pid peer, long id) {
    if (id != ACTIVE) {
      peers.remove(peer, id);
    }
  }

  /// {@link Signal.Exit} came from {@code peer}.
  ///
  /// @return whether it counts: the link was active until now. Otherwise it is to be ignored.
  public boolean exited(Pid peer) {
    return peers.remove(peer, ACTIVE);
  }

  /// Whether an exit of {@code peer} would count.
  public boolean linkedTo(Pid peer) {
    Long state = peers.get(peer);
    return state != null && state == ACTIVE;
  }

  /// The process {@code self}, whose table this is, has ended: what its links must be told. The
  /// table is empty afterwards.
  public List<Signal.Exit> ended(Pid self, Term reason) {
    List<Signal.Exit> exits = new ArrayList<>();
    peers.forEach((peer, state) -> {
      if (state == ACTIVE) {
        exits.add(new Signal.Exit(self, peer, reason));
      }
    });
    peers.clear();
    return exits;
  }
}
