package io.tempelhof.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tempelhof.core.signal.ExitReason;
import io.tempelhof.core.term.Binary;
import io.tempelhof.core.term.Pid;
import io.tempelhof.runtime.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Work in a process of its own.
class TaskTest {
  /// Has no term form.
  private record Cargo(Thread content) {}

  private final Stage stage = new Stage(false);

  @AfterEach
  void end() {
    stage.close();
  }

  private void nothingIsLeft() {
    Stage.await(() -> stage.processes.list().isEmpty());
  }

  @Test
  void givesItsResultByReferenceAsOftenAsIsAsked() throws Exception {
    Cargo cargo = new Cargo(Thread.currentThread());
    stage.run(self -> {
      Task<Cargo> task = Task.async(self, _ -> cargo);
      assertThat(task.await(self)).isSameAs(cargo);
      assertThat(task.await(self)).isSameAs(cargo);
      assertThat(task.cancel(self)).isFalse();
      assertThat(stage.processes.info(self.pid()).orElseThrow().mailbox()).isZero();
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void aFailureReachesItsOwnerWhenItAwaitsAndNotBefore() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken");
    stage.run(self -> {
      Task<String> task =
          Task.async(
              self,
              _ -> {
                throw broken;
              });
      Stage.await(() -> stage.processes.info(task.pid()).isEmpty());
      self.receive(Duration.ofMillis(1)).ifPresent(down -> self.send(self.pid(), down));
      for (int i = 0; i < 2; i++) {
        TaskException failed = catchThrowableOfType(TaskException.class, () -> task.await(self));
        assertThat(failed.kind()).isEqualTo(TaskException.Kind.FAILED);
        assertThat(failed).hasCause(broken);
        assertThat(failed.reason().toString()).contains("IllegalStateException");
      }
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void itsOwnExitIsAFailureToo() throws Exception {
    stage.run(self -> {
      Task<String> task =
          Task.async(
              self,
              worker -> {
                throw worker.exit("enough");
              });
      TaskException failed = catchThrowableOfType(TaskException.class, () -> task.await(self));
      assertThat(failed.reason()).isEqualTo(Binary.of("enough"));
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void aTaskThatIsKilledDoesNotTakeItsOwnerAlong() throws Exception {
    stage.run(self -> {
      Task<String> task = Task.async(self, worker -> worker.receive(String.class));
      self.exit(task.pid(), ExitReason.KILL);
      TaskException failed = catchThrowableOfType(TaskException.class, () -> task.await(self));
      assertThat(failed.kind()).isEqualTo(TaskException.Kind.ENDED);
      assertThat(failed.reason()).isEqualTo(ExitReason.KILLED);
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void endsWithItsOwnerHoweverThatEnds() throws Exception {
    for (boolean orderly : new boolean[] {true, false}) {
      CompletableFuture<Pid> begun = new CompletableFuture<>();
      stage.processes.spawn(self -> {
        begun.complete(Task.async(self, worker -> worker.receive(String.class)).pid());
        if (!orderly) {
          throw self.exit("mishap");
        }
      });
      Pid task = Stage.get(begun);
      Stage.await(() -> stage.processes.info(task).isEmpty());
      nothingIsLeft();
    }
  }

  @Test
  void pollingLeavesItAloneAndAwaitingCancelsItWhenTheTimeHasPassed() throws Exception {
    stage.run(self -> {
      Task<String> task = Task.async(self, worker -> worker.receive(String.class));
      assertThat(task.poll(self, Duration.ofMillis(1))).isEmpty();
      self.send(task.pid(), "done");
      assertThat(task.await(self)).isEqualTo("done");
      Task<String> slow = Task.async(self, worker -> worker.receive(String.class));
      TaskException late =
          catchThrowableOfType(TaskException.class, () -> slow.await(self, Duration.ofMillis(1)));
      assertThat(late.kind()).isEqualTo(TaskException.Kind.TIMEOUT);
      Stage.await(() -> stage.processes.info(slow.pid()).isEmpty());
      assertThat(catchThrowableOfType(TaskException.class, () -> slow.await(self)).kind())
          .isEqualTo(TaskException.Kind.TIMEOUT);
      assertThat(self.receive(Duration.ofMillis(1))).isEmpty();
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void aHeedlessTaskHoldsUpNobodyThatCancelsIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    stage.run(self -> {
      CountDownLatch begun = new CountDownLatch(1);
      Task<Boolean> task =
          Task.async(
              self,
              _ -> {
                begun.countDown();
                Stage.heedless(end);
                return true;
              });
      begun.await();
      assertThat(task.cancel(self)).isTrue();
      assertThat(task.cancel(self)).isFalse();
      assertThatThrownBy(() -> task.await(self)).hasMessageContaining("cancelled");
      assertThat(stage.processes.info(task.pid())).isPresent();
      return true;
    });
    end.countDown();
    nothingIsLeft();
  }

  @Test
  void isNobodysButItsOwners() throws Exception {
    stage.run(self -> {
      Task<String> task = Task.async(self, worker -> worker.receive(String.class));
      String complaint =
          Task.async(
                  self,
                  other ->
                      catchThrowableOfType(IllegalStateException.class, () -> task.await(other))
                          .getMessage())
              .await(self);
      assertThat(complaint).contains("is none of").endsWith("but of " + self.pid());
      task.cancel(self);
      return true;
    });
  }

  @Test
  void awaitsAllOrNone() throws Exception {
    stage.run(self -> {
      List<Task<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int number = i;
        tasks.add(Task.async(self, _ -> number));
      }
      assertThat(Task.awaitAll(self, tasks)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      Task<Integer> waits = Task.async(self, worker -> worker.receive(Integer.class));
      Task<Integer> fails =
          Task.async(
              self,
              _ -> {
                throw new IllegalStateException("broken");
              });
      assertThatThrownBy(() -> Task.awaitAll(self, List.of(waits, fails)))
          .hasRootCauseMessage("broken");
      assertThatThrownBy(() -> waits.await(self)).hasMessageContaining("cancelled");
      Task<Integer> slow = Task.async(self, worker -> worker.receive(Integer.class));
      assertThatThrownBy(() -> Task.awaitAll(self, List.of(slow), Duration.ofMillis(1)))
          .hasMessageContaining("timeout");
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void awaitsTheFirstResultAndCancelsTheOthers() throws Exception {
    stage.run(self -> {
      Task<String> fails =
          Task.async(
              self,
              _ -> {
                throw new IllegalStateException("broken");
              });
      Task<String> waits = Task.async(self, worker -> worker.receive(String.class));
      Task<String> answers = Task.async(self, worker -> worker.receive(String.class));
      self.send(answers.pid(), "me");
      assertThat(Task.awaitAny(self, List.of(fails, waits, answers))).isEqualTo("me");
      Stage.await(() -> stage.processes.info(waits.pid()).isEmpty());
      Task<String> alone =
          Task.async(
              self,
              _ -> {
                throw new IllegalStateException("broken");
              });
      assertThatThrownBy(() -> Task.awaitAny(self, List.of(alone))).hasRootCauseMessage("broken");
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void doesNoMoreThanSoManyAtATime() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(i);
    }
    stage.run(self -> {
      List<Integer> doubled =
          Task.map(
              self,
              items,
              7,
              (worker, item) -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                worker.receive(Duration.ofNanos(1));
                now.decrementAndGet();
                return 2 * item;
              });
      assertThat(doubled).isEqualTo(items.stream().map(i -> 2 * i).toList());
      return true;
    });
    assertThat(most.get()).isBetween(1, 7);
    nothingIsLeft();
  }

  @Test
  void oneOfManyThatFailsEndsAllOrIsToldApart() throws Exception {
    Task.Mapping<Integer, Integer> odd =
        (_, item) -> {
          if (item % 2 == 0) {
            throw new IllegalArgumentException("even: " + item);
          }
          return item;
        };
    stage.run(self -> {
      assertThatThrownBy(() -> Task.map(self, List.of(1, 2, 3), 1, odd))
          .hasRootCauseMessage("even: 2");
      List<Outcome<Integer>> each = Task.each(self, List.of(1, 2, 3), 2, odd);
      assertThat(each.get(0).get()).isEqualTo(1);
      assertThatThrownBy(() -> each.get(1).get()).hasRootCauseMessage("even: 2");
      assertThat(each.get(2).get()).isEqualTo(3);
      return true;
    });
    nothingIsLeft();
  }

  @Test
  void aFailureThatNobodyAwaitedIsLoggedWhenTheOwnerEndsAndNoOther() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Task.class);
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    try {
      Pid lost =
          stage.run(self -> {
            Task<String> awaited = Task.async(self, worker -> fail("awaited"));
            assertThatThrownBy(() -> awaited.await(self)).hasRootCauseMessage("awaited");
            Task.async(self, worker -> worker.receive(String.class)).cancel(self);
            Task<String> forgotten = Task.async(self, worker -> fail("forgotten"));
            Stage.await(() -> stage.processes.info(forgotten.pid()).isEmpty());
            assertThat(log.list).isEmpty();
            return forgotten.pid();
          });
      nothingIsLeft();
      assertThat(log.list)
          .singleElement()
          .satisfies(line ->
              assertThat(line.getFormattedMessage())
                  .contains("task " + lost, "nobody awaited it", "forgotten"));
    } finally {
      logger.detachAppender(log);
      logger.setAdditive(true);
    }
  }

  private static String fail(String why) {
    throw new IllegalStateException(why);
  }
}
