package io.tempelhof.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.supervise.ChildState;
import io.tempelhof.core.supervise.ChildType;
import io.tempelhof.core.supervise.Shutdown;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.From;
import io.tempelhof.runtime.GenMessage;
import io.tempelhof.runtime.ProcessInfo;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.Startable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Children of real processes that come at run time, and some that do not end.
class SupervisorChildrenTest extends SupervisorStage {
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

  // Children that make no sense, and very many.

  @Test
  @SuppressWarnings("NullAway") // a template's own mistake
  void aTemplateThatFailsCostsTheRequestOnly() throws Exception {
    Pid supervisor =
        Supervisor.template(
                OFTEN,
                ChildSpec.of("any", Stage::idle),
                arguments -> {
                  if (arguments.getFirst().equals(Int.of(1))) {
                    return null;
                  }
                  throw new StackOverflowError("template");
                })
            .start(stage.processes);
    stage.run(self -> {
      SupervisorRef ref = SupervisorRef.to(supervisor);
      assertThatThrownBy(() -> ref.startChild(self, List.of(1)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("nothing to start");
      assertThatThrownBy(() -> ref.startChild(self, List.of(2)))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("StackOverflowError");
      assertThat(ref.children(self)).isEmpty();
      return true;
    });
  }

  @Test
  void refusesRequestsOnceVeryManyWait() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ChildSpec heedless = ChildSpec.of("heedless", _ -> Stage.heedless(end)).temporary();
    Pid supervisor = Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, heedless).start(stage.processes);
    Term order = Tuple.of(Atom.of("terminate_child"), Binary.of("heedless"));
    try {
      stage.run(self -> {
        for (int i = 0; i <= Supervising.REQUESTS_MAX; i++) {
          self.send(supervisor, new GenMessage.Call(new From(self.pid(), Int.of(i)), order));
        }
        assertThat(self.receive())
            .isEqualTo(
                Tuple.of(
                    Int.of(Supervising.REQUESTS_MAX),
                    Tuple.of(Atom.of("error"), Atom.of("system_limit"))));
        end.countDown();
        for (int i = 0; i < Supervising.REQUESTS_MAX; i++) {
          assertThat(self.receive()).isEqualTo(Tuple.of(Int.of(i), Atom.of("ok")));
        }
        return true;
      });
    } finally {
      end.countDown();
    }
  }

  @Test
  void keepsNothingOfATemporaryChildThatHasEnded() throws Exception {
    Pid supervisor = Supervisor.dynamic(OFTEN).start(stage.processes);
    WeakReference<Object> cargo = startAndEnd(supervisor);
    Stage.await(() -> {
      System.gc();
      return cargo.get() == null;
    });
    assertThat(children(supervisor)).isEmpty();
  }

  /// Gives what a child has held.
  private WeakReference<Object> startAndEnd(Pid supervisor) throws Exception {
    Object cargo = new Object();
    ChildSpec child =
        ChildSpec.of(
                "holds",
                self -> {
                  Stage.idle(self);
                  throw new IllegalStateException(cargo.toString());
                })
            .temporary();
    stage.run(self -> {
      SupervisorRef ref = SupervisorRef.to(supervisor);
      Pid pid = ref.startChild(self, child).orElseThrow();
      self.exit(pid, ExitReason.KILL);
      return true;
    });
    Stage.await(() -> stage.processes.list().size() == 1);
    return new WeakReference<>(cargo);
  }
}
