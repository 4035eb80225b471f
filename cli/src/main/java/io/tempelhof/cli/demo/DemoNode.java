package io.tempelhof.cli.demo;

import io.tempelhof.cli.dashboard.Observed;
import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.cli.demo.Talker.Tuning;
import io.tempelhof.cli.life.Departure;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.node.NodeEvent;
import io.tempelhof.core.node.Seed;
import io.tempelhof.core.overlay.FailureDomain;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.core.term.Pid;
import io.tempelhof.net.Counter;
import io.tempelhof.net.Node;
import io.tempelhof.net.NodeOptions;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.net.NodeStatus;
import io.tempelhof.net.NodeStatus.Kind;
import io.tempelhof.net.NodeStatus.OpenConnection;
import io.tempelhof.ops.agent.Agent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// One node of the demo with its worker, its caller, its insister and its sentry.
final class DemoNode implements AutoCloseable {
  private final DemoPlan plan;
  private final int number;
  private final Node node;
  private final Worker worker;
  private final Caller caller;
  private final Pid callerPid;
  private final Sentry sentry;
  private final Pid sentryPid;
  private final Insister insister;
  private final Pid insisterPid;
  private final Agent agent;
  private volatile boolean joined;

  private DemoNode(DemoPlan plan, int number, Node node, Gossip gossip) {
    this.plan = plan;
    this.number = number;
    this.node = node;
    this.worker = new Worker(number);
    this.caller = new Caller(number, plan, new Random(plan.seed() + number));
    node.processes().spawn(Worker.NAME, worker);
    this.callerPid = node.processes().spawn("caller", caller);
    this.insister = new Insister(number, plan, new Random(plan.seed() ^ number));
    this.insisterPid = node.processes().spawn("insister", insister);
    this.sentry = new Sentry(number, gossip);
    this.sentryPid = node.processes().spawn("sentry", sentry);
    this.agent = Agent.start(new Observed(node, false, this::leave));
    node.onEvent(event -> {
      joined |= event instanceof NodeEvent.Joined;
      gossip.happened(number, event);
    });
  }

  /// Starts the node; it joins nothing yet.
  ///
  /// @param gossip hears what it is told of others
  static DemoNode start(DemoPlan plan, int number, int epmdPort, Cookie cookie, Gossip gossip)
      throws NodeStartException {
    NodeOptions options =
        NodeOptions.of(DemoPlan.name(number).toString())
            .withCluster(Demo.CLUSTER)
            .withCookie(cookie)
            .withEpmdPort(epmdPort)
            .withIdleTimeout(Duration.ofSeconds(plan.idleSeconds()))
            .withDomain(new FailureDomain("jvm" + plan.jvmOf(number), "", "", ""));
    return new DemoNode(plan, number, Node.start(options), gossip);
  }

  int number() {
    return number;
  }

  /// Its agent.
  Agent agent() {
    return agent;
  }

  private void leave() {
    node.leave().join();
    node.close();
  }

  /// Ends it without a goodbye.
  @Override
  public void close() {
    node.close();
  }

  /// Joins from the seeds. In a mesh, pins the connections to nodes of lower numbers, and those
  /// that nodes of higher numbers have made: told so again and again, all pairs are pinned at both
  /// ends.
  void connect() {
    switch (plan.topology()) {
      case SPARSE ->
          node.join(
              plan.seeds().stream().map(seed -> new Seed(DemoPlan.name(seed), null)).toList());
      case MESH -> {
        plan.all().stream().filter(other -> other < number).map(DemoPlan::name).forEach(node::pin);
        node.status().connections().stream().map(OpenConnection::node).forEach(node::pin);
      }
    }
  }

  /// Tells its caller how much to say.
  void tune(Tuning tuning) throws InterruptedException {
    node.processes().send(callerPid, tuning);
  }

  /// From now on the workers of those it is calling now are monitored.
  void monitor() throws InterruptedException {
    node.processes().send(sentryPid, new Sentry.Watch(caller.state().partners()));
  }

  /// Tells its insister how often to call.
  void insist(Insister.Pace pace) throws InterruptedException {
    node.processes().send(insisterPid, pace);
  }

  /// Ends it in good order.
  void depart() {
    Departure.of(node);
  }

  /// Looks the other node up, past what this one knows.
  CompletableFuture<LookupResult> lookup(int other) {
    return node.lookup(DemoPlan.name(other));
  }

  /// What there is to see of it, when its overlay has time to say so.
  CompletableFuture<NodeSample> sample() {
    return node.statusLater().thenApply(this::sample);
  }

  private NodeSample sample(NodeStatus status) {
    Caller.State talk = caller.state();
    return new NodeSample(
        number,
        joined,
        others(status, connection -> connection.kind() == Kind.PEER),
        others(status, connection -> connection.kind() != Kind.PEER),
        talk.partners(),
        sentry.watched(),
        talk.waiting(),
        status.count(Counter.ASSOCIATION_OUT)
            + status.count(Counter.OVERLAY_OUT)
            + status.count(Counter.TICKS_OUT),
        status.count(Counter.HEARTBEATS_OUT),
        status.count(Counter.CLOSED_IDLE),
        status.count(Counter.REFUSED),
        talk.count().plus(worker.count()),
        insister.state());
  }

  private static List<Integer> others(NodeStatus status, Predicate<OpenConnection> which) {
    return status.connections().stream()
        .filter(which)
        .map(connection -> DemoPlan.number(connection.node()))
        .flatMapToInt(OptionalInt::stream)
        .boxed()
        .toList();
  }
}
