package io.tempelhof.runtime;

import static io.tempelhof.core.signal.ExitReason.NOPROC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tempelhof.core.signal.AliasOption;
import io.tempelhof.core.term.Atom;
import io.tempelhof.core.term.Int;
import io.tempelhof.core.term.Pid;
import io.tempelhof.core.term.Ref;
import io.tempelhof.core.term.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Aliases between processes of one node.
@ParameterizedClass(name = "encodeLocal {0}")
@ValueSource(booleans = {false, true})
class AliasesTest {
  private static final Atom BOOM = Atom.of("boom");

  private final Stage stage;

  AliasesTest(boolean encodeLocal) {
    this.stage = new Stage(encodeLocal);
  }

  @AfterEach
  void end() {
    stage.close();
  }

  /// Has another process send these to the alias, in order, and waits until it has.
  private static void sendTo(Self self, Ref alias, Object... messages) {
    Ref done =
        self.spawnMonitor(
                other -> {
                  for (Object message : messages) {
                    other.send(alias, message);
                  }
                })
            .ref();
    self.receive(Pattern.of(Down.class).where(down -> down.ref().equals(done)));
  }

  private static List<Long> waiting(Self self) {
    List<Long> numbers = new ArrayList<>();
    self.receive(Long.class, Duration.ZERO)
        .ifPresent(number -> {
          numbers.add(number);
          numbers.addAll(waiting(self));
        });
    return numbers;
  }

  @Test
  void messagesArriveUntilTheAliasIsGivenUp() throws Exception {
    stage.run(self -> {
      Ref alias = self.alias();
      sendTo(self, alias, 1L, 2L);
      assertThat(self.unalias(alias)).isTrue();
      assertThat(self.unalias(alias)).isFalse();
      sendTo(self, alias, 3L);
      assertThat(waiting(self)).containsExactly(1L, 2L);
      return "arrived";
    });
    assertThat(stage.dropped(Dropped.NO_ALIAS)).isEqualTo(1);
  }

  @Test
  void aProcessCanSendToItsOwnAlias() throws Exception {
    Term message =
        stage.run(self -> {
          self.send(self.alias(), 1L);
          return self.receive();
        });
    assertThat(message).isEqualTo(Int.of(1));
  }

  @Test
  void aReplyAliasTakesOneMessage() throws Exception {
    stage.run(self -> {
      sendTo(self, self.alias(AliasOption.REPLY), 1L, 2L);
      assertThat(waiting(self)).containsExactly(1L);
      return "one";
    });
    assertThat(stage.dropped(Dropped.NO_ALIAS)).isEqualTo(1);
  }

  @Test
  void nobodyElseCanGiveUpAnAlias() throws Exception {
    stage.run(self -> {
      Ref alias = self.alias();
      var stranger = new CompletableFuture<Boolean>();
      self.spawn(other -> stranger.complete(other.unalias(alias)));
      assertThat(Stage.get(stranger)).isFalse();
      sendTo(self, alias, 1L);
      assertThat(waiting(self)).containsExactly(1L);
      return "still active";
    });
  }

  @Test
  void anAliasEndsWithItsProcess() throws Exception {
    stage.run(self -> {
      var alias = new CompletableFuture<Ref>();
      self.spawnMonitor(other -> alias.complete(other.alias()));
      self.receive(Down.class);
      self.send(Stage.get(alias), 1L);
      return "sent";
    });
    assertThat(stage.dropped(Dropped.NO_ALIAS)).isEqualTo(1);
  }

  @Test
  void signalsToAliasAndPidKeepTheirOrder() throws Exception {
    stage.run(self -> {
      Pid me = self.pid();
      Ref alias = self.alias();
      self.spawnMonitor(other -> {
        for (long i = 0; i < 1_000; i += 2) {
          other.send(alias, i);
          other.send(me, i + 1);
        }
      });
      for (long i = 0; i < 1_000; i++) {
        assertThat(self.receive(Int.class)).isEqualTo(Int.of(i));
      }
      assertThat(self.receive(Down.class)).isNotNull();
      return "in order";
    });
  }

