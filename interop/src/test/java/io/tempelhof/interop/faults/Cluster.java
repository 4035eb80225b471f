package io.tempelhof.interop.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.interop.faults.Report.Fired;
import io.tempelhof.interop.faults.Report.NodeSeen;
import io.tempelhof.interop.faults.Report.Seen;
import io.tempelhof.interop.faults.Report.Told;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// One cluster of real nodes: an outpost on each host, and what they have seen.
final class Cluster implements AutoCloseable {
  private static final long LOOK_NANOS = 200_000_000L;
  private static final int IDLE_MILLIS = 2_000;

  private static final int LINES_SHOWN = 20;
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(120);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final Site site;
  private final int perHost;
  private final int idleMillis;
  private final Map<String, OutpostJvm> outposts = new LinkedHashMap<>();
  private final List<String> still = new ArrayList<>();
  private final Map<String, NodeSeen> seen = new TreeMap<>();
  private final List<Fired> fired = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();

  private Cluster(Site site, int perHost, int idleMillis) {
    this.site = site;
    this.perHost = perHost;
    this.idleMillis = idleMillis;
  }

  /// Starts so many nodes on each host; returns when all know all.
  static Cluster start(Site site, int perHost) throws InterruptedException {
    return start(site, perHost, IDLE_MILLIS);
  }

  /// @param idleMillis after which silent direct connections are closed
  static Cluster start(Site site, int perHost, int idleMillis) throws InterruptedException {
    Cluster cluster = new Cluster(site, perHost, idleMillis);
    try {
      site.hosts().forEach(cluster::launch);
      for (String host : site.hosts()) {
        cluster.populate(host);
      }
      cluster.awaitWhole(cluster.all());
      return cluster;
    } catch (InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /// Starts an outpost without a node.
  private void launch(String host) {
    outposts.put(host, OutpostJvm.start(host, command -> site.on(host, command)));
  }

  private void populate(String host) throws InterruptedException {
    List<String> seeds = List.of(all().getFirst(), all().getLast());
    for (String node : nodes(host)) {
      OutpostJvm outpost = outposts.get(host);
      outpost.order(new Order.Start(node, site.epmdPort(), seeds, idleMillis));
      outpost.answer(Report.Done.class);
    }
  }

  /// The nodes of these hosts.
  List<String> nodes(String... hosts) {
    return Stream.of(hosts)
        .flatMap(host ->
            Stream.iterate(1, n -> n <= perHost, n -> n + 1)
                .map(n -> host + n + "@" + site.address(host)))
        .toList();
  }

  List<String> all() {
    return nodes(site.hosts().toArray(String[]::new));
  }

  OutpostJvm outpost(String host) {
    return outposts.get(host);
  }

  private List<OutpostJvm> moving() {
    return outposts.values().stream().filter(jvm -> !still.contains(jvm.name())).toList();
  }

  /// Stops that outpost: it answers nothing, and gets no orders, until it goes on.
  void stop(String host) throws IOException, InterruptedException {
    still.add(host);
    outposts.get(host).stop();
  }

  /// Lets it go on.
  void goOn(String host) throws IOException, InterruptedException {
    outposts.get(host).goOn();
    still.remove(host);
  }

  /// Kills that outpost; from now on there is none.
  void kill(String host) throws InterruptedException {
    outposts.remove(host).kill();
    nodes(host).forEach(seen::remove);
  }

  /// Starts an outpost in place of one that was killed, as soon as the names of its nodes are free.
  void restart(String host) throws InterruptedException {
    launch(host);
    populate(host);
  }

  /// Gives the order to all outposts that move, and waits until each has carried it out.
  void order(Order order) throws InterruptedException {
    order(order, Report.Done.class);
  }

  private <R extends Report> List<R> order(Order order, Class<R> type) throws InterruptedException {
    List<OutpostJvm> asked = moving();
    asked.forEach(jvm -> jvm.order(order));
    List<R> answers = new ArrayList<>();
    for (OutpostJvm jvm : asked) {
      answers.add(jvm.answer(type));
    }
    return answers;
  }

  /// Every node monitors a process on every other one from now on, and all before is forgotten.
  void watchAll() throws InterruptedException {
    order(new Order.Watch(all()));
    look();
    fired.clear();
    told.clear();
  }

  private void look() throws InterruptedException {
    for (Seen news : order(new Order.Look(), Seen.class)) {
      news.nodes().forEach(node -> seen.put(node.name(), node));
      fired.addAll(news.downs());
      told.addAll(news.told());
    }
  }

  /// Looks until it is so.
  void await(String claim, Duration within, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    look();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within %s: %s; %s".formatted(within, claim, this));
      }
      LockSupport.parkNanos(LOOK_NANOS);
      look();
    }
  }

