package io.tempelhof.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Two nodes whose processes link, unlink, monitor, call each other and end at random, with every
/// signal delayed at random on its way: from the process to the association, over the wire, from
/// the association to the process. Once all is quiet, tables and relations at both ends must say
/// the same.
class RelationsSimulationTest {
  private static final int SEEDS = 200;
  private static final int STEPS = 600;
  private static final int PROCESSES = 3;
  private static final Atom BOOM = Atom.of("boom");

  private SignalNode a;
  private SignalNode b;
  private Queue<Signal> aToB;
  private Queue<Signal> bToA;
  private RandomGenerator random;
  private String seedText;

  @Test
  void bothEndsAgreeOnceAllIsQuiet() {
    for (int seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      settle();
      assertAgreement();
    }
  }

  @Test
  void nothingSurvivesABrokenConnection() {
    for (int seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      for (int step = 0; step < STEPS; step++) {
        step();
        if (random.nextInt(100) == 0) {
          breakConnection();
        }
      }
      settle();
      assertAgreement();
    }
  }

  @Test
  void everyMonitorOfADeadProcessHasFiredOnce() {
    for (int seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      List<Ref> watching = new ArrayList<>();
      Pid watcher = a.living.keySet().iterator().next();
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(10) == 0 && a.living.containsKey(watcher)) {
          watching.add(a.monitor(watcher, anyLiving(b), b.name));
        }
        step();
        if (random.nextInt(200) == 0) {
          breakConnection();
        }
      }
      settle();
      List.copyOf(b.living.keySet()).forEach(pid -> b.end(pid, BOOM));
      settle();
      if (a.living.containsKey(watcher)) {
        for (Ref ref : watching) {
          assertThat(a.fired.getOrDefault(ref, 0)).as("%s of %s", ref, seedText).isEqualTo(1);
        }
      }
      assertThat(a.fired.values()).as(seedText).allMatch(n -> n == 1);
      assertThat(b.fired.values()).as(seedText).allMatch(n -> n == 1);
    }
  }

  @Test
  void everyCallEndsOnceWithItsAnswerOrWithTheNews() {
    for (int seed = 0; seed < SEEDS; seed++) {
      begin(seed);
      List<Ref> calls = new ArrayList<>();
      Pid caller = a.living.keySet().iterator().next();
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(10) == 0 && a.living.containsKey(caller)) {
          calls.add(a.call(caller, anyLiving(b), b.name));
        }
        step();
        if (random.nextInt(200) == 0) {
          breakConnection();
        }
      }
      settle();
      for (Ref ref : calls) {
        int ends = a.answered.getOrDefault(ref, 0) + a.fired.getOrDefault(ref, 0);
        assertThat(ends)
            .as("%s of %s", ref, seedText)
            .isBetween(a.living.containsKey(caller) ? 1 : 0, 1);
      }
    }
  }

  private void begin(int seed) {
    seedText = "seed " + seed;
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    a = new SignalNode("a@host");
    b = new SignalNode("b@host");
    aToB = new ArrayDeque<>();
    bToA = new ArrayDeque<>();
    for (int i = 0; i < PROCESSES; i++) {
      a.spawn();
      b.spawn();
    }
  }

  private void step() {
    SignalNode node = random.nextBoolean() ? a : b;
    SignalNode other = node == a ? b : a;
    if (random.nextInt(20) < 9) {
      act(node, other);
    } else {
      move(node, other);
    }
    keepSomeAlive(node);
  }

  /// A process does something.
  private void act(SignalNode node, SignalNode other) {
    Pid self = anyLiving(node);
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> node.link(self, anyLiving(other));
      case 3, 4, 5 -> node.unlink(self, anyLiving(other));
      case 6 -> node.monitor(self, anyLiving(other), other.name);
      case 7 -> node.call(self, anyLiving(other), other.name);
      case 8 -> {
        List<Ref> refs = node.living.get(self).refs;
        // Node a never gives up a monitor, so that what it watches can be counted.
        if (!refs.isEmpty() && node == b) {
          node.demonitor(self, refs.get(random.nextInt(refs.size())));
        }
      }
      default -> {
        if (random.nextInt(4) == 0) {
          node.end(self, BOOM);
          keepSomeAlive(node);
        }
      }
    }
  }

  private void keepSomeAlive(SignalNode node) {
    while (node.living.size() < PROCESSES) {
      node.spawn();
    }
  }

  /// Moves one signal one stage on.
  private boolean move(SignalNode node, SignalNode other) {
    Queue<Signal> wire = node == a ? aToB : bToA;
    return switch (random.nextInt(3)) {
      case 0 -> {
        Signal signal = node.toAssociation.poll();
        if (signal != null) {
          node.relations.outgoing(signal);
          wire.add(signal);
        }
        yield signal != null;
      }
      case 1 -> {
        Signal signal = wire.poll();
        if (signal != null) {
          other.relations.incoming(signal);
          other.toProcesses.add(signal);
        }
        yield signal != null;
      }
      default -> {
        Signal signal = other.toProcesses.poll();
        if (signal != null) {
          other.deliver(signal);
          keepSomeAlive(other);
        }
        yield signal != null;
      }
    };
  }

  private void settle() {
    while (!(a.toAssociation.isEmpty()
        && b.toAssociation.isEmpty()
        && aToB.isEmpty()
        && bToA.isEmpty()
        && a.toProcesses.isEmpty()
        && b.toProcesses.isEmpty())) {
      SignalNode node = random.nextBoolean() ? a : b;
      move(node, node == a ? b : a);
    }
  }

  /// Both ends notice. What is on the wire and what is queued for it is lost. Until they are told,
  /// the processes go on as if nothing had happened; what they say goes to the next connection.
  private void breakConnection() {
    aToB.clear();
    bToA.clear();
    for (SignalNode node : List.of(a, b)) {
      while (!node.toProcesses.isEmpty()) {
        node.deliver(node.toProcesses.poll());
      }
      while (!node.toAssociation.isEmpty()) {
        node.relations.outgoing(node.toAssociation.poll());
      }
      List<Signal> told = node.relations.breakAll();
      assertThat(node.relations.isEmpty()).as(seedText).isTrue();
      boolean goesOn = random.nextBoolean();
      for (int i = 0; goesOn && i < 5; i++) {
        act(node, node == a ? b : a);
      }
      told.forEach(node::deliver);
      keepSomeAlive(node);
      if (!goesOn) {
        assertThat(node.linked()).as(seedText).isEmpty();
      }
    }
  }

  private void assertAgreement() {
    Set<SignalNode.Link> linksOfA = a.linked();
    Set<SignalNode.Link> linksOfB = b.linked();
    assertThat(linksOfA).as(seedText).isEqualTo(linksOfB);

    List<Signal> toldA = a.relations.breakAll();
    List<Signal> toldB = b.relations.breakAll();
    assertThat(exits(toldA)).as(seedText).containsExactlyInAnyOrderElementsOf(linksOfA);
    assertThat(exits(toldB)).as(seedText).containsExactlyInAnyOrderElementsOf(linksOfB);
    List<Ref> heldByA = releaseAll(a);
    List<Ref> heldByB = releaseAll(b);
    assertThat(monitors(toldA, true)).as(seedText).containsExactlyInAnyOrderElementsOf(heldByA);
    assertThat(monitors(toldB, true)).as(seedText).containsExactlyInAnyOrderElementsOf(heldByB);
    assertThat(monitors(toldA, false)).as(seedText).containsExactlyInAnyOrderElementsOf(heldByB);
    assertThat(monitors(toldB, false)).as(seedText).containsExactlyInAnyOrderElementsOf(heldByA);
    assertThat(toldA).as(seedText).noneMatch(s -> s instanceof Signal.UnlinkAck);
    assertThat(toldB).as(seedText).noneMatch(s -> s instanceof Signal.UnlinkAck);
  }

  private static List<SignalNode.Link> exits(List<Signal> told) {
    List<SignalNode.Link> links = new ArrayList<>();
    for (Signal signal : told) {
      if (signal instanceof Signal.Exit s) {
        links.add(SignalNode.Link.between(s.from(), s.to()));
      }
    }
    return links;
  }

  /// The references of monitors: of our own, or of those held on us.
  private static List<Ref> monitors(List<Signal> told, boolean ours) {
    List<Ref> refs = new ArrayList<>();
    for (Signal signal : told) {
      if (ours && signal instanceof Signal.Down s) {
        refs.add(s.ref());
      } else if (!ours && signal instanceof Signal.Demonitor s) {
        refs.add(s.ref());
      }
    }
    return refs;
  }

  private static List<Ref> releaseAll(SignalNode node) {
    List<Ref> refs = new ArrayList<>();
    node.living.values().forEach(process -> refs.addAll(process.monitors.releaseAll().keySet()));
    return refs;
  }

  private Pid anyLiving(SignalNode node) {
    List<Pid> pids = List.copyOf(node.living.keySet());
    return pids.get(random.nextInt(pids.size()));
  }
}
