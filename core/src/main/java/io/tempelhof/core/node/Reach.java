package io.tempelhof.core.node;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.overlay.NodeRecord;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The ways to the nodes that associations want to be connected to: dial where the node is known to
/// be; else look it up and dial; a known place that proves wrong is looked up once more; and what
/// the overlay does not know may be a node of plain Erlang, whose EPMD is asked. All within {@value
/// #DEADLINE_SECONDS} s.
final class Reach {
  static final int DEADLINE_SECONDS = 7;
  static final long DEADLINE_NANOS = DEADLINE_SECONDS * 1_000_000_000L;

  /// A dial ends so much before the wish for it: its failure says more than that time is up.
  static final long LAST_WORD_NANOS = 50_000_000L;

  /// So long a place known beforehand is tried before the overlay is asked.
  static final long KNOWN_NANOS = 3_000_000_000L;

  /// What to do next for a node wanted.
  sealed interface Step {}

  /// Dial it; without an address by EPMD.
  record Dial(@Nullable Address address, long deadline) implements Step {}

  /// Ask the overlay.
  record LookUp() implements Step {}

  /// Tell the association.
  record GiveUp(Unreached unreached, String reason) implements Step {}

  /// A node not reached, the number of the request that is answered by this, and whether the node
  /// itself has answered a lookup meanwhile.
  record Unreached(NodeName node, long request, boolean alive) {}

  private static final class Wanted {
    final long deadline;
    long request;
    Dial dial = new Dial(null, 0);
    boolean lookedUp;
    boolean found;

    Wanted(long deadline, long request) {
      this.deadline = deadline;
      this.request = request;
    }
  }

  private final Map<NodeName, Wanted> wanted = new LinkedHashMap<>(0);

  boolean wants(NodeName node) {
    return wanted.containsKey(node);
  }

  /// An association asks.
  ///
  /// @param request the number of its request, which takes the place of an earlier one
  /// @param known what is known of the node
  /// @param overlay whether there is an overlay to ask
  /// @return {@code null} if it is being seen to already
  @Nullable Step begin(
      NodeName node, long request, @Nullable NodeRecord known, boolean overlay, long now) {
    Wanted earlier = wanted.get(node);
    if (earlier != null) {
      earlier.request = request;
      return null;
    }
    Wanted wish = new Wanted(now + DEADLINE_NANOS, request);
    wanted.put(node, wish);
    if (known != null) {
      wish.lookedUp = !overlay;
      long patience = overlay ? KNOWN_NANOS : DEADLINE_NANOS;
      return dial(wish, known.address(), Math.min(now + patience, wish.deadline));
    }
    if (overlay) {
      wish.lookedUp = true;
      return new LookUp();
    }
    return dial(wish, null, wish.deadline);
  }

  private static Dial dial(Wanted wish, @Nullable Address address, long deadline) {
    wish.dial = new Dial(address, Math.min(deadline, wish.deadline - LAST_WORD_NANOS));
    return wish.dial;
  }

  /// The lookup asked for has ended.
  @Nullable Step resolved(NodeName node, LookupResult result) {
    Wanted wish = wanted.get(node);
    if (wish == null) {
      return null;
    }
    wish.found = result instanceof LookupResult.Found;
    return result instanceof LookupResult.Found found
        ? dial(wish, found.record().address(), wish.deadline)
        : dial(wish, null, wish.deadline);
  }

  /// The dial asked for has failed.
  @Nullable Step dialFailed(NodeName node, DialFailure failure) {
    Wanted wish = wanted.get(node);
    if (wish == null) {
      return null;
    }
    boolean misplaced =
        switch (failure) {
          case REFUSED, TIMEOUT, OTHER_NODE, CLOSED -> true;
          case WRONG_COOKIE, NAME_TAKEN, HANDSHAKE, NO_RESOURCES -> false;
        };
    if (misplaced && !wish.lookedUp) {
      wish.lookedUp = true;
      return new LookUp();
    }
    wanted.remove(node);
    return new GiveUp(new Unreached(node, wish.request, wish.found), reason(failure));
  }

  private static String reason(DialFailure failure) {
    return switch (failure) {
      case REFUSED -> "connection refused";
      case TIMEOUT -> "no answer in time";
      case WRONG_COOKIE -> "wrong cookie";
      case NAME_TAKEN -> "another node of our name is connected there";
      case OTHER_NODE -> "another node answered";
      case CLOSED -> "closed by the other end";
      case HANDSHAKE -> "handshake failed";
      case NO_RESOURCES -> "no descriptors left";
    };
  }

  /// A dial made for other reasons ran out of its shorter time: the association's own is due.
  @Nullable Step again(NodeName node) {
    Wanted wish = wanted.get(node);
    return wish == null ? null : wish.dial;
  }

  /// The node is connected.
  ///
  /// @return whether an association wanted it
  boolean connected(NodeName node) {
    return wanted.remove(node) != null;
  }

  /// Takes out all of them, in the order they came.
  List<Unreached> giveUp() {
    return takeOut(Long.MAX_VALUE);
  }

  /// Takes out those whose time is over.
  List<Unreached> expired(long now) {
    return now < nextDeadline() ? List.of() : takeOut(now);
  }

  private List<Unreached> takeOut(long now) {
    List<Unreached> over = new ArrayList<>();
    wanted.forEach((node, wish) -> {
      if (now >= wish.deadline) {
        over.add(new Unreached(node, wish.request, wish.found));
      }
    });
    over.forEach(unreached -> wanted.remove(unreached.node()));
    return over;
  }

  /// All have the same patience: the first to come is the first to go.
  long nextDeadline() {
    return wanted.isEmpty() ? Long.MAX_VALUE : wanted.values().iterator().next().deadline;
  }
}
