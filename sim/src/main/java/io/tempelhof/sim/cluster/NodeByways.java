package io.tempelhof.sim.cluster;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.association.AssociationOutput;
import io.tempelhof.core.term.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;

/// The virtual connections of one node. Its core knows nothing of them: to it those nodes are not
/// connected.
public final class NodeByways {
  /// Connections of the network have lesser numbers.
  private static final long FIRST = 1L << 40;

  private final SimNode node;
  private final Map<NodeName, SimByways> byPeer = new LinkedHashMap<>(0);
  private long made;

  NodeByways(SimNode node) {
    this.node = node;
  }

  /// Those with that node.
  SimByways with(NodeName peer) {
    return byPeer.computeIfAbsent(peer, name -> new SimByways(node, name, this));
  }

  /// The number of one more.
  long next() {
    return FIRST + made++;
  }

  /// How many there were.
  public long made() {
    return made;
  }

  Traffic traffic(NodeName peer, long connection) {
    SimByways those = byPeer.get(peer);
    return those == null ? Traffic.NONE : those.traffic(connection);
  }

  /// Does what an association asks of a virtual connection.
  ///
  /// @return false if it is asked of something else
  boolean perform(NodeName peer, AssociationOutput output) {
    long number = number(output);
    if (number < FIRST) {
      return false;
    }
    SimByways those = with(peer);
    switch (output) {
      case AssociationOutput.Write(_, var signal) -> those.write(number, signal);
      case AssociationOutput.Tell(_, var message) -> those.tell(number, message);
      case AssociationOutput.Tick _ -> those.tick(number);
      case AssociationOutput.OpenGate _ -> those.openGate(number);
      case AssociationOutput.Shut _ -> those.shut(number);
      case AssociationOutput.Up _,
          AssociationOutput.Gone _,
          AssociationOutput.Unused _,
          AssociationOutput.Quiet _ -> {}
      case AssociationOutput.Connect _,
          AssociationOutput.TakeByway _,
          AssociationOutput.Relay _,
          AssociationOutput.Deliver _,
          AssociationOutput.Dropped _,
          AssociationOutput.Forgotten _ ->
          throw new IllegalStateException(output + " names no connection");
    }
    return true;
  }

  /// The connection that is meant; 0 for none.
  private static long number(AssociationOutput output) {
    return switch (output) {
      case AssociationOutput.Write o -> o.connection();
      case AssociationOutput.Tell o -> o.connection();
      case AssociationOutput.Tick o -> o.connection();
      case AssociationOutput.OpenGate o -> o.connection();
      case AssociationOutput.Shut o -> o.connection();
      case AssociationOutput.Up o -> o.connection();
      case AssociationOutput.Gone o -> o.connection();
      case AssociationOutput.Unused o -> o.connection();
      case AssociationOutput.Quiet o -> o.connection();
      case AssociationOutput.Connect _,
          AssociationOutput.TakeByway _,
          AssociationOutput.Relay _,
          AssociationOutput.Deliver _,
          AssociationOutput.Dropped _,
          AssociationOutput.Forgotten _ ->
          0;
    };
  }

  void stop() {
    byPeer.values().forEach(SimByways::stop);
  }
}
