package io.tempelhof.core.association;

import io.tempelhof.core.association.AssociationInput.Traffic;
import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A node of the simulation: its associations, what they asked for, and its half of the bonds.
final class Site {
  private static final Encoded NOTHING = Encoded.of(new byte[] {(byte) 131, 106});

  private final FaultyNetwork network;
  private final NodeName name;
  private final AssociationSettings settings;
  private final Map<Site, Ledger> ledgers = new HashMap<>();
  private final Map<Site, Association> associations = new LinkedHashMap<>();
  private final Map<Site, Long> armed = new HashMap<>();
  private final Map<Site, Long> awaited = new HashMap<>();
  private final Map<Site, Long> up = new HashMap<>();
  private final Map<Long, Pipe> pipes = new HashMap<>();
  private final Deque<Task> tasks = new ArrayDeque<>();
  private int incarnation = 1;
  private boolean busy;
  private long gracefulCloses;
  private long broken;
  private long asleep;
  private long byways;

  private record Task(Site peer, AssociationInput input) {}

  Site(FaultyNetwork network, NodeName name, AssociationSettings settings) {
    this.network = network;
    this.name = name;
    this.settings = settings;
  }

  NodeName name() {
    return name;
  }

  int incarnation() {
    return incarnation;
  }

  long gracefulCloses() {
    return gracefulCloses;
  }

  /// How often it wanted to go by way of others because a dial had failed.
  long byways() {
    return byways;
  }

  /// How many associations slept at the end.
  long asleep() {
    return asleep;
  }

  long broken() {
    return broken;
  }

  Ledger ledger(Site to) {
    return ledgers.computeIfAbsent(to, _ -> new Ledger(this, to));
  }

  void sayMessage(Site to) {
    Pid from = new Pid(name.atom(), 1, 0, incarnation);
    say(to, new Signal.Send(from, new Pid(to.name.atom(), 1, 0, to.incarnation), NOTHING));
  }

  void say(Site to, Signal signal) {
    step(to, new AssociationInput.Say(signal));
  }

