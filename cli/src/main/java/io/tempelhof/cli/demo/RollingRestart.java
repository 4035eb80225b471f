package io.tempelhof.cli.demo;

import io.tempelhof.cli.demo.Report.NodeSample;
import java.time.Duration;
import java.util.function.Predicate;

/// The phase *restart*: one JVM after the other is told to end in good order (SIGTERM) and started
/// anew with the same nodes, while those of the others call workers at random and repeat what is
/// not answered. The next one follows when the overlay is whole again.
final class RollingRestart {
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration WHOLE_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /// Starts JVMs anew.
  interface Starter {
    /// Starts the JVM of that number with its nodes and lets them join.
    void start(int jvm) throws InterruptedException;
  }

  private final DemoPlan plan;
  private final Fleet fleet;
  private final Lookout lookout;
  private final Screen screen;
  private final Coverage coverage;
  private final Insister.Pace pace;
  private CallCount ended = CallCount.NONE;

  RollingRestart(DemoPlan plan, Fleet fleet, Lookout lookout, Screen screen) {
    this.plan = plan;
    this.fleet = fleet;
    this.lookout = lookout;
    this.screen = screen;
    this.coverage = new Coverage(Demo.CLUSTER, plan.all());
    this.pace = new Insister.Pace(plan.callEvery().toMillis());
  }

  /// Restarts all JVMs that are there.
  Figures.Restart run(Starter starter) throws InterruptedException {
    Snapshot first = fleet.look();
    long began = System.nanoTime();
    fleet.order(new Order.Insist(pace));
    lookout
        .watch(Phase.RESTART, first, WARM_UP, LOOK_EVERY)
        .saying(_ -> "everybody calls, and repeats what is not answered")
        .toTheEnd();
    int restarted = 0;
    boolean whole = true;
    for (int number = 1; number <= plan.jvms() && whole; number++) {
      whole = restart(fleet.jvm(number), first, starter);
      restarted += whole ? 1 : 0;
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    fleet.order(new Order.Insist(Insister.Pace.NONE));
    Snapshot last = quietened("the last calls are answered", first, _ -> true);
    screen.finish(PhaseRow.of(Phase.RESTART, first, last));
    CallCount calls = ended.plus(last.calls());
    return new Figures.Restart(
        restarted,
        whole ? seconds : null,
        calls.answered(),
        calls.repeated(),
        calls.givenUp(),
        calls.longestMillis());
  }

  /// @return false if the overlay did not become whole
  private boolean restart(ChildJvm jvm, Snapshot first, Starter starter)
      throws InterruptedException {
    int number = jvm.number();
    // Callers that end with their JVM get no answer any more: nobody waits for it either.
    jvm.order(new Order.Insist(Insister.Pace.NONE));
    jvm.answer(Report.Done.class);
    Snapshot before =
        quietened("JVM " + number + " finishes its calls", first, node -> in(number, node));
    ended = ended.plus(of(number, before));
    screen.say("JVM %d told to end (SIGTERM to process %d)".formatted(number, jvm.pid()));
    fleet.end(jvm);
    starter.start(number);
    Snapshot after =
        lookout
            .watch(Phase.RESTART, first, WHOLE_WITHIN, LOOK_EVERY)
            .saying(now -> "JVM " + number + " started anew: " + coverage.check(now.nodes()))
            .until(now -> coverage.check(now.nodes()).whole());
    if (!coverage.check(after.nodes()).whole()) {
      return false;
    }
    ChildJvm anew = fleet.jvm(number);
    anew.order(new Order.Insist(pace));
    anew.answer(Report.Done.class);
    return true;
  }

  private boolean in(int jvm, NodeSample node) {
    return plan.jvmOf(node.node()) == jvm;
  }

  private CallCount of(int jvm, Snapshot now) {
    return now.nodes().stream()
        .filter(node -> in(jvm, node))
        .map(node -> node.insisting().count())
        .reduce(CallCount.NONE, CallCount::plus);
  }

  /// When no call of these nodes is under way any more.
  private Snapshot quietened(String what, Snapshot first, Predicate<NodeSample> which)
      throws InterruptedException {
    return lookout
        .watch(Phase.RESTART, first, Insister.PATIENCE.plusSeconds(5), LOOK_EVERY)
        .saying(_ -> what)
        .until(now -> now.nodes().stream().filter(which).noneMatch(n -> n.insisting().calling()));
  }
}
