package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.cli.demo.Report.Sample;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// What all live JVMs reported at about the same moment, within a few milliseconds.
///
/// @param atNanos on the parent's clock
/// @param parentCpuNanos processor time the parent itself has used
record Snapshot(long atNanos, long parentCpuNanos, List<Sample> jvms) {

  List<NodeSample> nodes() {
    return jvms.stream()
        .flatMap(jvm -> jvm.nodes().stream())
        .sorted(Comparator.comparingInt(NodeSample::node))
        .toList();
  }

  double mean(ToIntFunction<NodeSample> of) {
    return nodes().stream().mapToInt(of).average().orElse(0);
  }

  int max(ToIntFunction<NodeSample> of) {
    return nodes().stream().mapToInt(of).max().orElse(0);
  }

  long sum(ToLongFunction<NodeSample> of) {
    return nodes().stream().mapToLong(of).sum();
  }

  int peersMax() {
    return max(node -> node.peers().size());
  }

  double peersMean() {
    return mean(node -> node.peers().size());
  }

  TalkCount talk() {
    return nodes().stream().map(NodeSample::talk).reduce(TalkCount.NONE, TalkCount::plus);
  }

  Lookups lookups() {
    return jvms.stream().map(Sample::lookups).reduce(Lookups.NONE, Lookups::plus);
  }

  /// Processor time of all JVMs, the parent's included.
  long cpuNanos() {
    return parentCpuNanos + jvms.stream().mapToLong(Sample::cpuNanos).sum();
  }

  /// The JVM that holds most.
  int descriptorsMax() {
    return jvms.stream().mapToInt(Sample::descriptors).max().orElse(0);
  }

  /// Nobody waits for an answer.
  boolean calm() {
    return sum(NodeSample::waiting) == 0;
  }

  /// What insisters have counted.
  CallCount calls() {
    return nodes().stream()
        .map(node -> node.insisting().count())
        .reduce(CallCount.NONE, CallCount::plus);
  }

  /// The ends of direct connections that present conversations need, per node: pairs that talk and
  /// are no peers of each other, times two ends, over all nodes.
  double stillTalkingMean() {
    Set<List<Integer>> peers = pairs(NodeSample::peers);
    Set<List<Integer>> talking = pairs(NodeSample::partners);
    talking.removeAll(peers);
    return 2.0 * talking.size() / nodes().size();
  }

  /// Each node with each of those, the lower number first.
  private Set<List<Integer>> pairs(Function<NodeSample, List<Integer>> with) {
    Set<List<Integer>> pairs = new HashSet<>();
    for (NodeSample node : nodes()) {
      for (int other : with.apply(node)) {
        pairs.add(List.of(Math.min(node.node(), other), Math.max(node.node(), other)));
      }
    }
    return pairs;
  }

  /// The nodes of {@code before} that have had a right answer since.
  int talkingSince(Snapshot before) {
    Map<Integer, Long> answered = new HashMap<>();
    before.nodes().forEach(node -> answered.put(node.node(), node.talk().answered()));
    return (int)
        nodes().stream()
            .filter(
                node -> node.talk().answered() > answered.getOrDefault(node.node(), Long.MAX_VALUE))
            .count();
  }

  /// The same moment, of those JVMs and nodes only that live in the other one.
  Snapshot restrictedTo(Snapshot other) {
    Set<Integer> alive = other.jvms.stream().map(Sample::jvm).collect(Collectors.toSet());
    Set<Integer> nodes = other.nodes().stream().map(NodeSample::node).collect(Collectors.toSet());
    return new Snapshot(
        atNanos,
        parentCpuNanos,
        jvms.stream()
            .filter(sample -> alive.contains(sample.jvm()))
            .map(sample -> sample.restrictedTo(nodes))
            .toList());
  }

  /// What nodes were told since the one before.
  List<Told> told() {
    return jvms.stream().flatMap(jvm -> jvm.told().stream()).toList();
  }
}
