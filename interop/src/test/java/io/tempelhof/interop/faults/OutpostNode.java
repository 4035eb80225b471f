package io.tempelhof.interop.faults;

import io.tempelhof.cli.Echo;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.MemberEvent;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.interop.faults.Report.NodeSeen;
import io.tempelhof.interop.faults.Report.Told;
import io.tempelhof.net.Counter;
import io.tempelhof.net.Members;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.NodeStatus;
import io.tempelhof.runtime.Errand;
import io.tempelhof.runtime.Self;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// One node of an {@link Outpost}, with those processes on it that tests need.
final class OutpostNode {
  private static final String COOKIE = "outpost";
  private static final String SENTRY = "sentry";

  private final Node node;
  private final Sentry sentry;
  private final Sink sink = new Sink();
  private final AtomicLong sent = new AtomicLong();
  private final List<CompletableFuture<Void>> talkers = new ArrayList<>();
  private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  private volatile boolean hushed;

  private OutpostNode(Node node) {
    this.node = node;
    sentry = new Sentry(node.name().toString());
    node.spawn(SENTRY, sentry);
    node.spawn(Sink.NAME, sink);
    node.spawn(Echo.NAME, new Echo());
  }

  static OutpostNode start(Order.Start start) throws NodeStartException {
    NodeOptions options =
        NodeOptions.of(start.name())
            .withCookie(new Cookie(COOKIE))
            .withEpmdPort(start.epmdPort())
            .withIdleTimeout(Duration.ofMillis(start.idleMillis()));
    OutpostNode started = new OutpostNode(Node.start(options));
    started.node.onEvent(started::happened);
    started.node.join(
        start.seeds().stream().map(seed -> new Seed(NodeName.of(seed), null)).toList());
    return started;
  }

  private void happened(NodeEvent event) {
    if (event instanceof NodeEvent.OfMember(MemberEvent member)) {
      switch (member) {
        case MemberEvent.Up _ -> tell(member, true);
        case MemberEvent.Down _ -> tell(member, false);
        case MemberEvent.Suspected _, MemberEvent.Refuted _ -> {}
      }
    }
  }

  private void tell(MemberEvent member, boolean up) {
    String of = member.node().name().toString();
    told.add(new Told(node.name().toString(), of, up, System.currentTimeMillis()));
  }

  void watch(List<String> targets) {
    node.spawn(self -> self.send(SENTRY, new Sentry.Watch(others(targets))));
  }

  private List<String> others(List<String> targets) {
    return targets.stream().filter(target -> !target.equals(node.name().toString())).toList();
  }

  void talk(Order.Talk talk) {
    hushed = false;
    for (String target : others(talk.targets())) {
      String name = node.name() + " to " + target + " " + talk.seed();
      talkers.add(
          Errand.start(
              node.processes(), new Talker(name, NodeName.of(target), talk, sent, () -> hushed)));
    }
  }

  /// Completes when nobody speaks any more.
  CompletableFuture<Void> hush() {
    hushed = true;
    CompletableFuture<Void> silence =
        CompletableFuture.allOf(talkers.toArray(CompletableFuture[]::new));
    talkers.clear();
    return silence;
  }

  /// Asks all of them at once.
  ///
  /// @return what became of those asks that were not answered in time
  CompletableFuture<List<String>> call(List<String> targets, Duration patience) {
    List<String> others = others(targets);
    return Errand.start(node.processes(), self -> ask(self, others, patience));
  }

  private List<String> ask(Self self, List<String> targets, Duration patience) {
    Map<Ref, String> monitors = new HashMap<>();
    Map<String, String> open = new TreeMap<>();
    for (String target : targets) {
      NodeName to = NodeName.of(target);
      monitors.put(self.monitor(Echo.NAME, to), target);
      self.send(Echo.NAME, to, Tuple.of(self.pid(), Atom.of(target)));
      open.put(target, "no answer");
    }
    int answers = 0;
    long deadline = System.nanoTime() + patience.toNanos();
    while (answers < targets.size()) {
      long left = deadline - System.nanoTime();
      Optional<Term> heard = self.receive(Duration.ofNanos(Math.max(0, left)));
      if (heard.isEmpty()) {
        break;
      }
      answers++;
      judge((Tuple) heard.get(), monitors, open);
    }
    return open.entrySet().stream()
        .map(one -> node.name() + " to " + one.getKey() + ": " + one.getValue())
        .toList();
  }

  private static void judge(Tuple heard, Map<Ref, String> monitors, Map<String, String> open) {
    if (heard.arity() == 2) {
      open.remove(((Atom) heard.at(1)).text());
    } else {
      open.replace(monitors.get((Ref) heard.at(1)), heard.at(4).toString());
    }
  }

  NodeSeen seen() {
    NodeStatus status = node.status();
    Members members = node.members().join();
    return new NodeSeen(
        node.name().toString(),
        members.nodes().stream().map(member -> member.name().toString()).sorted().toList(),
        status.connections().stream().map(open -> open.node().toString()).toList(),
        status.count(Counter.CLOSED_IDLE),
        status.count(Counter.CLOSED_BROKEN),
        new TreeMap<>(status.dropped()),
        sent.get(),
        sink.received(),
        sink.disorder());
  }

  List<Report.Fired> downs() {
    return sentry.news();
  }

  List<Told> told() {
    List<Told> news = new ArrayList<>();
    for (Told one = told.poll(); one != null; one = told.poll()) {
      news.add(one);
    }
    return news;
  }
}
