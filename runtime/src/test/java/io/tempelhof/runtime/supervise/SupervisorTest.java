package io.tempelhof.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.supervise.AutoShutdown;
import io.tempelhof.core.supervise.ChildState;
import io.tempelhof.core.supervise.ChildStatus;
import io.tempelhof.core.supervise.ChildType;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Shutdown;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Body;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.IgnoredException;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Supervisors of real processes.
class SupervisorTest {
  private static final Intensity OFTEN = Intensity.of(100, Duration.ofSeconds(1));
  private static final Atom SHUTDOWN = Atom.of("shutdown");

  private final Stage stage = new Stage(false);
  private final List<String> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    stage.close();
  }

  /// A child that registers its name, and says when it starts and ends.
  private ChildSpec worker(String name) {
    return ChildSpec.of(
        name,
        Startable.of(
                self -> {
                  events.add("+" + name);
                  return running(name);
                })
            .named(name));
  }

  private Body running(String name) {
    return self -> {
      try {
        Stage.idle(self);
      } finally {
        events.add("-" + name);
      }
    };
  }

  private Pid pid(String name) {
    Stage.await(() -> stage.processes.whereis(name).isPresent());
    return stage.processes.whereis(name).orElseThrow();
  }

  private void kill(String name) throws Exception {
    Pid victim = pid(name);
    stage.run(self -> {
      self.exit(victim, ExitReason.KILL);
      return true;
    });
    Stage.await(() -> stage.processes.whereis(name).filter(p -> !p.equals(victim)).isPresent());
  }

  private List<ChildStatus> children(Pid supervisor) throws Exception {
    return stage.run(self -> SupervisorRef.to(supervisor).children(self));
  }

  private ChildState state(Pid supervisor, String id) throws Exception {
    return children(supervisor).stream()
        .filter(child -> child.id().equals(Binary.of(id)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private void stop(Pid supervisor) throws Exception {
    stage.run(self -> {
      SupervisorRef.to(supervisor).stop(self, SHUTDOWN);
      return true;
    });
  }

  @Test
  void startsItsChildrenInOrderAndEndsThemInReverse() throws Exception {
    Pid supervisor =
        Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), worker("b"), worker("c"))
            .named("shop")
            .start(stage.processes);
    assertThat(events).containsExactly("+a", "+b", "+c");
    assertThat(pid("shop")).isEqualTo(supervisor);
    assertThat(stage.processes.info(supervisor).orElseThrow().links())
        .containsExactlyInAnyOrder(pid("a"), pid("b"), pid("c"));
    stop(supervisor);
    assertThat(events).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    Stage.await(() -> stage.processes.list().isEmpty());
  }

  @Test
  void restartsOneOfAll() throws Exception {
    Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), worker("b")).start(stage.processes);
    Pid b = pid("b");
    kill("a");
    assertThat(pid("b")).isEqualTo(b);
    assertThat(events).containsExactly("+a", "+b", "-a", "+a");
  }

  @Test
  void restartsAllForOneAndTheRestForOne() throws Exception {
    Supervisor.of(Strategy.ONE_FOR_ALL, OFTEN, worker("a"), worker("b"), worker("c"))
        .start(stage.processes);
    events.clear();
    kill("b");
    Stage.await(() -> events.size() == 6);
    assertThat(events).containsExactly("-b", "-c", "-a", "+a", "+b", "+c");
    Supervisor.of(Strategy.REST_FOR_ONE, OFTEN, worker("d"), worker("e"), worker("f"))
        .start(stage.processes);
    events.clear();
    kill("e");
    Stage.await(() -> events.size() == 4);
    assertThat(events).containsExactly("-e", "-f", "+e", "+f");
  }

  @Test
  void startsNoneWhenOneFails() {
    Supervisor supervisor =
        Supervisor.of(
            Strategy.ONE_FOR_ONE,
            OFTEN,
            worker("a"),
            ChildSpec.of(
                "bad",
                Startable.of(self -> {
                  throw self.exit("broken");
                })),
            worker("c"));
    StartException failed =
        catchThrowableOfType(
            StartException.class, () -> supervisor.named("shop").start(stage.processes));
    assertThat(failed.reason().toString())
        .isEqualTo("{shutdown,{failed_to_start_child,<<\"bad\">>,<<\"broken\">>}}");
    assertThat(events).containsExactly("+a", "-a");
    assertThat(stage.processes.whereis("shop")).isEmpty();
  }

  @Test
  void aNameThatIsTakenFailsTheStartWithItsOwner() throws Exception {
    Pid owner = stage.processes.spawn("a", Stage::idle);
    StartException failed =
        catchThrowableOfType(
            StartException.class,
            () -> Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a")).start(stage.processes));
    assertThat(failed.reason().toString()).contains("{already_started," + owner + "}");
  }

  @Test
  void nestsAndEndsLeavesFirst() throws Exception {
    Supervisor inner = Supervisor.of(Strategy.ONE_FOR_ALL, OFTEN, worker("b"), worker("c"));
    Pid outer =
        Supervisor.of(
                Strategy.ONE_FOR_ONE, OFTEN, worker("a"), ChildSpec.of("inner", inner), worker("d"))
            .start(stage.processes);
    assertThat(children(outer))
        .extracting(ChildStatus::type)
        .containsExactly(ChildType.WORKER, ChildType.SUPERVISOR, ChildType.WORKER);
    stop(outer);
    assertThat(events).containsExactly("+a", "+b", "+c", "+d", "-d", "-c", "-b", "-a");
  }

  @Test
  void aSupervisorThatGivesUpIsRestartedByItsOwn() throws Exception {
    Supervisor inner =
        Supervisor.of(
            Strategy.ONE_FOR_ONE, Intensity.of(0, Duration.ofSeconds(1)), worker("b"), worker("c"));
    Pid outer =
        Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, ChildSpec.of("inner", inner))
            .start(stage.processes);
    Pid before = children(outer).getFirst().pid().orElseThrow();
    kill("b");
    Stage.await(() -> events.size() == 6);
    assertThat(events).containsExactly("+b", "+c", "-b", "-c", "+b", "+c");
    Stage.await(() -> stage.processes.info(before).isEmpty());
    Pid after = pid("c");
    assertThat(stage.processes.info(after)).isPresent();
  }

  @Test
  void endsWithItsParentAndLeavesNothing() throws Exception {
    Pid parent =
        stage.processes.spawn(self -> {
          Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), worker("b")).startLink(self);
          Stage.idle(self);
        });
    Stage.await(() -> stage.processes.list().size() == 4);
    stage.run(self -> {
      self.exit(parent, "enough");
      return true;
    });
    Stage.await(() -> stage.processes.list().isEmpty());
    assertThat(events).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void heedsNobodysShutdownButItsParents() throws Exception {
    Pid supervisor = Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a")).start(stage.processes);
    stage.run(self -> {
      self.exit(supervisor, SHUTDOWN);
      return true;
    });
    assertThat(state(supervisor, "a")).isEqualTo(ChildState.RUNNING);
  }

  @Test
  void aChildThatIsNotNeededIsDownAndCanBeRestarted() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    Pid supervisor =
        Supervisor.of(
                Strategy.ONE_FOR_ONE,
                OFTEN,
                ChildSpec.of(
                    "maybe",
                    Startable.of(_ -> {
                      if (starts.incrementAndGet() == 1) {
                        throw new IgnoredException();
                      }
                      return Stage::idle;
                    })))
            .start(stage.processes);
    assertThat(state(supervisor, "maybe")).isEqualTo(ChildState.DOWN);
    stage.run(
        self -> assertThat(SupervisorRef.to(supervisor).restartChild(self, "maybe")).isPresent());
    assertThat(state(supervisor, "maybe")).isEqualTo(ChildState.RUNNING);
  }

  @Test
  void answersWhileAChildStartsAndCanBeToldToEndThen() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Pid supervisor = Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a")).start(stage.processes);
    var starting =
        stage.start(self ->
            SupervisorRef.to(supervisor)
                .startChild(
                    self,
                    ChildSpec.of(
                        "slow",
                        Startable.of(child -> {
                          begun.countDown();
                          Stage.idle(child);
                          return Stage::idle;
                        }))));
    begun.await();
    assertThat(state(supervisor, "slow")).isEqualTo(ChildState.STARTING);
    stop(supervisor);
    assertThatThrownBy(() -> Stage.get(starting)).hasMessageContaining("shutdown");
  }

  @Test
  void killsAChildWhoseInitTakesTooLong() throws Exception {
    Pid supervisor = Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN).start(stage.processes);
    Startable slow =
        Startable.of(child -> {
          Stage.idle(child);
          return Stage::idle;
        });
    RefusedException refused =
        stage.run(self ->
            catchThrowableOfType(
                RefusedException.class,
                () ->
                    SupervisorRef.to(supervisor)
                        .startChild(
                            self, ChildSpec.of("slow", slow.within(Duration.ofMillis(20))))));
    assertThat(refused.reason().toString()).startsWith("{timeout,{child,");
    assertThat(children(supervisor)).isEmpty();
  }

  @Test
  void significantChildrenEndIt() throws Exception {
    Pid supervisor =
        Supervisor.of(
                Strategy.ONE_FOR_ONE,
                OFTEN,
                worker("a"),
                ChildSpec.of("job", self -> self.receive(String.class))
                    .transientChild()
                    .significantChild())
            .autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
            .start(stage.processes);
    Pid job = children(supervisor).getFirst().pid().orElseThrow();
    stage.processes.send(job, "done");
    assertThat(reasonOf(supervisor)).isEqualTo(SHUTDOWN);
    assertThat(events).containsExactly("+a", "-a");
  }

  private Object reasonOf(Pid pid) throws Exception {
    return stage.run(self -> {
      self.monitor(pid);
      return self.receive(Down.class).reason();
    });
  }

  // Children that come at run time.

  @Test
  void takesChildrenByReferenceFromAnyNodeOfThisJvmModesAlike() throws Exception {
    for (boolean encodeLocal : new boolean[] {false, true}) {
      try (Stage here = new Stage(encodeLocal)) {
        Pid supervisor = Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN).start(here.processes);
        here.run(self -> {
          SupervisorRef ref = SupervisorRef.to(supervisor);
          Pid child = ref.startChild(self, ChildSpec.of("x", Stage::idle)).orElseThrow();
          assertThat(ref.whichChildren(self))
              .containsExactly(new SupervisorRef.Child(Binary.of("x"), child, ChildType.WORKER));
          assertThatThrownBy(() -> ref.startChild(self, ChildSpec.of("x", Stage::idle)))
              .hasMessage("refused: {already_started," + child + "}");
          ref.terminateChild(self, "x");
          assertThat(here.processes.info(child)).isEmpty();
          assertThat(ref.restartChild(self, "x")).isPresent();
          assertThatThrownBy(() -> ref.deleteChild(self, "x")).hasMessage("refused: running");
          ref.terminateChild(self, "x");
          ref.deleteChild(self, "x");
          assertThat(ref.children(self)).isEmpty();
          assertThatThrownBy(() -> ref.terminateChild(self, "x")).hasMessage("refused: not_found");
          return true;
        });
      }
    }
  }

  @Test
  void dynamicChildrenAreKnownByTheirPids() throws Exception {
    Pid supervisor = Supervisor.dynamic(OFTEN).childrenMax(3).start(stage.processes);
    stage.run(self -> {
      SupervisorRef ref = SupervisorRef.to(supervisor);
      List<Pid> pids = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        pids.add(ref.startChild(self, ChildSpec.of("same", Stage::idle)).orElseThrow());
      }
      assertThatThrownBy(() -> ref.startChild(self, ChildSpec.of("same", Stage::idle)))
          .hasMessage("refused: max_children");
      ref.terminateChild(self, pids.get(1));
      assertThat(ref.children(self))
          .extracting(child -> child.pid().orElseThrow())
          .containsExactly(pids.get(2), pids.get(0));
      return true;
    });
    stop(supervisor);
    Stage.await(() -> stage.processes.list().isEmpty());
  }

  @Test
  void aTemplateStartsChildrenByTheirArguments() throws Exception {
    Pid supervisor =
        Supervisor.template(
                OFTEN,
                ChildSpec.of("any", Stage::idle).temporary(),
                arguments -> {
                  long number = ((Int) arguments.getFirst()).value();
                  return Startable.process(Stage::idle).named("n" + number);
                })
            .start(stage.processes);
    stage.run(self -> {
      SupervisorRef ref = SupervisorRef.to(supervisor);
      Pid seven = ref.startChild(self, List.of(7)).orElseThrow();
      assertThat(self.whereis("n7")).contains(seven);
      assertThatThrownBy(() -> ref.startChild(self, List.of("seven")))
          .hasMessageContaining("ClassCastException");
      assertThatThrownBy(() -> ref.startChild(self, ChildSpec.of("other", Stage::idle)))
          .hasMessageContaining("invalid_child_spec");
      assertThat(ref.children(self)).hasSize(1);
      return true;
    });
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), worker("a")))
        .hasMessage("two children have the id a");
    assertThatThrownBy(() -> worker("a").significantChild())
        .hasMessage("child a is permanent, so it cannot be significant");
    assertThatThrownBy(() ->
            Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a").temporary().significantChild())
                .startable())
        .hasMessage("child a is significant, but its supervisor does not shut down");
  }

  // Children that do not end.

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStuckChildHoldsNobodyUpAndIsNotReplacedBeforeItHasEnded(boolean kill) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger alive = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ChildSpec heedless =
        ChildSpec.of(
                "heedless",
                self -> {
                  most.accumulateAndGet(alive.incrementAndGet(), Math::max);
                  Stage.heedless(end);
                  alive.decrementAndGet();
                })
            .shutdown(kill ? Shutdown.brutalKill() : Shutdown.within(Duration.ofMillis(10)));
    Pid supervisor =
        Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), heedless).start(stage.processes);
    Pid stuck = children(supervisor).getFirst().pid().orElseThrow();
    var terminating =
        stage.start(self -> {
          SupervisorRef.to(supervisor).terminateChild(self, "heedless");
          return SupervisorRef.to(supervisor).restartChild(self, "heedless").orElseThrow();
        });
    Stage.await(() -> mustEnd(stuck));
    assertThat(state(supervisor, "heedless")).isEqualTo(ChildState.STOPPING);
    kill("a");
    stage.run(self ->
        assertThat(SupervisorRef.to(supervisor).startChild(self, ChildSpec.of("b", Stage::idle)))
            .isPresent());
    assertThat(terminating).isNotDone();
    end.countDown();
    Stage.get(terminating);
    assertThat(most).hasValue(1);
  }

  private boolean mustEnd(Pid pid) {
    return stage.processes.info(pid).orElseThrow().state() == ProcessInfo.State.ENDING;
  }

  @Test
  void aCrashedHeedlessGroupMemberHoldsUpItsGroupOnly() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Supervisor group =
        Supervisor.of(
            Strategy.ONE_FOR_ALL,
            OFTEN,
            worker("b"),
            ChildSpec.of("heedless", self -> Stage.heedless(end))
                .transientChild()
                .shutdown(Shutdown.brutalKill()));
    Pid root =
        Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, worker("a"), ChildSpec.of("group", group))
            .start(stage.processes);
    Pid inner = children(root).getFirst().pid().orElseThrow();
    Pid b = pid("b");
    stage.run(self -> {
      self.exit(b, ExitReason.KILL);
      return true;
    });
    Stage.await(() -> stage.processes.whereis("b").isEmpty());
    Stage.await(() -> {
      try {
        return state(inner, "heedless") == ChildState.STOPPING;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    assertThat(state(inner, "b")).isEqualTo(ChildState.RESTARTING);
    kill("a");
    end.countDown();
    Pid again = pid("b");
    assertThat(again).isNotEqualTo(b);
  }
}
