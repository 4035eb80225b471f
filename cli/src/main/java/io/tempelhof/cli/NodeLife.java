package io.tempelhof.cli;

import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What the user of {@code tempelhof node} hears of its life, from its creation on.
final class NodeLife {
  /// How long "ready" waits for the seeds: without them the node can be reached all the same.
  private static final Duration JOIN_FIRST = Duration.ofSeconds(5);

  private final Node node;
  private final List<Seed> seeds;
  private Optional<String> dashboard = Optional.empty();
  private final PrintWriter out;
  private final PrintWriter err;
  private final BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
  private final Set<NodeName> unreachable = new HashSet<>();
  private boolean ready;

  NodeLife(Node node, List<Seed> seeds, PrintWriter out, PrintWriter err) {
    this.node = node;
    this.seeds = seeds;
    this.out = out;
    this.err = err;
    node.onEvent(events::add);
  }

  /// Tells what happens; never returns.
  ///
  /// @param served where its dashboard is, which is told with that it is ready
  /// @throws io.tempelhof.cli.console.CommandFailure if the node is of no use
  int live(Optional<String> served) throws InterruptedException {
    dashboard = served;
    long readyAt = System.nanoTime() + (seeds.isEmpty() ? 0 : JOIN_FIRST.toNanos());
    while (true) {
      NodeEvent event =
          ready ? events.take() : events.poll(readyAt - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (event) {
        case null -> ready();
        case NodeEvent.Joined(int peers) -> {
          ready();
          if (!seeds.isEmpty()) {
            out.println("joined, " + peers + (peers == 1 ? " peer" : " peers"));
          }
        }
        case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure) ->
            unreachable(seed, failure);
        case NodeEvent.NameTaken(NodeName by) -> throw Reasons.nameTaken(node.name(), by);
        case NodeEvent.NameLost(NodeName namer) -> throw Reasons.nameLost(node.name(), namer);
        case NodeEvent.OfMember(_), NodeEvent.Left() -> {}
      }
    }
  }

  private void ready() {
    if (!ready) {
      ready = true;
      dashboard.ifPresent(url -> out.println("dashboard " + url));
      out.println("ready " + node.name() + " port " + node.address().port());
    }
  }

  private void unreachable(NodeName seed, DialFailure failure) {
    if (failure == DialFailure.WRONG_COOKIE) {
      throw Reasons.wrongCookie(seed);
    }
    if (failure == DialFailure.NAME_TAKEN) {
      throw Reasons.nameTaken(node.name(), seed);
    }
    if (unreachable.add(seed)) {
      err.println("seed %s: %s; trying again".formatted(seed, Reasons.of(failure)));
    }
    if (unreachable.size() == seeds.size()) {
      ready();
    }
  }
}