  @Test
  void anAliasOfAMonitorEndsWithItIfSoWished() throws Exception {
    for (AliasOption option : AliasOption.values()) {
      if (option != AliasOption.REPLY) {
        long dropped = stage.dropped(Dropped.NO_ALIAS);
        stage.run(self -> {
          Ref givenUp = self.monitor(self.spawn(Stage::idle), option);
          self.demonitor(givenUp);
          sendTo(self, givenUp, 1L);
          Pid victim = self.spawn(Stage::idle);
          Ref fired = self.monitor(victim, option);
          self.exit(victim, BOOM);
          self.receive(Pattern.of(Down.class).where(down -> down.ref().equals(fired)));
          sendTo(self, fired, 2L);
          Ref nobody = self.monitor("nobody", self.node(), option);
          assertThat(self.receive(Down.class).reason()).isEqualTo(NOPROC);
          sendTo(self, nobody, 3L);
          assertThat(waiting(self)).hasSize(option.needsMonitor() ? 0 : 3);
          return "ended";
        });
        assertThat(stage.dropped(Dropped.NO_ALIAS) - dropped)
            .as("%s", option)
            .isEqualTo(option.needsMonitor() ? 3 : 0);
      }
    }
  }

  @Test
  void aReplyTakesTheMonitorWithIt() throws Exception {
    stage.run(self -> {
      Pid server = self.spawn(Stage::idle);
      Ref ref = self.monitor(server, AliasOption.REPLY_DEMONITOR);
      sendTo(self, ref, 1L, 2L);
      assertThat(stage.processes.info(server).orElseThrow().monitoredBy()).isEmpty();
      assertThat(self.demonitor(ref)).isFalse();
      Ref other = self.monitor(server);
      self.exit(server, BOOM);
      assertThat(self.receive(Down.class).ref()).isEqualTo(other);
      assertThat(self.receive(Down.class, Duration.ZERO)).isEmpty();
      assertThat(waiting(self)).containsExactly(1L);
      return "taken";
    });
  }

  @Test
  void aProcessIsStartedWithAMonitorThatIsAnAlias() throws Exception {
    stage.run(self -> {
      var child = self.spawnMonitor(Stage::idle, AliasOption.REPLY_DEMONITOR);
      sendTo(self, child.ref(), 1L, 2L);
      self.exit(child.pid(), BOOM);
      Stage.await(() -> stage.processes.info(child.pid()).isEmpty());
      assertThat(self.receive(Down.class, Duration.ZERO)).isEmpty();
      assertThat(waiting(self)).containsExactly(1L);
      return "started";
    });
  }

  @Test
  void anAliasOfAMonitorCanBeGivenUpAlone() throws Exception {
    stage.run(self -> {
      Pid victim = self.spawn(Stage::idle);
      Ref ref = self.monitor(victim, AliasOption.REPLY_DEMONITOR);
      assertThat(self.unalias(ref)).isTrue();
      sendTo(self, ref, 1L);
      self.exit(victim, BOOM);
      assertThat(self.receive(Down.class).ref()).isEqualTo(ref);
      assertThat(waiting(self)).isEmpty();
      return "alone";
    });
  }

  @Test
  void aMonitorThatIsNoneCanBeGivenUpWithoutHarmToTheAlias() throws Exception {
    stage.run(self -> {
      Ref alias = self.alias();
      assertThat(self.demonitor(alias)).isFalse();
      assertThat(self.demonitorFlush(alias)).isFalse();
      Ref fired = self.monitor("nobody", self.node(), AliasOption.EXPLICIT_UNALIAS);
      assertThat(self.receive(Down.class).ref()).isEqualTo(fired);
      assertThat(self.demonitorFlush(fired)).isFalse();
      sendTo(self, alias, 1L);
      sendTo(self, fired, 2L);
      assertThat(waiting(self)).containsExactly(1L, 2L);
      return "unharmed";
    });
  }

  @Test
  void refusesWhatMakesNoSense() throws Exception {
    stage.run(self -> {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> self.monitor(self.pid(), AliasOption.REPLY));
      assertThatIllegalArgumentException().isThrownBy(() -> self.alias(AliasOption.DEMONITOR));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> self.alias(AliasOption.REPLY_DEMONITOR));
      return "refused";
    });
  }

  @Test
  void aMessageThatFoundNoRoomLeavesTheAliasAsItWas() throws Exception {
    stage.run(self -> {
      self.limitMailbox(MailboxLimit.dropping(1));
      Ref alias = self.alias(AliasOption.REPLY);
      self.send(self.pid(), 1L);
      self.send(alias, 2L);
      assertThat(waiting(self)).containsExactly(1L);
      self.send(alias, 3L);
      assertThat(waiting(self)).containsExactly(3L);
      return "as it was";
    });
    assertThat(stage.dropped(Dropped.MAILBOX_FULL)).isEqualTo(1);
  }
}
