package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.KILLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.signal.Signal;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Encoded;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailboxLimitTest {
  private static final Pid PEER = new Pid(Atom.of("there@localhost"), 5, 0, 3);

  private final Recorder recorder = new Recorder();
  private final Stage stage =
      new Stage(recorder, Options.DEFAULT.withMailboxLimit(MailboxLimit.dropping(3)));

  @AfterEach
  void end() {
    stage.close();
  }

  private static List<Term> waiting(Self self) {
    List<Term> messages = new ArrayList<>();
    Optional<Term> next = self.receive(Duration.ZERO);
    while (next.isPresent()) {
      messages.add(next.get());
      next = self.receive(Duration.ZERO);
    }
    return messages;
  }

  @Test
  void theNewestAreDroppedCountedAndSeen() throws Exception {
    stage.run(self -> {
      for (int i = 0; i < 5; i++) {
        self.send(self.pid(), i);
      }
      stage.processes.deliver(new Signal.Send(PEER, self.pid(), Encoded.of(Int.of(5))), _ -> {});
      ProcessInfo info = stage.processes.info(self.pid()).orElseThrow();
      assertThat(info.mailbox()).isEqualTo(3);
      assertThat(info.refused()).isEqualTo(3);
      assertThat(info.limit()).isEqualTo(MailboxLimit.dropping(3));
      assertThat(waiting(self)).containsExactly(Int.of(0), Int.of(1), Int.of(2));
      self.send(self.pid(), 6);
      assertThat(waiting(self)).containsExactly(Int.of(6));
      return "dropped";
    });
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isEqualTo(3);
  }

  @Test
  void whatWasWalkedPastCountsToo() throws Exception {
    stage.run(self -> {
      self.send(self.pid(), "unwanted");
      self.send(self.pid(), "unwanted");
      assertThat(self.receive(Long.class, Duration.ZERO)).isEmpty();
      self.send(self.pid(), 1L);
      self.send(self.pid(), 2L);
      assertThat(self.receive(Long.class, Duration.ZERO)).contains(1L);
      assertThat(self.receive(Long.class, Duration.ZERO)).isEmpty();
      return "counted";
    });
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isEqualTo(1);
  }

  @Test
  void newsOfEndsAreNeverDropped() throws Exception {
    stage.run(self -> {
      self.trapExits(true);
      for (int i = 0; i < 3; i++) {
        self.send(self.pid(), i);
      }
      self.spawnMonitor(_ -> {});
      self.receive(Down.class);
      self.spawnLink(_ -> {});
      self.receive(Exited.class);
      assertThat(waiting(self)).hasSize(3);
      return "heard";
    });
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isZero();
  }

  @Test
  void aProcessCanBeKilledInstead() throws Exception {
    var victim = new CompletableFuture<Pid>();
    stage.processes.spawn(self -> {
      self.limitMailbox(MailboxLimit.killing(2));
      self.trapExits(true);
      victim.complete(self.pid());
      Stage.idle(self);
    });
    Pid pid = Stage.get(victim);
    Term reason =
        stage.run(self -> {
          self.monitor(pid);
          self.send(pid, 1);
          self.send(pid, 2);
          self.send(pid, 3);
          return self.receive(Down.class).reason();
        });
    assertThat(reason).isEqualTo(KILLED);
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isEqualTo(1);
    assertThat(stage.dropped(Dropped.NEVER_RECEIVED)).isEqualTo(2);
  }

  @Test
  void aKillReachesAProcessThatIsBusy() throws Exception {
    var computing = new CompletableFuture<Pid>();
    var mayEnd = new CountDownLatch(1);
    stage.processes.spawn(self -> {
      self.limitMailbox(MailboxLimit.killing(1));
      computing.complete(self.pid());
      Stage.heedless(mayEnd);
    });
    Pid pid = Stage.get(computing);
    stage.processes.send(pid, 1);
    stage.processes.send(pid, 2);
    stage.processes.send(pid, 3);
    assertThat(stage.processes.info(pid).orElseThrow().state()).isEqualTo(ProcessInfo.State.ENDING);
    mayEnd.countDown();
    Stage.await(() -> stage.processes.info(pid).isEmpty());
  }

  @Test
  void aProcessMayHaveNone() throws Exception {
    stage.run(self -> {
      self.limitMailbox(MailboxLimit.NONE);
      for (int i = 0; i < 1_000; i++) {
        self.send(self.pid(), i);
      }
      return assertThat(waiting(self)).hasSize(1_000);
    });
  }

  @Test
  void manySendersMeetTheLimit() throws Exception {
    int senders = 8;
    int each = 1_000;
    var done = new CountDownLatch(senders);
    Pid receiver = stage.processes.spawn(Stage::idle);
    for (int s = 0; s < senders; s++) {
      stage.processes.spawn(self -> {
        for (int i = 0; i < each; i++) {
          self.send(receiver, i);
        }
        done.countDown();
      });
    }
    done.await();
    ProcessInfo info = stage.processes.info(receiver).orElseThrow();
    assertThat(info.mailbox()).isGreaterThanOrEqualTo(3);
    assertThat(info.mailbox() + info.refused())
        .as("none is lost uncounted")
        .isEqualTo(senders * each);
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isEqualTo(info.refused());
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> MailboxLimit.dropping(0));
  }
}