  /// Takes inputs one after the other, also those that outputs give rise to.
  void step(Site peer, AssociationInput input) {
    tasks.add(new Task(peer, input));
    if (busy) {
      return;
    }
    busy = true;
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      take(task.peer, task.input);
    }
    busy = false;
  }

  private void take(Site peer, AssociationInput input) {
    if (input instanceof AssociationInput.Say s) {
      ledger(peer)
          .say(s.signal(), s.signal() instanceof Signal.Exit end ? network.bond(end) : null);
    }
    Association association =
        associations.computeIfAbsent(
            peer, _ -> new Association(name, peer.name, settings, network.random()));
    int breaks = association.snapshot().breaks();
    List<AssociationOutput> outputs = new ArrayList<>();
    association.step(input, network.now(), outputs::add);
    network.log(this, peer, input, outputs);
    if (association.snapshot().breaks() != breaks) {
      broken++;
      ledger(peer).broke();
      if (!network.isLossy()) {
        throw new AssertionError(name + ": a break without a cause");
      }
    }
    for (AssociationOutput output : outputs) {
      perform(peer, output);
    }
    if (association.isForgotten()) {
      associations.remove(peer);
    } else {
      arm(peer, association);
    }
  }

  private void perform(Site peer, AssociationOutput output) {
    switch (output) {
      case AssociationOutput.Connect o -> {
        awaited.put(peer, o.request());
        network.dialling().dial(this, peer, o.request());
      }
      case AssociationOutput.TakeByway o -> {
        byways++;
        network.dialling().takeByway(this, peer, o.request());
      }
      case AssociationOutput.Write o -> {
        if (o.signal() instanceof Signal.Message
            && network.happens(network.faults().unwritable())) {
          ledger(peer).unwritten(o.signal());
        } else {
          pipe(o.connection()).send(o.signal());
        }
      }
      case AssociationOutput.Tell o -> pipe(o.connection()).send(o.message());
      case AssociationOutput.Relay o -> network.relay(this, peer, o.message());
      case AssociationOutput.Tick o -> pipe(o.connection()).sendTick();
      case AssociationOutput.Quiet _ -> {}
      case AssociationOutput.OpenGate o -> pipe(o.connection()).openGate();
      case AssociationOutput.Up o -> {
        if (up.put(peer, o.connection()) != null) {
          throw new AssertionError(name + ": a second connection to " + peer.name + " is up");
        }
      }
      case AssociationOutput.Gone o -> {
        if (!Long.valueOf(o.connection()).equals(up.remove(peer))) {
          throw new AssertionError(name + ": " + o + " was not up");
        }
        if (o.graceful()) {
          gracefulCloses++;
        }
      }
      case AssociationOutput.Shut o -> pipe(o.connection()).shut();
      case AssociationOutput.Unused o -> {
        if (Long.valueOf(o.connection()).equals(up.get(peer))) {
          throw new AssertionError(name + ": " + o + " is up");
        }
      }
      case AssociationOutput.Deliver o -> network.bond(o.signal()).fired(this, o.signal());
      case AssociationOutput.Dropped _, AssociationOutput.Forgotten _ -> {}
    }
  }

  private Pipe pipe(long number) {
    Pipe pipe = pipes.get(number);
    if (pipe == null) {
      throw new AssertionError(name + " has no connection " + number);
    }
    return pipe;
  }

  private void arm(Site peer, Association association) {
    long deadline = association.nextDeadline();
    if (deadline < armed.getOrDefault(peer, Long.MAX_VALUE)) {
      armed.put(peer, deadline);
      network.at(deadline, () -> wake(peer, deadline));
    }
  }

  private void wake(Site peer, long deadline) {
    if (armed.remove(peer, deadline) && associations.containsKey(peer)) {
      Pipe pipe = pipes.get(associations.get(peer).connection());
      step(peer, new AssociationInput.Timer(pipe == null ? Traffic.NONE : pipe.traffic()));
    }
  }

  // What the network tells.

  /// Whether that wish for a connection is still unanswered.
  boolean isAwaiting(Site peer, long wish) {
    return awaited.getOrDefault(peer, 0L) == wish;
  }

  void add(Pipe pipe) {
    pipes.put(pipe.number, pipe);
  }

  void opened(Pipe pipe) {
    awaited.remove(pipe.peer);
    step(
        pipe.peer,
        new AssociationInput.Opened(
            pipe.number,
            pipe.peerIncarnation,
            network.faults().extended(),
            pipe.isDialled,
            pipe.byway));
  }

  /// @param alive the peer has answered by way of others
  void unreachable(Site peer, long wish, boolean alive) {
    if (!alive) {
      awaited.remove(peer, wish);
    }
    step(peer, new AssociationInput.Unreachable(wish, "no answer", alive));
  }

  void lost(Pipe pipe, boolean handshaken, String reason) {
    if (handshaken) {
      step(pipe.peer, new AssociationInput.Lost(pipe.number, reason));
    } else {
      unreachable(pipe.peer, pipe.wish, false);
    }
  }

  void read(Pipe pipe, Signal signal) {
    pipe.peer.ledger(this).arrive(signal);
    if (!(signal instanceof Signal.Message)) {
      step(pipe.peer, new AssociationInput.Heard(pipe.number, signal));
      network.bond(signal).heard(this, signal);
    }
  }

  /// Learns somehow that this incarnation of the other one is dead.
  void sever(Site peer, int creation) {
    step(peer, new AssociationInput.Severed(creation, "known to be dead"));
  }

  /// Dies, with all it knew, and comes back.
  void restart() {
    incarnation++;
    associations.clear();
    armed.clear();
    awaited.clear();
    up.clear();
    tasks.clear();
    pipes.values().forEach(Pipe::die);
    pipes.clear();
    ledgers.values().forEach(Ledger::broke);
    network.unfinishedBonds(this).forEach(bond -> bond.drop(this));
  }

  /// Whoever is silent need not notice that its connection is gone; whoever speaks must.
  void speakWhereConnected() {
    List.copyOf(up.keySet()).forEach(this::sayMessage);
  }

  /// Nothing goes on any more: both ends must agree, and nothing be left behind.
  void checkAtRest() {
    associations.forEach((peer, association) -> {
      AssociationSnapshot ours = association.snapshot();
      Association theirs = peer.associations.get(this);
      boolean isUp = ours.state() == AssociationState.UP;
      if (!isUp && ours.state() != AssociationState.DORMANT) {
        throw new AssertionError(name + " hangs: " + ours);
      }
      if (isUp
          && (theirs == null
              || theirs.connection() != pipe(ours.connection()).other.number
              || theirs.snapshot().epoch() != ours.epoch())) {
        throw new AssertionError(ours + " but " + (theirs == null ? "nothing" : theirs.snapshot()));
      }
      if (ours.isAsleep()
          && (theirs == null
              || !theirs.snapshot().isAsleep()
              || theirs.snapshot().epoch() != ours.epoch()
              || theirs.snapshot().relations() != ours.relations())) {
        throw new AssertionError(ours + " but " + (theirs == null ? "nothing" : theirs.snapshot()));
      }
      asleep += ours.isAsleep() ? 1 : 0;
      if (ours.outboxSignals() > 0) {
        throw new AssertionError("left in the outbox: " + ours);
      }
    });
    ledgers.values().forEach(Ledger::checkAtRest);
  }
}
