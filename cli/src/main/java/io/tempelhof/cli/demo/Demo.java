package io.tempelhof.cli.demo;

import io.tempelhof.cli.console.CommandFailure;
import io.tempelhof.cli.demo.Coverage.Holes;
import io.tempelhof.cli.demo.Talker.Tuning;
import io.tempelhof.ops.http.DashboardOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/// One run of the demo, seen from its parent process: starts the JVMs, leads them through the
/// phases, looks at all of them every second and adds up what it sees.
public final class Demo implements AutoCloseable {
  /// The overlay's name for the nodes of a demo. Two demos at once differ by EPMD port and cookie.
  static final String CLUSTER = "demo";

  private static final Duration JOIN_WITHIN = Duration.ofSeconds(90);
  private static final Duration MESH_AGAIN = Duration.ofSeconds(5);
  private static final Duration CALM_WITHIN = Talker.ANSWER_WITHIN.plusSeconds(3);
  private static final Duration TALK_BEFORE_CRASH = Duration.ofSeconds(5);
  private static final Duration REPAIR_WITHIN = Duration.ofSeconds(60);
  private static final Duration TALK_AFTER_CRASH = Duration.ofSeconds(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /// While idleness is measured: looking at hundreds of nodes is not idle.
  private static final Duration LOOK_SELDOM_EVERY = Duration.ofSeconds(5);

  private static final Duration LOOK_CLOSELY_EVERY = Duration.ofMillis(250);
  private static final double LOOKUPS_PER_SECOND = 30;

  private final DemoPlan plan;
  private final Screen screen;
  private final boolean verbose;
  private final Optional<DashboardOptions> dashboard;
  private final Fleet fleet = new Fleet();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final long startedAt = System.nanoTime();
  private final Tally tally;

  /// @param dashboard where one is served; empty for none
  public Demo(DemoPlan plan, Screen screen, boolean verbose, Optional<DashboardOptions> dashboard) {
    this.plan = plan;
    this.dashboard = dashboard;
    this.screen = screen;
    this.verbose = verbose;
    this.tally = new Tally(plan);
  }

  /// Runs it all and says what came of it.
  ///
  /// @throws CommandFailure if it cannot go on
  public Verdict run() throws InterruptedException {
    try {
      boot();
      join();
      talk();
      quiet();
      if (plan.jvms() > 1) {
        crash();
      }
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
      fleet.launch(jvm, plan.heapMegabytes(), verbose, screen::say);
    }
    fleet.look();
    tally.booted(secondsBetween(startedAt, System.nanoTime()));
  }

  private void join() throws InterruptedException {
    long begin = System.nanoTime();
    Snapshot first = fleet.look();
    int epmdPort = freePort();
    String cookie = Long.toHexString(new SecureRandom().nextLong());
    fleet.order(jvm -> new Order.Start(plan, jvm.number(), epmdPort, cookie));
    serve();
    Snapshot last = connect(first);
    boolean whole = holes(new Coverage(CLUSTER, plan.all()), last).whole();
    tally.joined(
        whole ? secondsBetween(begin, last.atNanos()) : null,
        secondsBetween(first.cpuNanos(), last.cpuNanos()));
    screen.finish(PhaseRow.of(Phase.JOIN, first, last));
  }

  private void serve() throws InterruptedException {
    if (dashboard.isPresent()) {
      ChildJvm first = fleet.jvms().getFirst();
      first.order(new Order.Serve(dashboard.get()));
      screen.say("dashboard " + first.answer(Report.Served.class).url());
    }
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
          new Watch(Phase.JOIN, first, mesh ? MESH_AGAIN : JOIN_WITHIN, LOOK_CLOSELY_EVERY)
              .saying(now -> holes(coverage, now).toString())
              .until(now -> holes(coverage, now).whole());
    } while (!holes(coverage, last).whole() && System.nanoTime() < deadline);
    if (mesh) {
      fleet.order(new Order.Connect());
    }
    return last;
  }

  private void talk() throws InterruptedException {
    Snapshot first = fleet.look();
    boolean lookUp = plan.topology() == Topology.SPARSE;
    fleet.order(everybodyTalks());
    fleet.order(new Order.LookUp(lookUp ? LOOKUPS_PER_SECOND / plan.jvms() : 0));
    new Watch(Phase.TALK, first, plan.talk(), LOOK_EVERY)
        .saying(_ -> "everybody calls random partners")
        .toTheEnd();
    fleet.order(new Order.LookUp(0));
    screen.finish(PhaseRow.of(Phase.TALK, first, settle(Phase.TALK, first)));
  }

