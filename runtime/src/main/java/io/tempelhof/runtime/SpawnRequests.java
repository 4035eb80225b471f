package io.tempelhof.runtime;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The requests of this node's processes for new processes, until they are answered. Every one is,
/// at the latest with {@code noconnection}. (OTP: the pending spawn requests of {@code
/// erl_bif_info}, {@code erlang:spawn_request/5}.)
final class SpawnRequests {
  /// How many may be open at once.
  static final int OPEN_MAX = 65_536;

  private static final Atom ABANDONED = Atom.of("abandoned");

  private final Map<Ref, Open> open = new ConcurrentHashMap<>();
  private final Counters counters;
  private final BiConsumer<Atom, Signal> post;

  /// @param node where the new process is to be
  /// @param told which answers the requester wants as messages
  /// @param abandoned whether the requester has lost interest
  private record Open(LocalProcess requester, Atom node, RemoteSpawn.Told told, boolean abandoned) {

    /// Whether this may be its answer. A new process on another node is none: somebody there has
    /// made up the reference.
    boolean isAnsweredBy(Signal.SpawnReply reply) {
      return reply.to().equals(requester.pid())
          && (!(reply.result() instanceof Pid child) || child.node().equals(node));
    }
  }

  /// @param post sends a signal to a node
  SpawnRequests(Counters counters, BiConsumer<Atom, Signal> post) {
    this.counters = counters;
    this.post = post;
  }

  /// A process is about to send a request.
  ///
  /// @throws SystemLimitException if there are {@link #OPEN_MAX} already
  void add(Ref ref, LocalProcess requester, Atom node, RemoteSpawn.Told told) {
    if (open.size() >= OPEN_MAX) {
      throw new SystemLimitException(
          "no more than " + OPEN_MAX + " requests to spawn may be open at once");
    }
    open.put(ref, new Open(requester, node, told, false));
  }

  /// The request was not sent.
  void forget(Ref ref) {
    open.remove(ref);
  }

  /// The requester does not want to hear of it any more.
  ///
  /// @return false if it has been answered: everything the answer does is done
  boolean abandon(Ref ref) {
    return open.computeIfPresent(
            ref, (_, request) -> new Open(request.requester, request.node, request.told, true))
        != null;
  }

  int size() {
    return open.size();
  }

  /// The answer to one has come, or never will.
  void answered(Signal.SpawnReply reply) {
    // Within one step of the table, so that whoever abandons a request finds it either open or
    // answered with all that follows. The requester's own lock is the only one taken inside.
    Open[] heedless = new Open[1];
    boolean[] known = new boolean[1];
    open.computeIfPresent(
        reply.ref(),
        (_, request) -> {
          if (!request.isAnsweredBy(reply)) {
            return request;
          }
          known[0] = true;
          boolean told = request.told.includes(reply);
          if (request.abandoned || !request.requester.answered(reply, told)) {
            heedless[0] = request;
          }
          return null;
        });
    if (!known[0]) {
      counters.dropped(Dropped.UNEXPECTED);
    } else if (heedless[0] != null) {
      counters.dropped(Dropped.ABANDONED);
      refuse(reply, heedless[0]);
    }
  }

  /// There is a new process whose requester is not interested in it: it must not stay related to
  /// it.
  private void refuse(Signal.SpawnReply reply, Open request) {
    if (!(reply.result() instanceof Pid child)) {
      return;
    }
    if (reply.monitored()) {
      post.accept(child.node(), new Signal.Demonitor(reply.to(), child, reply.ref()));
    }
    if (reply.linked()) {
      Term ended = request.requester.exitReason();
      Term reason = ended == null ? ABANDONED : ended;
      post.accept(child.node(), new Signal.Exit(reply.to(), child, reason));
    }
  }
}
