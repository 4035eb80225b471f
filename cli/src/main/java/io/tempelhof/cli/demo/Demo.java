package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.demo.Coverage.Holes;
import io.tempelhof.cli.demo.Talker.Tuning;
import io.tempelhof.net.epmd.PrivatePort;
import io.tempelhof.ops.http.DashboardOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// One run of the demo, seen from its parent process: starts the JVMs, leads them through the
/// phases, looks at all of them every second and adds up what it sees.
public final class Demo implements AutoCloseable {
  /// The overlay's name for the nodes of a demo. Two demos at once differ by EPMD port and cookie.
  static final String CLUSTER = "demo";

  private static final Duration JOIN_WITHIN = Duration.ofSeconds(90);
  private static final Duration MESH_AGAIN = Duration.ofSeconds(5);
  private static final Duration CALM_WITHIN = Talker.ANSWER_WITHIN.plusSeconds(3);
  private static final Duration TALK_BEFORE_CRASH = Duration.ofSeconds(5);

  /// How much of the talk goes on when nodes die: the talk at its full takes all there is of two
  /// cores, and then whatever is measured is their queue.
  private static final double CRASH_SHARE = 0.25;

  private static final Duration REPAIR_WITHIN = Duration.ofSeconds(60);
  private static final Duration TALK_AFTER_CRASH = Duration.ofSeconds(10);
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(40);
  private static final Duration RETURN_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// Meanwhile the survivors note themselves what they are told, and when.
  private static final Duration LOOK_AFTER_CRASH = Duration.ofSeconds(2);

  /// While idleness is measured: looking at hundreds of nodes is not idle.
  private static final Duration LOOK_SELDOM_EVERY = Duration.ofSeconds(5);

  private static final Duration LOOK_CLOSELY_EVERY = Duration.ofMillis(500);
  private static final double LOOKUPS_PER_SECOND = 30;

  private final DemoPlan plan;
  private final Screen screen;
  private final boolean verbose;
  private final Optional<DashboardOptions> dashboard;
  private final Fleet fleet;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long startedAt = System.nanoTime();
  private final Tally tally;
  private final Lookout lookout;
  private final int epmdPort = PrivatePort.choose();
  private final String cookie = Long.toHexString(new SecureRandom().nextLong());
  private Optional<DashboardOptions> servedAt = Optional.empty();

  /// @param dashboard where one is served; empty for none
  public Demo(DemoPlan plan, Screen screen, boolean verbose, Optional<DashboardOptions> dashboard) {
    this.plan = plan;
    this.dashboard = dashboard;
    this.screen = screen;
    this.verbose = verbose;
    this.tally = new Tally(plan);
    this.fleet = new Fleet(plan.jvms());
    this.lookout = new Lookout(fleet, screen, tally, stopped);
  }

  /// Runs it all and says what came of it.
  ///
  /// @throws CommandFailure if it cannot go on
  public Verdict run() throws InterruptedException {
    try {
      boot();
      join();
      play();
    } catch (CommandFailure e) {
      // Once it is stopped, that JVMs end is no news.
      throw stopped.getCount() == 0 ? CommandFailure.unavailable("stopped") : e;
    } finally {
      screen.release();
    }
    double wallSeconds = secondsBetween(startedAt, System.nanoTime());
    Verdict verdict = new Verdict(tally.figures(wallSeconds));
    long hidden = fleet.hiddenWarnings();
    if (hidden > 0) {
      screen.say(hidden + " warnings more than those shown; --verbose shows them");
    }
    screen.say("");
    verdict.lines().forEach(screen::say);
    return verdict;
  }

  private void play() throws InterruptedException {
    if (plan.plays(Phase.TALK)) {
      talk();
    }
    if (plan.plays(Phase.QUIET)) {
      quiet();
    }
    if (plan.plays(Phase.CRASH) && plan.jvms() > 1) {
      tally.crashBegins();
      crash();
    }
    if (plan.plays(Phase.PAUSE) && plan.jvmToStop().isPresent()) {
      pause(plan.jvmToStop().getAsInt());
    }
    if (plan.plays(Phase.RESTART)) {
      tally.monitors().excuse(plan.all());
      tally.restarted(new RollingRestart(plan, fleet, lookout, screen).run(this::startAnew));
    }
  }

