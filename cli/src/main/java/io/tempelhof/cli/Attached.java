package io.tempelhof.cli;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.ExitCode;
import io.tempelhof.cli.dashboard.Observed;
import io.tempelhof.core.node.DialFailure;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.Address;
import io.tempelhof.core.term.NodeName;
import io.tempelhof.net.Node;
import io.tempelhof.ops.Json;
import io.tempelhof.ops.agent.Agent;
import io.tempelhof.ops.agent.Question;
import io.tempelhof.ops.cluster.ClusterView;
import io.tempelhof.ops.cluster.Collector;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A command's client node, attached to the cluster it asks.
///
/// @param node in nobody's buckets
/// @param agent asks the others
record Attached(Node node, Agent agent) implements AutoCloseable {
  private static final Duration ATTACH_WITHIN = Duration.ofSeconds(12);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /// Nodes of this machine that are tried where none is named.
  private static final int TRIED_MAX = 3;

  /// Attaches to the cluster of one node.
  ///
  /// @param via null for any node of this machine
  /// @throws CommandFailure if it cannot be reached
  static Attached to(Access access, String purpose, @Nullable Seed via)
      throws InterruptedException {
    Node client = access.client(purpose);
    try {
      attach(client, via == null ? nodesHere(client) : List.of(via), via == null);
      return new Attached(client, Agent.start(new Observed(client, true, () -> {})));
    } catch (RuntimeException | InterruptedException e) {
      client.close();
      throw e;
    }
  }

  private static List<Seed> nodesHere(Node client) throws InterruptedException {
    Map<String, Integer> here;
    try {
      here = client.registeredHere().get();
    } catch (ExecutionException e) {
      throw nobodyHere("no EPMD answers on this machine");
    }
    List<Seed> seeds = new ArrayList<>();
    here.entrySet().stream()
        .limit(TRIED_MAX)
        .forEach(entry ->
            hosts()
                .forEach(host ->
                    seeds.add(
                        new Seed(
                            new NodeName(entry.getKey(), host),
                            new Address("127.0.0.1", entry.getValue())))));
    if (seeds.isEmpty()) {
      throw nobodyHere("no node is registered on this machine");
    }
    return seeds;
  }

  private static CommandFailure nobodyHere(String reason) {
    return CommandFailure.unavailable(
        reason + "; name a running node of the cluster with --via NODE@HOST[:PORT]");
  }

  private static List<String> hosts() {
    List<String> hosts = new ArrayList<>(List.of("127.0.0.1", "localhost"));
    try {
      hosts.add(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      // Then it is no name of a node either.
    }
    return hosts;
  }

  /// @param any the first that answers will do; otherwise all must
  private static void attach(Node client, List<Seed> seeds, boolean any)
      throws InterruptedException {
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    client.onEvent(event -> {
      if (!(event instanceof NodeEvent.OfMember)) {
        events.add(event);
      }
    });
    client.join(seeds);
    long deadline = System.nanoTime() + ATTACH_WITHIN.toNanos();
    int failed = 0;
    CommandFailure why = unavailable(seeds.getFirst().name(), Reasons.of(DialFailure.TIMEOUT));
    while (failed < seeds.size()) {
      switch (events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        case null -> throw why;
        case NodeEvent.Joined _ -> {
          return;
        }
        case NodeEvent.SeedUnreachable(NodeName seed, DialFailure failure) -> {
          failed++;
          why =
              failure == DialFailure.WRONG_COOKIE
                  ? Reasons.wrongCookie(seed)
                  : unavailable(seed, Reasons.of(failure));
        }
        case NodeEvent.NameTaken(NodeName by) -> throw Reasons.nameTaken(client.name(), by);
        case NodeEvent.NameLost(NodeName by) -> throw Reasons.nameLost(client.name(), by);
        case NodeEvent.OfMember _, NodeEvent.Left _ ->
            throw new IllegalStateException("a node left unasked");
      }
    }
    throw any && why.exitCode() != ExitCode.REFUSED
        ? nobodyHere("none of the nodes registered on this machine can be asked")
        : why;
  }

  private static CommandFailure unavailable(NodeName via, String reason) {
    return CommandFailure.unavailable(
        "%s cannot be asked: %s; name a running node of the cluster with --via"
            .formatted(via, reason));
  }

  /// The node this one is attached to first.
  NodeName first() {
    return node.status().connections().stream()
        .map(open -> open.node())
        .findFirst()
        .orElseThrow(() -> CommandFailure.unavailable("the node asked is gone; try again"));
  }

  /// Gathers the cluster once.
  ///
  /// @param connections whether to name them
  /// @throws CommandFailure if nobody reports
  ClusterView look(boolean connections) throws InterruptedException {
    Collector collector = collector(connections);
    collector.look();
    boolean seen = collector.view().await(0, ANSWER_WITHIN);
    if (seen && !collector.view().missing().isEmpty()) {
      // What did not answer once may have been busy.
      var _ = collector.view().await(collector.view().version(), ANSWER_WITHIN);
    }
    if (!seen || collector.view().totals().reports() == 0) {
      throw CommandFailure.unavailable("no node has reported in time; try again");
    }
    return collector.view();
  }

  /// Gathers the cluster again and again.
  Collector collector(boolean connections) {
    return new Collector(agent, node.status().cluster(), connections);
  }

  /// Asks a node.
  ///
  /// @throws CommandFailure if there is no answer
  String ask(NodeName target, Question question) {
    Agent.Answer answer = agent.ask(target, question, ANSWER_WITHIN).join();
    if (answer.status() != 200) {
      throw CommandFailure.unavailable(
          Json.tree(answer.document()).path("error").asString("no answer"));
    }
    return answer.document();
  }

  @Override
  public void close() {
    node.close();
  }
}
