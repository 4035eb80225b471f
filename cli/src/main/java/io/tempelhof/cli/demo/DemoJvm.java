package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.console.Json;
import io.tempelhof.cli.console.Logging;
import io.tempelhof.cli.dashboard.DashboardOption;
import io.tempelhof.cli.demo.Report.Lookups;
import io.tempelhof.cli.demo.Report.NodeSample;
import io.tempelhof.cli.demo.Report.Sample;
import io.tempelhof.cli.demo.Talker.Tuning;
import io.tempelhof.cli.life.Endings;
import io.tempelhof.core.handshake.Cookie;
import io.tempelhof.core.overlay.LookupResult;
import io.tempelhof.net.NodeStartException;
import io.tempelhof.ops.http.Dashboard;
import io.tempelhof.ops.http.DashboardOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main class of a child JVM: carries out the {@link Order}s on its standard input and answers
/// each with a {@link Report} on its standard output. When the input ends, so does the JVM, at
/// once: its parent is gone.
final class DemoJvm {
  /// The argument for logging everything.
  static final String VERBOSE = "--verbose";

  private static final Logger LOG = LoggerFactory.getLogger(DemoJvm.class);

  private final PrintStream reports;
  private final List<DemoNode> nodes = new CopyOnWriteArrayList<>();
  private final Gossip gossip = new Gossip();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private Random random = new Random();
  private int number;
  private int nodesInAll;
  private volatile @Nullable Dashboard dashboard;
  private @Nullable ScheduledFuture<?> lookingUp;
  private volatile Lookups lookups = Lookups.NONE;

  private DemoJvm(PrintStream reports) {
    this.reports = reports;
  }

  public static void main(String[] arguments) throws InterruptedException {
    PrintStream reports = System.out;
    System.setOut(System.err);
    if (List.of(arguments).contains(VERBOSE)) {
      Logging.verbose();
    }
    BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    Thread.ofPlatform().name("orders").daemon().start(() -> readOrders(orders));
    DemoJvm jvm = new DemoJvm(reports);
    Runtime.getRuntime().addShutdownHook(new Thread(jvm::depart, "goodbye"));
    Endings.install();
    while (true) {
      jvm.carryOut(orders.take());
    }
  }

  private static void readOrders(BlockingQueue<Order> orders) {
    try {
      var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        orders.add(Json.read(line, Order.class));
      }
    } catch (IOException e) {
      // The same as the end of the input.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private void carryOut(Order order) throws InterruptedException {
    Report report;
    try {
      report = outcome(order);
    } catch (NodeStartException | CommandFailure e) {
      report = new Report.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      report = new Report.Failed(e.toString());
    }
    reports.println(Json.line(report));
    reports.flush();
  }

  private Report outcome(Order order) throws NodeStartException, InterruptedException {
    switch (order) {
      case Order.Start start -> start(start);
      case Order.Connect() -> nodes.forEach(DemoNode::connect);
      case Order.Talk talk -> talk(talk);
      case Order.Insist(Insister.Pace pace) -> {
        for (DemoNode node : nodes) {
          node.insist(pace);
        }
      }
      case Order.LookUp(double perSecond) -> lookUp(perSecond);
      case Order.Serve(DashboardOptions where) -> {
        var served = DashboardOption.serve(nodes.getFirst().agent(), where);
        dashboard = served.dashboard();
        return new Report.Served(served.url().orElseThrow());
      }
      case Order.Kill(int node) -> {
        return kill(node);
      }
      case Order.Listen() -> gossip.listen();
      case Order.Look() -> {
        return sample();
      }
    }
    return new Report.Done();
  }

  private void start(Order.Start start) throws NodeStartException {
    DemoPlan plan = start.plan();
    number = start.jvm();
    nodesInAll = plan.nodes();
    random = new Random(plan.seed() - number);
    Cookie cookie = new Cookie(start.cookie());
    for (int node : plan.nodesOf(number)) {
      nodes.add(DemoNode.start(plan, node, start.epmdPort(), cookie, gossip));
    }
  }

  /// What SIGTERM asks for. The dashboard's streams are told before their node goes.
  private void depart() {
    Dashboard served = dashboard;
    if (served != null) {
      served.close();
    }
    try (ExecutorService departing = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> departing.execute(node::depart));
    }
  }

  private Report kill(int number) {
    DemoNode victim =
        nodes.stream().filter(node -> node.number() == number).findFirst().orElseThrow();
    nodes.remove(victim);
    long now = Gossip.nowMicros();
    victim.close();
    return new Report.Killed(now);
  }

  private void talk(Order.Talk talk) throws InterruptedException {
    for (DemoNode node : nodes) {
      node.tune(talk.talkers().contains(node.number()) ? talk.tuning() : Tuning.SILENT);
    }
  }

  private void lookUp(double perSecond) {
    if (lookingUp != null) {
      lookingUp.cancel(false);
    }
    if (perSecond > 0) {
      long every = (long) (1e9 / perSecond);
      lookingUp = clock.scheduleAtFixedRate(this::lookUpOne, every, every, TimeUnit.NANOSECONDS);
    }
  }

  private void lookUpOne() {
    DemoNode from = nodes.get(random.nextInt(nodes.size()));
    int wanted = 1 + random.nextInt(nodesInAll);
    if (wanted == from.number()) {
      return;
    }
    var _ = from.lookup(wanted).thenAccept(result -> looked(from, wanted, result));
  }

  private synchronized void looked(DemoNode from, int wanted, LookupResult result) {
    boolean found =
        result instanceof LookupResult.Found hit
            && hit.record().name().equals(DemoPlan.name(wanted));
    if (!found) {
      LOG.debug("lookup of n{} from n{}: {}", wanted, from.number(), result);
    }
    lookups = lookups.plus(found, result.hops());
  }

  private Sample sample() {
    // All are asked before the first is waited for: on a busy machine each takes its time.
    List<CompletableFuture<NodeSample>> samples = nodes.stream().map(DemoNode::sample).toList();
    return new Sample(
        number,
        ThisProcess.cpuNanos(),
        ThisProcess.descriptors(),
        lookups,
        samples.stream().map(CompletableFuture::join).toList(),
        gossip.news());
  }
}