  /// Looks for so long whether it stays so.
  void hold(String claim, Duration length, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      look();
      assertThat(condition.getAsBoolean()).as("%s; %s", claim, this).isTrue();
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /// Each of these takes exactly these for the living members.
  boolean know(Collection<String> each, Collection<String> living) {
    List<String> expected = living.stream().sorted().toList();
    return each.stream().allMatch(node -> seen.get(node).members().equals(expected));
  }

  /// Waits until each of these knows all of these, and reaches them.
  void awaitWhole(List<String> nodes) throws InterruptedException {
    await("all know each other", WHOLE_WITHIN, () -> know(nodes, nodes));
    assertThat(unanswered(nodes)).as("%s", this).isEmpty();
  }

  /// Every node that moves asks each of these: which asks were not answered.
  List<String> unanswered(List<String> targets) throws InterruptedException {
    Order call = new Order.Call(targets, (int) ANSWER_WITHIN.toMillis());
    return order(call, Report.Called.class).stream()
        .flatMap(called -> called.failures().stream())
        .toList();
  }

  /// Lets everybody ask everybody until all answer: a dial that leads nowhere takes its time.
  void awaitAnswers(String claim) throws InterruptedException {
    long deadline = System.nanoTime() + WHOLE_WITHIN.toNanos();
    List<String> failures = unanswered(all());
    while (!failures.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("%s; but %s; %s".formatted(claim, failures, this));
      }
      failures = unanswered(all());
    }
  }

  /// Those on that host ask each of these.
  List<String> unanswered(String host, List<String> targets) throws InterruptedException {
    OutpostJvm outpost = outposts.get(host);
    outpost.order(new Order.Call(targets, (int) ANSWER_WITHIN.toMillis()));
    return outpost.answer(Report.Called.class).failures();
  }

  /// The monitors that have fired since {@link #watchAll}.
  List<Fired> fired() {
    return List.copyOf(fired);
  }

  /// How many monitors of one side on the other side have fired.
  long fired(Collection<String> by, Collection<String> of) {
    return fired.stream().filter(one -> by.contains(one.by()) && of.contains(one.of())).count();
  }

  /// What nodes were told of each other since {@link #watchAll}.
  List<Told> told() {
    return List.copyOf(told);
  }

  /// How often somebody was told that another one is down.
  long toldDown() {
    return told.stream().filter(one -> !one.up()).count();
  }

  List<NodeSeen> seen() {
    return List.copyOf(seen.values());
  }

  /// What there is to see, in lines a person can read.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    fired.stream().limit(LINES_SHOWN).forEach(one -> text.append("\n  ").append(one));
    told.stream()
        .filter(one -> !one.up())
        .limit(LINES_SHOWN)
        .forEach(one -> text.append("\n  ").append(one));
    for (NodeSeen one : seen.values()) {
      List<String> missing = new ArrayList<>(all());
      missing.removeAll(one.members());
      text.append(
          "\n  %s misses %s, %d connections, %d closed, %d broken, dropped %s, sent %d, got %d"
              .formatted(
                  one.name(),
                  missing,
                  one.connected().size(),
                  one.closedIdle(),
                  one.closedBroken(),
                  one.dropped(),
                  one.sent(),
                  one.received()));
    }
    outposts.values().stream()
        .filter(jvm -> !jvm.said().isEmpty())
        .forEach(jvm -> text.append("\n  ").append(jvm.name()).append(" said ").append(jvm.said()));
    return text.toString();
  }

  @Override
  public void close() {
    outposts.values().forEach(OutpostJvm::close);
    site.close();
  }
}
