package io.tempelhof.net.fault;

import io.netty.channel.ChannelPipeline;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.fault.LinkFault.Cut;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What is wrong with the links of one node, seen from it: toward each other node and from it.
/// Given to a node by its options, and of use before, while and after it lives; what is changed
/// acts as soon as the connection's event loop hears of it, on connections there are too. The other
/// end may be any node, a genuine Erlang one as well. Safe for use by any thread.
///
/// Where both ends of a link have one, each should be told of the direction that leads from it:
/// what both are told of acts twice.
///
/// An accepted connection is nobody's until the other end has said its name, which it does in its
/// first bytes: these are neither delayed nor held.
public final class Faults {
  private final long seed;
  private final Map<NodeName, LinkFault> toward = new ConcurrentHashMap<>();
  private final Map<NodeName, LinkFault> from = new ConcurrentHashMap<>();
  private final Set<FaultStage> stages = ConcurrentHashMap.newKeySet();
  private volatile boolean isolated;

  private Faults(long seed) {
    this.seed = seed;
  }

  /// Nothing is wrong yet.
  ///
  /// @param seed of the jitter: the same for the same bytes on the same link
  public static Faults seeded(long seed) {
    return new Faults(seed);
  }

  /// What is wrong with the way to that node.
  public LinkFault toward(NodeName peer) {
    return toward.getOrDefault(peer, LinkFault.NONE);
  }

  /// From now on this is wrong with the way to that node.
  public void toward(NodeName peer, LinkFault fault) {
    toward.put(peer, fault);
    changed();
  }

  /// What is wrong with the way from that node.
  public LinkFault from(NodeName peer) {
    return from.getOrDefault(peer, LinkFault.NONE);
  }

  /// From now on this is wrong with the way from that node.
  public void from(NodeName peer, LinkFault fault) {
    from.put(peer, fault);
    changed();
  }

  /// Nothing is wrong any more between the node and that one. What was held goes through at once.
  public void heal(NodeName peer) {
    toward.remove(peer);
    from.remove(peer);
    changed();
  }

  /// Nothing is wrong any more with any link.
  public void heal() {
    toward.clear();
    from.clear();
    isolated = false;
    changed();
  }

  /// Breaks all connections, and refuses others both ways, until {@link #rejoin}: what others see
  /// of a node that crashes. Returns when all sockets are closed; what they held is lost. Not to be
  /// called on an event loop.
  public void isolate() {
    isolated = true;
    stages.forEach(FaultStage::breakNow);
  }

  /// Ends {@link #isolate}, and nothing else.
  public void rejoin() {
    isolated = false;
    changed();
  }

  boolean isIsolated() {
    return isolated;
  }

  /// How many bytes are held now, on all connections of the node, both ways.
  public long heldBytes() {
    return stages.stream().mapToLong(FaultStage::held).sum();
  }

  private void changed() {
    stages.forEach(FaultStage::changed);
  }

  // The node's side.

  /// What becomes of a dial to that node.
  public Cut dial(NodeName peer) {
    return isolated ? Cut.REFUSED : toward(peer).cut();
  }

  /// A socket to that node: the stage is to be the first in its pipeline.
  public void dialled(ChannelPipeline pipeline, NodeName peer) {
    pipeline.addLast(new FaultStage(this, peer));
  }

  /// A socket that was accepted: the stage is to be the first in its pipeline.
  ///
  /// @return to be told, on its loop, who is at the other end
  public Consumer<NodeName> accepted(ChannelPipeline pipeline) {
    FaultStage stage = new FaultStage(this, null);
    pipeline.addLast(stage);
    return stage::met;
  }

  void add(FaultStage stage) {
    stages.add(stage);
  }

  void remove(FaultStage stage) {
    stages.remove(stage);
  }

  /// The seed of the jitter on a link.
  long seed(NodeName peer, boolean outward) {
    return seed ^ (0x9E3779B97F4A7C15L * (2L * peer.toString().hashCode() + (outward ? 1 : 0)));
  }
}
