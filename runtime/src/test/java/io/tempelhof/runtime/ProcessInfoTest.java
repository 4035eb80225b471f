package io.tempelhof.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Tuple;
import io.tempelhof.runtime.ProcessInfo.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What can be seen of a process from outside.
class ProcessInfoTest {
  private final Stage stage =
      new Stage(Remote.NONE, Options.DEFAULT.withStuckAfter(Duration.ofMillis(50)));

  @AfterEach
  void end() {
    stage.close();
  }

  private ProcessInfo info(Pid pid) {
    return stage.processes.info(pid).orElseThrow();
  }

  @Test
  void anIdleProcessWaitsAndHasNothing() {
    Pid pid = stage.processes.spawn(Stage::idle);
    Stage.await(() -> info(pid).state() == State.WAITING);
    assertThat(info(pid))
        .isEqualTo(
            new ProcessInfo(
                pid,
                null,
                null,
                null,
                State.WAITING,
                false,
                stage.processes.info(pid).orElseThrow().groupLeader(),
                0,
                0,
                Duration.ZERO,
                MailboxLimit.NONE,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  @Test
  void whoStartedAProcessAndWhatItIsThereForCanBeSeen() {
    AtomicReference<Pid> child = new AtomicReference<>();
    Pid parent =
        stage.processes.spawn(self -> {
          child.set(
              self.spawnLink(inner -> {
                inner.label("keeps the books");
                Stage.idle(inner);
              }));
          Stage.idle(self);
        });
    Stage.await(() -> child.get() != null && info(child.get()).label() != null);
    assertThat(info(child.get()).parent()).isEqualTo(parent);
    assertThat(info(child.get()).label()).isEqualTo("keeps the books");
    assertThat(info(parent).parent()).as("started by no process").isNull();
  }

  @Test
  void whoHasEndedIsNotSeen() {
    Pid pid = stage.processes.spawn(_ -> {});
    Stage.await(() -> stage.processes.info(pid).isEmpty());
    assertThat(stage.processes.list()).isEmpty();
  }

  @Test
  void processesAreListedInTheOrderTheyWereStarted() {
    List<Pid> pids =
        List.of(
            stage.processes.spawn(Stage::idle),
            stage.processes.spawn(Stage::idle),
            stage.processes.spawn(Stage::idle));
    assertThat(stage.processes.list()).isEqualTo(pids);
  }

  @Test
  void relationsAreShown() throws Exception {
    stage.run(self -> {
      Pid peer = self.spawnLink(Stage::idle);
      self.monitor(peer);
      self.register("me");
      self.monitor("me");
      self.trapExits(true);
      Ref alias = self.alias();
      ProcessInfo mine = info(self.pid());
      assertThat(mine.name()).isEqualTo("me");
      assertThat(mine.trapsExits()).isTrue();
      assertThat(mine.links()).containsExactly(peer);
      assertThat(mine.monitors()).containsExactly(peer, Tuple.of(Atom.of("me"), Stage.NODE.atom()));
      assertThat(mine.monitoredBy()).containsExactly(self.pid());
      assertThat(mine.aliases()).containsExactly(alias);
      assertThat(mine.state()).isEqualTo(State.RUNNING);
      ProcessInfo its = info(peer);
      assertThat(its.links()).containsExactly(self.pid());
      assertThat(its.monitoredBy()).containsExactly(self.pid());
      self.unlink(peer);
      self.unalias(alias);
      assertThat(info(self.pid()).links()).isEmpty();
      assertThat(info(self.pid()).aliases()).isEmpty();
      return "shown";
    });
  }

  @Test
  void messagesAreCounted() throws Exception {
    stage.run(self -> {
      for (int i = 0; i < 4; i++) {
        self.send(self.pid(), i);
      }
      assertThat(info(self.pid()).mailbox()).isEqualTo(4);
      self.receive();
      assertThat(info(self.pid()).mailbox()).isEqualTo(3);
      assertThat(info(self.pid()).sent()).isEqualTo(4);
      assertThat(info(self.pid()).received()).isEqualTo(1);
      assertThat(info(self.pid()).work()).isEqualTo(5);
      assertThat(info(self.pid()).passedOver()).isZero();
      return "counted";
    });
  }

  @Test
  void messagesNobodyWantsAreSeenWithTheAgeOfTheOldest() throws Exception {
    stage.run(self -> {
      self.send(self.pid(), "unwanted");
      self.send(self.pid(), 1L);
      self.send(self.pid(), "unwanted too");
      long before = System.nanoTime();
      assertThat(self.receive(Long.class)).isEqualTo(1);
      assertThat(info(self.pid()).passedOver()).isEqualTo(1);
      assertThat(self.receive(Long.class, Duration.ofMillis(5))).isEmpty();
      ProcessInfo seen = info(self.pid());
      long after = System.nanoTime();
      assertThat(seen.passedOver()).isEqualTo(2);
      assertThat(seen.mailbox()).isEqualTo(2);
      assertThat(seen.passedOverFor())
          .isBetween(Duration.ofMillis(5), Duration.ofNanos(after - before));
      assertThat(self.receive(String.class)).isEqualTo("unwanted");
      assertThat(info(self.pid()).passedOver()).isEqualTo(1);
      assertThat(self.receive(String.class)).isEqualTo("unwanted too");
      assertThat(info(self.pid()).passedOver()).isZero();
      assertThat(info(self.pid()).passedOverFor()).isZero();
      return "seen";
    });
  }

  @Test
  void whatAProcessDoesIsSeen() throws Exception {
    var computing = new CompletableFuture<Pid>();
    var mayBlock = new CompletableFuture<Void>();
    var mayEnd = new CountDownLatch(1);
    stage.processes.spawn(self -> {
      computing.complete(self.pid());
      while (!mayBlock.isDone()) {
        Thread.onSpinWait();
      }
      Stage.heedless(mayEnd);
    });
    Pid pid = Stage.get(computing);
    assertThat(info(pid).state()).isEqualTo(State.RUNNING);
    mayBlock.complete(null);
    Stage.await(() -> info(pid).state() == State.BLOCKED);
    stage.run(self -> {
      self.exit(pid, Atom.of("enough"));
      return "asked";
    });
    Stage.await(() -> info(pid).state() == State.STUCK);
    mayEnd.countDown();
    Stage.await(() -> stage.processes.info(pid).isEmpty());
  }

  @Test
  void whoIsStuckIsSeenEvenIfTheJvmsCommonPoolIsBusy() throws Exception {
    var mayEnd = new CountDownLatch(1);
    try {
      for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
        ForkJoinPool.commonPool().execute(() -> Stage.heedless(mayEnd));
      }
      Pid pid = stage.processes.spawn(_ -> Stage.heedless(mayEnd));
      stage.run(self -> {
        self.exit(pid, Atom.of("enough"));
        return "asked";
      });
      Stage.await(() -> stage.processes.snapshot().stuck().equals(List.of(pid)));
      assertThat(info(pid).state()).isEqualTo(State.STUCK);
    } finally {
      mayEnd.countDown();
    }
  }
}
