package io.tempelhof.core.association;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// A few nodes under a virtual clock that talk, link, monitor, collect, restart at random over a
/// network that goes wrong at random. One seed, one course of events.
final class FaultyNetwork {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final int BONDS_MAX = 6;
  private static final int LOG_LINES = 120;

  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Site> sites = new ArrayList<>();
  private final List<Bond> allBonds = new ArrayList<>();
  private final Map<Pid, Bond> bonds = new HashMap<>();
  private final Dialling dialling = new Dialling(this);
  private final Deque<Line> log = new ArrayDeque<>();
  private final boolean lossy;
  private Faults faults;
  private long now;
  private long sequence;
  private int numbers;
  private boolean calm;

  private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event o) {
      return at == o.at ? Long.compare(sequence, o.sequence) : Long.compare(at, o.at);
    }
  }

  FaultyNetwork(long seed, int count, Faults faults) {
    this.random = new SplittableRandom(seed);
    this.faults = faults;
    this.lossy = faults.areLossy();
    AssociationSettings settings =
        AssociationSettings.DEFAULT
            .withIdle(Duration.ofSeconds(1))
            .withCheck(Duration.ofSeconds(8));
    for (int i = 0; i < count; i++) {
      sites.add(new Site(this, NodeName.of((char) ('a' + i) + "@test"), settings));
    }
    for (Site site : sites) {
      at(random.nextLong(SECOND), () -> act(site));
    }
  }

  long now() {
    return now;
  }

  /// Whether signals may get lost.
  boolean isLossy() {
    return lossy;
  }

  Dialling dialling() {
    return dialling;
  }

  Faults faults() {
    return faults;
  }

  RandomGenerator random() {
    return random;
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  long latency() {
    return 1 + random.nextLong(happens(faults.stall()) ? SECOND : faults.latencyNanos());
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(time, now), sequence++, action));
  }

  void log(Site site, Site peer, AssociationInput input, List<AssociationOutput> outputs) {
    if (log.size() == LOG_LINES) {
      log.remove();
    }
    log.add(new Line(now, site, peer, input, outputs));
  }

  private record Line(
      long at, Site site, Site peer, AssociationInput input, List<AssociationOutput> outputs) {
    @Override
    public String toString() {
      return at / 1000
          + " µs "
          + site.name()
          + " of "
          + peer.name()
          + ": "
          + input
          + " => "
          + outputs;
    }
  }

  String log() {
    return log.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }

  // Bonds.

  Bond bond(Signal signal) {
    Bond bond =
        switch (signal) {
          case Signal.Link s -> bonds.get(s.from());
          case Signal.Unlink s -> bonds.get(s.from());
          case Signal.UnlinkAck s -> bonds.get(s.from());
          case Signal.Exit s -> bonds.get(s.from());
          case Signal.Monitor s -> bonds.get(s.from());
          case Signal.Demonitor s -> bonds.get(s.from());
          case Signal.Down s -> bonds.get(s.to());
          default -> null;
        };
    if (bond == null) {
      throw new AssertionError("nobody's " + signal);
    }
    return bond;
  }

  List<Bond> unfinishedBonds(Site site) {
    return allBonds.stream().filter(bond -> bond.isBetween(site) && !bond.isOver()).toList();
  }

  // What the nodes' programs do.

  private void act(Site site) {
    if (calm) {
      return;
    }
    at(now + random.nextLong(400 * MILLI), () -> act(site));
    Site peer = sites.get(random.nextInt(sites.size()));
    if (peer.equals(site)) {
      return;
    }
    if (happens(faults.restart())) {
      restart(site);
      return;
    }
    int choice = random.nextInt(100);
    if (choice < 45) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        site.sayMessage(peer);
      }
    } else if (choice < 75) {
      site.step(peer, new AssociationInput.Collect());
    } else if (choice < 78) {
      if (faults.extended()) {
        dialling.dial(site, peer, 0);
      }
    } else if (choice < 84) {
      bind(site, peer);
    } else if (choice < 96) {
      loosen(site);
    } else if (choice < 98) {
      site.step(peer, new AssociationInput.Pinned(random.nextInt(4) == 0));
    } else {
      boolean isPeer = random.nextInt(4) == 0;
      site.step(peer, new AssociationInput.Assigned(isPeer ? Role.PEER : Role.DIRECT));
    }
  }

  /// Some of the others learn of it, at some time.
  private void restart(Site site) {
    int creation = site.incarnation();
    site.restart();
    for (Site peer : sites) {
      if (peer != site && random.nextBoolean()) {
        at(now + random.nextLong(20 * SECOND), () -> peer.sever(site, creation));
      }
    }
  }

  /// By way of other nodes: late, out of order, or never.
  void relay(Site from, Site to, AssociationMessage message) {
    if (!happens(faults.unrelayed())) {
      at(now + 5 * latency(), () -> to.step(from, new AssociationInput.Relayed(message)));
    }
  }

  private void bind(Site site, Site peer) {
    if (allBonds.stream().filter(bond -> !bond.isOver()).count() < BONDS_MAX) {
      Bond bond = new Bond(random.nextBoolean(), site, peer, ++numbers);
      allBonds.add(bond);
      bonds.put(bond.askerPid(), bond);
      bonds.put(bond.targetPid(), bond);
      bond.begin();
    }
  }

  private void loosen(Site site) {
    List<Bond> held = unfinishedBonds(site);
    if (!held.isEmpty()) {
      held.get(random.nextInt(held.size())).giveUp(site, random.nextBoolean());
    }
  }

  // The course of events.

  void run(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().at <= end) {
      Event event = events.remove();
      now = event.at;
      event.action.run();
    }
    now = end;
  }

  /// Faults and programs stop; after some minutes both ends of everything must agree.
  void settle() {
    calm = true;
    faults = faults.healed();
    for (Site site : sites) {
      for (Site peer : sites) {
        if (!site.equals(peer)) {
          site.step(peer, new AssociationInput.Pinned(false));
          site.step(peer, new AssociationInput.Assigned(Role.DIRECT));
        }
      }
    }
    run(180 * SECOND);
    sites.forEach(Site::speakWhereConnected);
    run(60 * SECOND);
    sites.forEach(Site::checkAtRest);
    allBonds.forEach(Bond::checkAtRest);
  }

  long gracefulCloses() {
    return sites.stream().mapToLong(Site::gracefulCloses).sum() / 2;
  }

  long byways() {
    return sites.stream().mapToLong(Site::byways).sum();
  }

  long asleep() {
    return sites.stream().mapToLong(Site::asleep).sum();
  }

  long broken() {
    return sites.stream().mapToLong(Site::broken).sum();
  }
}