  /// Goes on for whoever looks, with a few talking, until it is closed.
  public void stay() throws InterruptedException {
    List<Integer> few = plan.stillTalking();
    fleet.order(
        new Order.Talk(few, new Tuning(plan.stillTalkingPartners(), plan.asksPerSecond(), true)));
    screen.say("the cluster stays until Ctrl-C");
    stopped.await();
  }

  /// Ends every JVM at once; {@link #run} fails if it is not done.
  @Override
  public void close() {
    stopped.countDown();
    fleet.close();
  }

  private void boot() throws InterruptedException {
    screen.say(
        "%d nodes in %d JVMs, %s; each calls up to %d others at once. Seed %d."
            .formatted(
                plan.nodes(),
                plan.jvms(),
                plan.topology() == Topology.SPARSE ? "a sparse overlay" : "a full mesh",
                plan.partners(),
                plan.seed()));
    if (plan.shortOfDescriptors()) {
      screen.say(
          String.format(
              Locale.ROOT,
              "At most %,d descriptors for each JVM: partners are fewer than %d; --jvms gives"
                  + " more.",
              plan.descriptorsMax(),
              Math.min(DemoPlan.PARTNERS_MAX, plan.nodes() - 1)));
    }
    for (int jvm = 1; jvm <= plan.jvms(); jvm++) {
      launch(jvm);
    }
    fleet.look();
    tally.booted(secondsBetween(startedAt, System.nanoTime()));
  }

  private void launch(int jvm) {
    fleet.launch(jvm, plan.heapMegabytes(), verbose, screen::say);
  }

  private Order start(ChildJvm jvm) {
    return new Order.Start(plan, jvm.number(), epmdPort, cookie);
  }

  /// A JVM that has ended, and its nodes.
  private void startAnew(int number) throws InterruptedException {
    launch(number);
    ChildJvm jvm = fleet.jvm(number);
    for (Order order : List.of(start(jvm), new Order.Connect(), new Order.Listen())) {
      jvm.order(order);
      jvm.answer(Report.Done.class);
    }
    if (number == 1 && servedAt.isPresent()) {
      jvm.order(new Order.Serve(servedAt.get()));
      jvm.answer(Report.Served.class);
    }
  }

  private void join() throws InterruptedException {
    long begin = System.nanoTime();
    Snapshot first = fleet.look();
    fleet.order(this::start);
    serve();
    sayHowToAsk();
    Snapshot last = connect(first);
    boolean whole = holes(new Coverage(CLUSTER, plan.all()), last).whole();
    tally.joined(
        whole ? secondsBetween(begin, last.atNanos()) : null,
        secondsBetween(first.cpuNanos(), last.cpuNanos()));
    fleet.order(new Order.Listen());
    tally.calm(last);
    screen.finish(PhaseRow.of(Phase.JOIN, first, last));
  }

  private void serve() throws InterruptedException {
    if (dashboard.isPresent()) {
      ChildJvm first = fleet.jvms().getFirst();
      first.order(new Order.Serve(dashboard.get()));
      String url = first.answer(Report.Served.class).url();
      screen.say("dashboard " + url);
      DashboardOptions asked = dashboard.get();
      int port = URI.create(url).getPort();
      servedAt = Optional.of(new DashboardOptions(asked.host(), port, false, asked.control()));
    }
  }

  /// Whoever wants to look by the command line needs what is only this demo's.
  private void sayHowToAsk() {
    screen.say("to ask it from another terminal:");
    screen.say(
        "  export TEMPELHOF_COOKIE=%s TEMPELHOF_CLUSTER=%s ERL_EPMD_PORT=%d"
            .formatted(cookie, CLUSTER, epmdPort));
    screen.say("  ./tempelhof status");
  }

