package io.tempelhof.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tempelhof.core.supervise.AutoShutdown;
import io.tempelhof.core.supervise.ChildState;
import io.tempelhof.core.supervise.ChildStatus;
import io.tempelhof.core.supervise.ChildType;
import io.tempelhof.core.supervise.Intensity;
import io.tempelhof.core.supervise.Strategy;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import io.tempelhof.runtime.Down;
import io.tempelhof.runtime.Stage;
import io.tempelhof.runtime.behaviour.IgnoredException;
import io.tempelhof.runtime.behaviour.StartException;
import io.tempelhof.runtime.behaviour.Startable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Supervisors of real processes.
class SupervisorProcessesTest extends SupervisorStage {
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
    Stage.await(() -> events.size() == 4);
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
  void seesTheEndOfAChildThatRemovedItsLink() throws Exception {
    CompletableFuture<Pid> supervisor = new CompletableFuture<>();
    ChildSpec naughty =
        ChildSpec.of(
            "naughty",
            Startable.of(
                    _ -> {
                      events.add("+naughty");
                      return child -> {
                        child.unlink(supervisor.get());
                        Stage.idle(child);
                      };
                    })
                .named("naughty"));
    supervisor.complete(Supervisor.of(Strategy.ONE_FOR_ONE, OFTEN, naughty).start(stage.processes));
    kill("naughty");
    Stage.await(() -> events.size() == 2);
    assertThat(events).containsExactly("+naughty", "+naughty");
    stop(supervisor.get());
    assertThat(stage.processes.whereis("naughty")).isEmpty();
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
    Term reason =
        stage.run(self -> {
          self.monitor(supervisor);
          self.send(job, "done");
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(SHUTDOWN);
    assertThat(events).containsExactly("+a", "-a");
  }
}