  private void quiet() throws InterruptedException {
    Snapshot first = fleet.look();
    List<Integer> few = plan.stillTalking();
    fleet.order(
        new Order.Talk(few, new Tuning(plan.stillTalkingPartners(), plan.asksPerSecond(), false)));
    new Watch(Phase.QUIET, first, plan.collecting(), LOOK_EVERY)
        .saying(_ -> few.size() + " nodes go on talking; idle connections are closed")
        .toTheEnd();
    tally.measureQuiet(true);
    Snapshot last =
        new Watch(Phase.QUIET, first, DemoPlan.MEASURED, LOOK_SELDOM_EVERY)
            .saying(_ -> few.size() + " nodes go on talking; measuring")
            .toTheEnd();
    tally.measureQuiet(false);
    tally.beforeCrash(settle(Phase.QUIET, first));
    screen.finish(PhaseRow.of(Phase.QUIET, first, last));
  }

  private void crash() throws InterruptedException {
    Snapshot first = fleet.look();
    fleet.order(everybodyTalks());
    new Watch(Phase.CRASH, first, TALK_BEFORE_CRASH, LOOK_EVERY)
        .saying(_ -> "everybody talks again")
        .toTheEnd();
    List<ChildJvm> jvms = fleet.jvms();
    // The first serves the dashboard on which the others are seen to die.
    ChildJvm victim = jvms.get(1 + new Random(plan.seed()).nextInt(jvms.size() - 1));
    List<Integer> survivors =
        plan.all().stream().filter(node -> plan.jvmOf(node) != victim.number()).toList();
    Coverage coverage = new Coverage(CLUSTER, survivors);
    long killedAt = System.nanoTime();
    fleet.kill(victim);
    screen.say("JVM %d killed (process %d)".formatted(victim.number(), victim.pid()));
    Snapshot repaired =
        new Watch(Phase.CRASH, first, REPAIR_WITHIN, LOOK_CLOSELY_EVERY)
            .saying(now -> "JVM " + victim.number() + " killed: " + holes(coverage, now))
            .until(now -> holes(coverage, now).whole());
    boolean whole = holes(coverage, repaired).whole();
    Snapshot last =
        new Watch(Phase.CRASH, first, TALK_AFTER_CRASH, LOOK_EVERY)
            .saying(now -> now.talkingSince(repaired) + " of the survivors have talked since")
            .until(now -> now.talkingSince(repaired) == survivors.size());
    int talking = last.talkingSince(repaired);
    Snapshot end = settle(Phase.CRASH, first);
    tally.crashed(whole ? secondsBetween(killedAt, repaired.atNanos()) : null, talking, end);
    screen.finish(PhaseRow.of(Phase.CRASH, first, end));
  }

  private Order.Talk everybodyTalks() {
    return new Order.Talk(plan.all(), new Tuning(plan.partners(), plan.asksPerSecond(), true));
  }

  /// Everybody falls silent; what is under way arrives. What was sent then equals what was
  /// received, or something is lost.
  private Snapshot settle(Phase phase, Snapshot first) throws InterruptedException {
    fleet.order(Order.Talk.SILENCE);
    new Watch(phase, first, CALM_WITHIN, LOOK_CLOSELY_EVERY)
        .saying(_ -> "the last answers arrive")
        .until(Snapshot::calm);
    return look();
  }

  private Holes holes(Coverage coverage, Snapshot now) {
    return plan.topology() == Topology.SPARSE
        ? coverage.check(now.nodes())
        : coverage.checkMesh(now.nodes());
  }

  /// Looks at all JVMs again and again.
  private final class Watch {
    private final Phase phase;
    private final Snapshot first;
    private final Duration within;
    private final Duration every;
    private Function<Snapshot, String> doing = _ -> "";

    Watch(Phase phase, Snapshot first, Duration within, Duration every) {
      this.phase = phase;
      this.first = first;
      this.within = within;
      this.every = every;
    }

    Watch saying(Function<Snapshot, String> words) {
      doing = words;
      return this;
    }

    /// The last snapshot within the time.
    Snapshot toTheEnd() throws InterruptedException {
      return until(_ -> false);
    }

    /// The first snapshot that has what is wanted, or the last one within the time.
    Snapshot until(Predicate<Snapshot> wanted) throws InterruptedException {
      long deadline = System.nanoTime() + within.toNanos();
      long next = System.nanoTime();
      while (true) {
        Snapshot now = look();
        screen.progress(PhaseRow.of(phase, first, now), doing.apply(now), now.atNanos());
        if (wanted.test(now)) {
          return now;
        }
        next = Math.max(next + every.toNanos(), System.nanoTime());
        pauseUntil(Math.min(next, deadline));
        if (next > deadline) {
          return now;
        }
      }
    }
  }

  private Snapshot look() throws InterruptedException {
    Snapshot now = fleet.look();
    tally.seen(now);
    return now;
  }

  private void pauseUntil(long nanos) throws InterruptedException {
    if (stopped.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw CommandFailure.unavailable("stopped");
    }
  }

  /// A port nobody listens on at this moment.
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw CommandFailure.unavailable("no free port on the loopback address: " + e.getMessage());
    }
  }

  private static double secondsBetween(long begin, long end) {
    return (end - begin) / 1e9;
  }
}
