package io.tempelhof.core.signal;

import io.tempelhof.core.term.Decoded;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/// One of two nodes: processes with their tables, the queue to the association, the association's
/// {@link Relations}, and what has arrived but is not delivered yet. The same rules as a real
/// runtime, without threads.
final class SignalNode {
  final NodeName name;
  final Relations relations = new Relations();
  final Map<Pid, Tables> living = new LinkedHashMap<>();
  final Queue<Signal> toAssociation = new ArrayDeque<>();
  final Queue<Signal> toProcesses = new ArrayDeque<>();

  /// How often each monitor of this node fired.
  final Map<Ref, Integer> fired = new HashMap<>();

  /// How often each call made here was answered.
  final Map<Ref, Integer> answered = new HashMap<>();

  private int numbers;
  private long unlinks;

  SignalNode(String name) {
    this.name = NodeName.of(name);
  }

  /// Two linked processes, whichever end says so.
  record Link(Pid lesser, Pid greater) {
    static Link between(Pid one, Pid other) {
      return one.node().text().compareTo(other.node().text()) < 0
          ? new Link(one, other)
          : new Link(other, one);
    }
  }

  static final class Tables {
    final LinkTable links = new LinkTable();
    final Set<Pid> everLinked = new LinkedHashSet<>();
    final MonitorTable monitors = new MonitorTable();
    final List<Ref> refs = new ArrayList<>();
  }

  Pid spawn() {
    Pid pid = new Pid(name.atom(), ++numbers, 0, 1);
    living.put(pid, new Tables());
    return pid;
  }

  /// The links of this node's processes, as their own tables have them.
  Set<Link> linked() {
    Set<Link> links = new LinkedHashSet<>();
    living.forEach((pid, process) ->
        process.everLinked.stream()
            .filter(process.links::linkedTo)
            .forEach(peer -> links.add(Link.between(pid, peer))));
    return links;
  }

  void link(Pid self, Pid peer) {
    living.get(self).everLinked.add(peer);
    if (living.get(self).links.link(peer)) {
      toAssociation.add(new Signal.Link(self, peer));
    }
  }

  void unlink(Pid self, Pid peer) {
    long id = ++unlinks;
    if (living.get(self).links.unlink(peer, id)) {
      toAssociation.add(new Signal.Unlink(id, self, peer));
    }
  }

  /// Asks the peer for an answer, which it sends to the monitor's alias: twice, of which one is
  /// taken.
  Ref call(Pid self, Pid peer, NodeName node) {
    Ref ref = monitor(self, peer, node);
    living.get(self).monitors.alias(ref, AliasOption.REPLY_DEMONITOR);
    toAssociation.add(new Signal.Send(self, peer, Encoded.of(ref)));
    return ref;
  }

  private void answer(Signal.Send question) {
    if (living.containsKey(question.to()) && question.message().decode() instanceof Decoded.Ok ok) {
      var answer = new Signal.SendAlias(question.to(), (Ref) ok.term(), question.message());
      toAssociation.add(answer);
      toAssociation.add(answer);
    }
  }

  private void answered(Ref alias) {
    living.forEach((self, process) -> {
      if (process.monitors.isActive(alias)) {
        answered.merge(alias, 1, Integer::sum);
        MonitorTable.Target over = process.monitors.reached(alias);
        toAssociation.add(new Signal.Demonitor(self, over.target(), alias));
      }
    });
  }

  Ref monitor(Pid self, Pid peer, NodeName node) {
    Ref ref = new Ref(name.atom(), 1, ++numbers, 0, 0);
    Tables process = living.get(self);
    process.monitors.monitor(ref, new MonitorTable.Target(peer, node.atom()));
    process.refs.add(ref);
    toAssociation.add(new Signal.Monitor(self, peer, ref));
    return ref;
  }

  void demonitor(Pid self, Ref ref) {
    MonitorTable.Target target = living.get(self).monitors.release(ref);
    if (target != null) {
      toAssociation.add(new Signal.Demonitor(self, target.target(), ref));
    }
  }

  void end(Pid self, Term reason) {
    Tables process = living.remove(self);
    toAssociation.addAll(process.links.ended(self, reason));
    toAssociation.addAll(process.monitors.ended(reason));
    process
        .monitors
        .releaseAll()
        .forEach(
            (ref, target) -> toAssociation.add(new Signal.Demonitor(self, target.target(), ref)));
  }

  void deliver(Signal signal) {
    switch (signal) {
      case Signal.Link s -> {
        Tables to = living.get(s.to());
        if (to == null) {
          toAssociation.add(new Signal.Exit(s.to(), s.from(), ExitReason.NOPROC));
        } else {
          to.everLinked.add(s.from());
          to.links.linked(s.from());
        }
      }
      case Signal.Unlink s -> {
        if (living.containsKey(s.to())) {
          living.get(s.to()).links.unlinked(s.from());
        }
        toAssociation.add(new Signal.UnlinkAck(s.id(), s.to(), s.from()));
      }
      case Signal.UnlinkAck s -> {
        if (living.containsKey(s.to())) {
          living.get(s.to()).links.acknowledged(s.from(), s.id());
        }
      }
      case Signal.Exit s -> {
        if (living.containsKey(s.to()) && living.get(s.to()).links.exited(s.from())) {
          end(s.to(), s.reason());
        }
      }
      case Signal.Monitor s -> {
        Tables to = living.get((Pid) s.target());
        if (to == null) {
          toAssociation.add(new Signal.Down(s.target(), s.from(), s.ref(), ExitReason.NOPROC));
        } else {
          to.monitors.watched(s.from(), s.ref(), s.target());
        }
      }
      case Signal.Demonitor s -> {
        if (living.containsKey((Pid) s.target())) {
          living.get((Pid) s.target()).monitors.unwatched(s.from(), s.ref());
        }
      }
      case Signal.Down s -> {
        if (living.containsKey(s.to()) && living.get(s.to()).monitors.release(s.ref()) != null) {
          fired.merge(s.ref(), 1, Integer::sum);
        }
      }
      case Signal.Send s -> answer(s);
      case Signal.SendAlias s -> answered(s.alias());
      default -> throw new IllegalStateException("not part of this game: " + signal);
    }
  }
}