  /// Nobody but the demo itself keeps a mesh whole: what could not be connected is tried again.
  private Snapshot connect(Snapshot first) throws InterruptedException {
    Coverage coverage = new Coverage(CLUSTER, plan.all());
    boolean mesh = plan.topology() == Topology.MESH;
    long deadline = System.nanoTime() + JOIN_WITHIN.toNanos();
    Snapshot last;
    do {
      fleet.order(new Order.Connect());
      last =
          lookout
              .watch(Phase.JOIN, first, mesh ? MESH_AGAIN : JOIN_WITHIN, LOOK_CLOSELY_EVERY)
              .saying(now -> holes(coverage, now).toString())
              .until(now -> holes(coverage, now).whole());
    } while (!holes(coverage, last).whole() && System.nanoTime() < deadline);
    if (mesh) {
      fleet.order(new Order.Connect());
    }
    return last;
  }

  private void talk() throws InterruptedException {
    Snapshot first = lookout.look();
    boolean lookUp = plan.topology() == Topology.SPARSE;
    fleet.order(everybodyTalks(plan.partners(), 1));
    fleet.order(new Order.LookUp(lookUp ? LOOKUPS_PER_SECOND / plan.jvms() : 0));
    lookout
        .watch(Phase.TALK, first, plan.talk(), LOOK_EVERY)
        .saying(_ -> "everybody calls random partners")
        .toTheEnd();
    fleet.order(new Order.LookUp(0));
    fleet.order(new Order.Monitor());
    Snapshot calm = settle(Phase.TALK, first);
    tally.calm(calm);
    screen.finish(PhaseRow.of(Phase.TALK, first, calm));
  }

  private void quiet() throws InterruptedException {
    Snapshot first = lookout.look();
    List<Integer> few = plan.stillTalking();
    fleet.order(
        new Order.Talk(few, new Tuning(plan.stillTalkingPartners(), plan.asksPerSecond(), false)));
    lookout
        .watch(Phase.QUIET, first, plan.collecting(), LOOK_EVERY)
        .saying(_ -> few.size() + " nodes go on talking; idle connections are closed")
        .toTheEnd();
    tally.measureQuiet(true);
    Snapshot last =
        lookout
            .watch(Phase.QUIET, first, DemoPlan.MEASURED, LOOK_SELDOM_EVERY)
            .saying(_ -> few.size() + " nodes go on talking; measuring")
            .toTheEnd();
    tally.measureQuiet(false);
    tally.calm(settle(Phase.QUIET, first));
    screen.finish(PhaseRow.of(Phase.QUIET, first, last));
  }

  private void crash() throws InterruptedException {
    Snapshot first = lookout.look();
    fleet.order(everybodyTalks(plan.stillTalkingPartners(), CRASH_SHARE));
    lookout
        .watch(Phase.CRASH, first, TALK_BEFORE_CRASH, LOOK_EVERY)
        .saying(_ -> "everybody talks again, less than before")
        .toTheEnd();
    if (plan.nodeToKill().isPresent()) {
      killNode(plan.nodeToKill().getAsInt(), first);
    }
    ChildJvm victim = fleet.jvm(plan.jvmToKill().orElseThrow());
    List<Integer> survivors = survivors();
    Coverage coverage = new Coverage(CLUSTER, survivors);
    List<Integer> victims = plan.nodesOf(victim.number());
    Snapshot before = lookout.look();
    long atMicros = Gossip.nowMicros();
    Word word = tally.deaths().died(victims, survivors, atMicros);
    Word fired = tally.monitors().died(victims, before, atMicros);
    long killedAt = System.nanoTime();
    fleet.kill(victim);
    screen.say("JVM %d killed (process %d)".formatted(victim.number(), victim.pid()));
    Snapshot repaired =
        lookout
            .watch(Phase.CRASH, first, REPAIR_WITHIN, LOOK_EVERY)
            .after(LOOK_AFTER_CRASH)
            .saying(now -> "JVM killed: %s; monitors: %s".formatted(holes(coverage, now), fired))
            .until(now -> holes(coverage, now).whole());
    boolean whole = holes(coverage, repaired).whole();
    Snapshot last =
        lookout
            .watch(Phase.CRASH, first, TALK_AFTER_CRASH, LOOK_EVERY)
            .saying(now -> now.talkingSince(repaired) + " of the survivors have talked since")
            .until(now -> now.talkingSince(repaired) == survivors.size());
    int talking = last.talkingSince(repaired);
    Snapshot end = settle(Phase.CRASH, first);
    tally.crashed(whole ? secondsBetween(killedAt, repaired.atNanos()) : null, talking, end);
    tally.jvmDied(word, fired);
    screen.finish(PhaseRow.of(Phase.CRASH, first, end));
  }

