package io.tempelhof.cli.demo;

import io.tempelhof.core.term.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What a demo is to do. Nodes bear the numbers 1 to {@code nodes} and live in the JVMs 1 to {@code
/// jvms} in turn.
///
/// @param talkSeconds length of the phase *talk*
/// @param idleSeconds after how long without a signal a direct connection is collected
/// @param phases what is played after *join*
/// @param seed decides partners, questions, lookups and the JVM that is killed
/// @param descriptorsMax how many descriptors one JVM may hold
public record DemoPlan(
    int nodes,
    int jvms,
    int talkSeconds,
    int idleSeconds,
    Set<Phase> phases,
    long seed,
    Topology topology,
    int descriptorsMax) {

  /// More nodes in a mesh than this is no demonstration but a load test.
  public static final int MESH_NODES_MAX = 150;

  /// No node calls workers on more nodes than this at once.
  public static final int PARTNERS_MAX = 24;

  private static final Pattern NUMBERED = Pattern.compile("n[1-9][0-9]{0,8}@127\\.0\\.0\\.1");

  /// What all nodes together ask in a second, so that two cores suffice.
  private static final int ASKS_PER_SECOND_TOTAL = 3_000;

  private static final int ASKS_PER_SECOND_MAX = 10;

  /// How many partners all nodes together take up in a second while each still lacks some, and how
  /// many they exchange once all have theirs. Nearly each is a new connection, which costs two
  /// cores some milliseconds.
  private static final int ADOPTED_PER_SECOND_TOTAL = 300;

  private static final int SWAPPED_PER_SECOND_TOTAL = 100;

  /// In *restart* all nodes together make so many calls in a second, nearly each over a new
  /// connection.
  private static final int CALLS_PER_SECOND_TOTAL = 100;

  private static final int SEEDS = 3;

  /// A just formed overlay holds more connections than a settled one.
  private static final double FORMING = 1.3;

  /// Descriptors of a JVM that are no connections: jars, selectors, pipes.
  private static final int DESCRIPTORS_OTHER = 150;

  public DemoPlan {
    require(nodes >= 2, "--nodes " + nodes + ": a demo needs at least 2 nodes");
    require(nodes <= 5_000, "--nodes " + nodes + ": at most 5000 on one machine");
    require(jvms >= 1 && jvms <= 64, "--jvms " + jvms + ": from 1 to 64");
    require(jvms <= nodes, "--jvms " + jvms + ": more than there are nodes (" + nodes + ")");
    require(talkSeconds >= 5, "--for " + talkSeconds + ": at least 5 seconds");
    require(idleSeconds >= 2, "--idle " + idleSeconds + ": at least 2 seconds");
    require(
        !phases.contains(Phase.RESTART) || (jvms > 1 && topology == Topology.SPARSE),
        "--phases restart: needs a second JVM that lives on meanwhile, and a sparse overlay");
    require(
        !phases.containsAll(Set.of(Phase.CRASH, Phase.RESTART)),
        "--phases crash and restart: what crash kills cannot be restarted; run them apart");
    require(
        topology == Topology.SPARSE || nodes <= MESH_NODES_MAX,
        "--topology mesh with " + nodes + " nodes: at most " + MESH_NODES_MAX);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  static NodeName name(int node) {
    return new NodeName("n" + node, "127.0.0.1");
  }

  /// The number in a name given by {@link #name}; empty for the node of somebody else, who asks the
  /// cluster something or has joined it.
  static OptionalInt number(NodeName name) {
    return NUMBERED.matcher(name.toString()).matches()
        ? OptionalInt.of(Integer.parseInt(name.name().substring(1)))
        : OptionalInt.empty();
  }

  int jvmOf(int node) {
    return (node - 1) % jvms + 1;
  }

  List<Integer> nodesOf(int jvm) {
    return all().stream().filter(node -> jvmOf(node) == jvm).toList();
  }

  List<Integer> all() {
    return IntStream.rangeClosed(1, nodes).boxed().toList();
  }

  /// The JVM that is killed; none where there is but one. Not the first, which serves the dashboard
  /// on which the others are seen to die.
  OptionalInt jvmToKill() {
    return jvms == 1 ? OptionalInt.empty() : OptionalInt.of(2 + new Random(seed).nextInt(jvms - 1));
  }

  /// The node that is ended alone, before: none of that JVM, and not the first of all.
  OptionalInt nodeToKill() {
    int other = jvmToKill().orElse(0);
    List<Integer> any = all().stream().filter(n -> n > 1 && jvmOf(n) != other).toList();
    return topology == Topology.MESH || jvms == 1 || any.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(any.get(new Random(seed).nextInt(any.size())));
  }

  /// The JVM that is stopped for a while, afterwards: one that is left then, and not the first.
  /// None where no node would be in it.
  OptionalInt jvmToStop() {
    int dead = jvmToKill().orElse(0);
    return topology == Topology.MESH || nodes < 2 * jvms
        ? OptionalInt.empty()
        : IntStream.rangeClosed(2, jvms).filter(jvm -> jvm != dead).findFirst();
  }

  /// Whether a part of the demo is wanted.
  boolean plays(Phase phase) {
    return phases.contains(phase);
  }

  /// The nodes everybody is told of at the start.
  List<Integer> seeds() {
    return all().subList(0, Math.min(SEEDS, nodes));
  }

  /// The few that go on talking in *quiet*: one in twenty, at least two.
  List<Integer> stillTalking() {
    return all().subList(0, Math.max(2, nodes / 20));
  }

  /// How many partners each of those has.
  int stillTalkingPartners() {
    return Math.min(4, partners());
  }

  /// How many partners a node has at once: as many as the descriptors of a JVM allow.
  public int partners() {
    int others = Math.min(PARTNERS_MAX, nodes - 1);
    if (topology == Topology.MESH) {
      return others;
    }
    int room =
        (int) Math.floor((connectionsMax() - expectedPeers(nodes) * FORMING - lingering()) / 2);
    return Math.clamp(room, 0, others);
  }

  /// Whether {@link #partners} is smaller than it would be with more descriptors.
  public boolean shortOfDescriptors() {
    return partners() < Math.min(PARTNERS_MAX, nodes - 1);
  }

  /// Whether the descriptors suffice at all.
  public boolean feasible() {
    return topology == Topology.MESH ? connectionsMax() >= nodes - 1 : partners() >= 1;
  }

  /// How often a node calls in *restart*.
  Duration callEvery() {
    return Duration.ofMillis(Math.max(500, 1_000L * nodes / CALLS_PER_SECOND_TOTAL));
  }

  /// What one node asks in a second.
  double asksPerSecond() {
    return Math.min(ASKS_PER_SECOND_MAX, (double) ASKS_PER_SECOND_TOTAL / nodes);
  }

  /// How often a node that has too few partners takes one up.
  Duration adoptEvery() {
    return every(ADOPTED_PER_SECOND_TOTAL);
  }

  /// How often a node exchanges one partner for another.
  Duration swapEvery() {
    return every(SWAPPED_PER_SECOND_TOTAL);
  }

  private Duration every(int perSecondTotal) {
    return Duration.ofMillis(Math.max(500, 1_000L * nodes / perSecondTotal));
  }

  /// Three peers in each of about log2(n) buckets.
  static double expectedPeers(int nodes) {
    return Math.min(nodes - 1, 3 * Math.log(nodes) / Math.log(2));
  }

  /// Connections to former partners that have not been idle for long enough yet, both ways.
  private double lingering() {
    return 2.0 * (1 + (double) Duration.ofSeconds(idleSeconds).toMillis() / swapEvery().toMillis());
  }

  private double connectionsMax() {
    return (double) (descriptorsMax - DESCRIPTORS_OTHER) / nodesPerJvm();
  }

  private int nodesPerJvm() {
    return Math.ceilDiv(nodes, jvms);
  }

  /// The heap of one child JVM.
  int heapMegabytes() {
    return 96 + 2 * nodesPerJvm();
  }

  Duration talk() {
    return Duration.ofSeconds(talkSeconds);
  }

  /// Two idle periods and a little more, in which idle connections go.
  Duration collecting() {
    return Duration.ofSeconds(2L * idleSeconds + 2);
  }

  /// The end of *quiet*, in which the standing costs are measured.
  static final Duration MEASURED = Duration.ofSeconds(10);
}
