package io.tempelhof.testkit;

import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.fault.Faults;
import io.tempelhof.net.fault.LinkFault;
import io.tempelhof.net.fault.LinkFault.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What is wrong with the network of a {@link TestCluster}. Everything acts at once, on connections
/// there are too, in real time, and stays when a node is restarted.
///
/// Ends of links are named as the nodes of the cluster are, {@code "a"}; a node that is none of the
/// cluster's, a genuine Erlang one for example, by its whole name, {@code "erl@127.0.0.1"}.
public final class ClusterFaults {
  /// One direction of a link.
  private record Way(NodeName from, NodeName to) {
    @Override
    public String toString() {
      return from.name() + " -> " + to.name();
    }
  }

  private final long seed;
  private final Map<NodeName, Faults> nodes = new TreeMap<>();

  ClusterFaults(long seed) {
    this.seed = seed;
  }

  /// Those of one node of the cluster, made when it is first asked for.
  synchronized Faults of(NodeName node) {
    return nodes.computeIfAbsent(node, _ -> Faults.seeded(seed));
  }

  /// The link between two nodes, in both directions.
  public Link between(String one, String other) {
    NodeName first = name(one);
    NodeName second = name(other);
    return new Link(List.of(new Way(first, second), new Way(second, first)));
  }

  /// The link between two nodes, in one direction.
  public Link from(String from, String to) {
    return new Link(List.of(new Way(name(from), name(to))));
  }

  /// All links between some nodes and some others, in both directions.
  public Link between(Collection<String> some, Collection<String> others) {
    List<Way> ways = new ArrayList<>();
    for (String one : some) {
      others.forEach(other -> ways.addAll(between(one, other).ways));
    }
    return new Link(ways);
  }

  /// Nothing is wrong any more with any link.
  public void heal() {
    all().forEach(Faults::heal);
  }

  private synchronized List<Faults> all() {
    return List.copyOf(nodes.values());
  }

  /// How many bytes are held on all links.
  public long heldBytes() {
    return all().stream().mapToLong(Faults::heldBytes).sum();
  }

  private NodeName name(String name) {
    NodeName whole = TestCluster.name(name);
    boolean known;
    synchronized (this) {
      known = nodes.containsKey(whole);
    }
    if (!known && name.indexOf('@') < 0) {
      throw new IllegalArgumentException(
          "no node \"" + name + "\" in this cluster; a node of another is NAME@HOST");
    }
    return whole;
  }

  private synchronized boolean has(NodeName node) {
    return nodes.containsKey(node);
  }

  /// The seed, and what is wrong, for failures.
  synchronized String text() {
    StringBuilder text = new StringBuilder("seed ").append(seed);
    nodes.forEach((node, faults) ->
        nodes
            .keySet()
            .forEach(peer -> {
              LinkFault fault = faults.toward(peer);
              if (!fault.equals(LinkFault.NONE)) {
                text.append("; ").append(new Way(node, peer)).append(": ").append(text(fault));
              }
            }));
    return text.toString();
  }

  private static String text(LinkFault fault) {
    List<String> said = new ArrayList<>();
    if (!fault.delay().isZero()) {
      said.add("delay " + fault.delay().toMillis() + " ms");
    }
    if (!fault.jitter().isZero()) {
      said.add("jitter " + fault.jitter().toMillis() + " ms");
    }
    if (fault.bytesPerSecond() > 0) {
      said.add(fault.bytesPerSecond() + " bytes/s");
    }
    if (fault.stalled()) {
      said.add("stalled");
    }
    if (fault.cut() != Cut.NONE) {
      said.add("cut " + fault.cut());
    }
    return String.join(", ", said);
  }

  @Override
  public String toString() {
    return text();
  }

  /// Some directions of some links. What is said of one adds to what was said before, except {@link
  /// #heal}.
  public final class Link {
    private final List<Way> ways;

    private Link(List<Way> ways) {
      this.ways = List.copyOf(ways);
    }

    /// How long every byte is under way, in each direction.
    public Link delay(Duration time) {
      return change(fault -> fault.withDelay(time));
    }

    /// What is added to the delay at random, evenly from nothing to this. Its seed is the
    /// cluster's.
    public Link jitter(Duration most) {
      return change(fault -> fault.withJitter(most));
    }

    /// How much goes through at most, in each direction; 0 for no limit.
    public Link bandwidth(long bytesPerSecond) {
      return change(fault -> fault.withBandwidth(bytesPerSecond));
    }

    /// Holds all bytes until {@link #release} or {@link #heal}. Connections stay open, and break
    /// when the nodes' patience ends.
    public Link stall() {
      return change(fault -> fault.withStalled(true));
    }

    /// Lets go what is held, and holds nothing more.
    public Link release() {
      return change(fault -> fault.withStalled(false));
    }

    /// Breaks the connections, and lets dials in these directions hear nothing until their time is
    /// up: a host that is gone, a network in two parts.
    public Link cut() {
      return change(fault -> fault.withCut(Cut.SILENT));
    }

    /// Breaks the connections, and refuses dials in these directions, as where nobody listens.
    public Link refuse() {
      return change(fault -> fault.withCut(Cut.REFUSED));
    }

    /// Nothing is wrong any more. What is held goes through at once.
    public Link heal() {
      return change(_ -> LinkFault.NONE);
    }

    private Link change(UnaryOperator<LinkFault> change) {
      ways.forEach(way -> {
        if (has(way.from())) {
          Faults ours = of(way.from());
          ours.toward(way.to(), change.apply(ours.toward(way.to())));
        } else {
          Faults ours = of(way.to());
          ours.from(way.from(), change.apply(ours.from(way.from())));
        }
      });
      return this;
    }

    @Override
    public String toString() {
      return ways.stream().map(Way::toString).collect(Collectors.joining(", "));
    }
  }
}