  private void killNode(int node, Snapshot first) throws InterruptedException {
    ChildJvm jvm = fleet.jvm(plan.jvmOf(node));
    Snapshot before = lookout.look();
    jvm.order(new Order.Kill(node));
    long killedAt = jvm.answer(Report.Killed.class).atMicros();
    List<Integer> others = plan.all().stream().filter(other -> other != node).toList();
    Word word = tally.deaths().died(List.of(node), others, killedAt);
    Word fired = tally.monitors().died(List.of(node), before, killedAt);
    screen.say("node %d ended, without a goodbye".formatted(node));
    spread(Phase.CRASH, first, word, fired, "node " + node + " is dead");
    tally.nodeDied(word, fired);
  }

  /// Those that are neither ended nor in the JVM that is killed.
  private List<Integer> survivors() {
    int node = plan.nodeToKill().orElse(0);
    int jvm = plan.jvmToKill().orElse(0);
    return plan.all().stream().filter(n -> n != node && plan.jvmOf(n) != jvm).toList();
  }

  /// A JVM that stands still looks like a host that is gone: nobody refuses a dial.
  private void pause(int number) throws InterruptedException {
    Snapshot first = lookout.look();
    ChildJvm jvm = fleet.jvm(number);
    List<Integer> all = survivors();
    List<Integer> still = all.stream().filter(node -> plan.jvmOf(node) == number).toList();
    List<Integer> others = all.stream().filter(node -> plan.jvmOf(node) != number).toList();
    long stoppedAt = Gossip.nowMicros();
    Word silence = tally.deaths().died(still, others, stoppedAt);
    Word fired = tally.monitors().died(still, first, stoppedAt);
    fleet.stop(jvm);
    screen.say("JVM %d stopped (process %d)".formatted(number, jvm.pid()));
    spread(Phase.PAUSE, first, silence, fired, "JVM " + number + " stands still");
    long goesOnAt = System.nanoTime();
    Word back = tally.deaths().returned(silence, Gossip.nowMicros());
    fleet.goOn(jvm);
    screen.say("JVM %d goes on".formatted(number));
    Coverage coverage = new Coverage(CLUSTER, all);
    Snapshot last =
        lookout
            .watch(Phase.PAUSE, first, RETURN_WITHIN, LOOK_EVERY)
            .saying(now -> "JVM " + number + " is back: " + back + "; " + holes(coverage, now))
            .until(now -> back.complete() && holes(coverage, now).whole());
    boolean whole = holes(coverage, last).whole();
    tally.paused(silence, fired, back, whole ? secondsBetween(goesOnAt, last.atNanos()) : null);
    screen.finish(PhaseRow.of(Phase.PAUSE, first, last));
  }

  /// Until everybody has been told, and every monitor has fired.
  private void spread(Phase phase, Snapshot first, Word word, Word fired, String what)
      throws InterruptedException {
    lookout
        .watch(phase, first, TOLD_WITHIN, LOOK_EVERY)
        .saying(_ -> "%s: %s; monitors: %s".formatted(what, word, fired))
        .until(_ -> word.complete() && fired.complete());
  }

  private Order.Talk everybodyTalks(int partners, double share) {
    double asks = share * plan.asksPerSecond();
    return new Order.Talk(plan.all(), new Tuning(partners, asks, true));
  }

  /// Everybody falls silent; what is under way arrives. What was sent then equals what was
  /// received, or something is lost.
  private Snapshot settle(Phase phase, Snapshot first) throws InterruptedException {
    fleet.order(Order.Talk.SILENCE);
    lookout
        .watch(phase, first, CALM_WITHIN, LOOK_CLOSELY_EVERY)
        .saying(_ -> "the last answers arrive")
        .until(Snapshot::calm);
    return lookout.look();
  }

  private Holes holes(Coverage coverage, Snapshot now) {
    return plan.topology() == Topology.SPARSE
        ? coverage.check(now.nodes())
        : coverage.checkMesh(now.nodes());
  }

  private static double secondsBetween(long begin, long end) {
    return (end - begin) / 1e9;
  }
}
