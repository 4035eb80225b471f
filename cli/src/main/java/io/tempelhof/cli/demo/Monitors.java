package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.NodeSample;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which monitors were to fire, and when they did; which did so twice, and which should not have.
final class Monitors {
  private final List<Word> words = new ArrayList<>();
  private final Set<Integer> gone = new HashSet<>();

  /// By the node that holds it, those on whose processes one has fired.
  private final Map<Integer, BitSet> fired = new HashMap<>();

  private long firedInAll;
  private long duplicates;
  private long falseOnes;

  /// These nodes are about to die, or to be stopped: the monitors on them that others hold are to
  /// fire.
  ///
  /// @param now who monitors whom
  Word died(Collection<Integer> nodes, Snapshot now, long atMicros) {
    gone.addAll(nodes);
    BitSet dead = new BitSet();
    nodes.forEach(dead::set);
    Map<Integer, BitSet> due = new HashMap<>();
    for (NodeSample node : now.nodes()) {
      BitSet on = new BitSet();
      node.monitored().forEach(on::set);
      on.and(dead);
      if (!dead.get(node.node()) && !on.isEmpty()) {
        due.put(node.node(), on);
      }
    }
    Word word = Word.ofMonitors(due, atMicros);
    words.add(word);
    return word;
  }

  /// These nodes will end, in good order: what is held on them fires, and need not be timed.
  void excuse(Collection<Integer> nodes) {
    gone.addAll(nodes);
  }

  void fired(List<Told> news) {
    for (Told told : news) {
      words.forEach(word -> word.told(told));
      BitSet before = fired.computeIfAbsent(told.by(), _ -> new BitSet());
      if (before.get(told.of())) {
        duplicates++;
      } else {
        before.set(told.of());
        firedInAll++;
        // One who was stopped is told that what it shared with all others is gone.
        falseOnes += gone.contains(told.of()) || gone.contains(told.by()) ? 0 : 1;
      }
    }
  }

  /// How many have fired.
  long firedInAll() {
    return firedInAll;
  }

  /// How many have fired once more.
  long duplicates() {
    return duplicates;
  }

  /// How many have fired although nobody had ended, killed or stopped either node.
  long falseOnes() {
    return falseOnes;
  }
}
