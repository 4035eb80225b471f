package io.tempelhof.core.node;

import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which dials are under way and which may start. Dials somebody waits for go first come, first
/// served, {@value #ASSOCIATIONS_MAX} at once and at any rate; those that tell whether a suspect
/// lives {@value #SUSPECTS_MAX} at once; those for the overlay's upkeep and to seeds keep the
/// {@link Pace}.
final class Dials {
  static final int ASSOCIATIONS_MAX = 64;
  static final int SUSPECTS_MAX = 16;

  /// Who wants a dial.
  enum Purpose {
    /// An association waits for it.
    ASSOCIATION,
    /// Others wait to hear whether a suspect lives.
    SUSPICION,
    /// The overlay's upkeep.
    UPKEEP,
    /// It leads to a seed.
    ENTRY
  }

  /// A dial an association waits for, not started yet.
  record Waiting(NodeName name, @Nullable Address address, long deadline) {}

  private record UnderWay(Purpose purpose, long timeout) {}

  private final Pace pace;
  private final Map<NodeName, UnderWay> underWay = new LinkedHashMap<>(0);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private int associations;
  private int suspects;

  /// @param upkeepNanos how long a dial for upkeep may take if all is well
  Dials(long upkeepNanos) {
    this.pace = new Pace(upkeepNanos);
  }

  boolean underWay(NodeName name) {
    return underWay.containsKey(name);
  }

  /// Whether one is under way that nobody waits for.
  boolean isUpkeep(NodeName name) {
    UnderWay dial = underWay.get(name);
    return dial != null && dial.purpose == Purpose.UPKEEP;
  }

  /// How many are under way.
  int count() {
    return underWay.size();
  }

  /// Whether another suspect may be dialled.
  boolean suspectsHaveRoom() {
    return suspects < SUSPECTS_MAX;
  }

  /// Whether an upkeep dial may start but for the rate.
  boolean upkeepHasRoom() {
    return pace.hasRoom(underWay.size() - associations - suspects);
  }

  /// From when on the rate allows the next upkeep dial.
  long upkeepAllowedAt() {
    return pace.allowedAt();
  }

  /// How long an upkeep dial that starts now may take.
  long upkeepTimeout() {
    return pace.patience();
  }

  void start(NodeName name, Purpose purpose, long timeout, long now) {
    underWay.put(name, new UnderWay(purpose, timeout));
    switch (purpose) {
      case ASSOCIATION -> associations++;
      case SUSPICION -> suspects++;
      case UPKEEP, ENTRY -> pace.started(now);
    }
  }

  void enqueue(Waiting dial) {
    waiting.add(dial);
  }

  /// The next association's dial to start, if there is room.
  @Nullable Waiting nextWaiting() {
    return associations < ASSOCIATIONS_MAX ? waiting.poll() : null;
  }

  /// There is a connection to that node.
  ///
  /// @return who wanted a dial; {@code null} if there was none
  @Nullable Purpose connected(NodeName name) {
    UnderWay dial = ended(name);
    if (dial == null) {
      return null;
    }
    if (dial.purpose == Purpose.UPKEEP) {
      pace.connected();
    }
    return dial.purpose;
  }

  /// A dial has failed.
  ///
  /// @param doubted that the node does not answer is no surprise
  /// @return who wanted it; {@code null} if there was none
  @Nullable Purpose failed(NodeName name, DialFailure failure, boolean doubted, long now) {
    UnderWay dial = ended(name);
    if (dial == null) {
      return null;
    }
    if (failure == DialFailure.NO_RESOURCES) {
      pace.pause(now);
    }
    if (failure == DialFailure.TIMEOUT && dial.purpose == Purpose.UPKEEP && !doubted) {
      pace.timedOut(dial.timeout);
    }
    return dial.purpose;
  }

  private @Nullable UnderWay ended(NodeName name) {
    UnderWay dial = underWay.remove(name);
    if (dial != null) {
      associations -= dial.purpose == Purpose.ASSOCIATION ? 1 : 0;
      suspects -= dial.purpose == Purpose.SUSPICION ? 1 : 0;
    }
    return dial;
  }

  List<NodeSnapshot.Dialling> snapshot() {
    List<NodeSnapshot.Dialling> dials = new ArrayList<>();
    underWay.forEach((name, dial) ->
        dials.add(new NodeSnapshot.Dialling(name, dial.purpose != Purpose.ASSOCIATION, true)));
    for (Waiting dial : waiting) {
      dials.add(new NodeSnapshot.Dialling(dial.name(), false, false));
    }
    return dials;
  }
}
